"""How well `cadence extract` reads official texts: recall, precision, bodies, per kind of timing.

    python benchmarks/extract.py [CORPUS]        (or CADENCE_CORPUS; ../shared/corpus by default)
    python benchmarks/extract.py --misses        also each miss, and each rule without annotation
    python benchmarks/extract.py --others        also jionlp and recognizers-text, where installed
    python benchmarks/extract.py --speed         seconds for 1 MB of nothing but time words

CORPUS holds NAME.txt beside NAME.jsonl, one annotated duty a line: clause, quote, kind, period,
count, day, start, due, event, offset, actors, obligation (false: a trap, no rule may come of it).

A rule answers to an annotation where it stands in the same clause or its quote overlaps, and where
its timing has the same value: period and count; period and day; due; start and due as far as they
are annotated; the offset of a clock; count and period of a threshold. Each annotation is answered
once; a rule that repeats one already answered (same clause or quote, same value) counts neither
way. Rules of the kinds season, standing and unspecified are shown but not in the goal.

Bodies are right where at least half of the annotated names contain, or are contained in, a name
of the rule. HELD_OUT were chosen before the grammar was written and not looked at while it was.
"""

import contextlib
import datetime as dt
import io
import json
import os
import re
import sys
import time
from collections import Counter
from pathlib import Path

from cadence.extract.draft.draft import draft
from cadence.reports.as_json import timing_json

HELD_OUT = (
    "law_gwy493_shigu_baogao_2007",
    "law_tezhong_shebei_fa_2013",
    "notice_ccec_anquan_jiancha",
    "notice_gbf2014_56_huanjing",
    "notice_sd_kuaiji_2021",
    "reg_shandong_anquan_2021",
)
GOAL = ("cadence", "periodic_deadline", "deadline", "phase", "trigger", "threshold")
OTHERS = ("season", "standing", "unspecified")
A_MEGABYTE = 1_000_000
TODAY = dt.date(2026, 1, 1)


def main() -> None:
    """Measure every text of the corpus and print both parts."""
    if "--speed" in sys.argv:
        speed()
        return
    arguments = [each for each in sys.argv[1:] if not each.startswith("--")]
    default = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"
    folder = Path(arguments[0] if arguments else os.environ.get("CADENCE_CORPUS", default))
    if not folder.is_dir():
        print(f"skipped: no corpus at {folder}; name its folder as the argument")
        return
    names = sorted(each.stem for each in folder.glob("*.jsonl"))
    parts = {
        "tuned on": [name for name in names if name not in HELD_OUT],
        "held out": [name for name in names if name in HELD_OUT],
        "all": names,
    }
    measured = {name: measure(folder, name) for name in names}
    for part, of_part in parts.items():
        show(part, [measured[name] for name in of_part])
    if "--misses" in sys.argv:
        for name in parts["held out" if "--held-out" in sys.argv else "tuned on"]:
            show_misses(name, measured[name])
    if "--others" in sys.argv:
        compare(folder, names, measured)


def speed() -> None:
    """Read 1 MB of the densest text that the hand-made tables can make."""
    tables = Path(__file__).resolve().parents[1] / "tests" / "tables"
    words = [
        line.split(" | ")[0]
        for name in ("times", "sayings")
        for line in (tables / f"{name}.txt").read_text("utf-8").splitlines()
        if " | " in line and not line.startswith("#")
    ]
    made, size, at = ["2022年4月25日"], 0, 0
    while size < A_MEGABYTE:
        at += 7
        duties = "；".join(words[(at + place) % len(words)] for place in range(7))
        made.append(f"{at // 7 % 90 + 1}.各乡镇人民政府、县应急局要按职责{duties}。")
        size += len(made[-1].encode())
    started = time.process_time()
    rules = len(draft("\n".join(made), TODAY).rules)
    spent = time.process_time() - started
    print(f"{size / 10**6:.2f} MB, {rules} rules: {spent:.2f} s of one core")


def text_of(folder: Path, name: str) -> str:
    """Return a text without the line that says where it was found."""
    return re.sub(r"^# source:.*\n", "", (folder / f"{name}.txt").read_text("utf-8"))


def notes_of(folder: Path, name: str) -> list[dict]:
    lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def measure(folder: Path, name: str) -> dict:
    """Match the rules drafted from one text against its annotations."""
    started = time.perf_counter()
    found = draft(text_of(folder, name), TODAY)
    spent = time.perf_counter() - started
    notes = [each for each in notes_of(folder, name) if each["obligation"]]
    rules = list(found.rules)
    hits, used = [], set()
    for note in notes:
        # A rule whose quote overlaps is nearer than one of the same clause only.
        for near in (overlaps, same_clause):
            place = next(
                (
                    place
                    for place, rule in enumerate(rules)
                    if place not in used and near(rule, note) and same_value(rule, note)
                ),
                None,
            )
            if place is not None:
                used.add(place)
                hits.append((note, rules[place]))
                break
    answered = [note for note, _rule in hits]
    extra = [
        rule
        for place, rule in enumerate(rules)
        if place not in used and not any(repeats(rule, note) for note in answered)
    ]
    missed = [note for note in notes if note not in answered]
    return {"hits": hits, "missed": missed, "extra": extra, "rules": rules, "spent": spent}


def repeats(rule: object, note: dict) -> bool:
    return (overlaps(rule, note) or same_clause(rule, note)) and same_value(rule, note)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text or "").translate(str.maketrans("()：", "（）:"))


def same_clause(rule: object, note: dict) -> bool:
    return bool(note["clause"]) and bare(rule.clause) == bare(note["clause"])


def overlaps(rule: object, note: dict) -> bool:
    """Tell whether two quotes share a run of six characters, or one holds the other."""
    one, other = bare(rule.quote), bare(note["quote"])
    if one in other or other in one:
        return True
    return any(one[at : at + 6] in other for at in range(len(one) - 5))


def same_value(rule: object, note: dict) -> bool:
    """Compare what the annotation says of the timing; keys it leaves out are not compared."""
    timing, kind = timing_json(rule.timing), note["kind"]
    if timing["kind"] != kind:
        return False
    match kind:
        case "cadence":
            return (timing["period"], timing["count"]) == (note["period"], note["count"] or 1)
        case "periodic_deadline":
            return (timing["period"], str(timing["day"])) == (note["period"], str(note["day"]))
        case "deadline":
            return timing["due"] == note["due"]
        case "phase":
            dated = [key for key in ("start", "due") if note.get(key)]
            keys = dated or ("start", "due")  # a stage bounded by an event has neither date
            return all(timing.get(key) == note.get(key) for key in keys)
        case "trigger":
            return timing["offset"] == note["offset"]
        case "threshold":
            return (timing["within"], timing["count"]) == (note["period"], note["count"])
        case _:
            return True


def bodies_right(rule: object, note: dict) -> bool:
    wanted = [bare(name) for name in note["actors"]]
    if not wanted:
        return True
    given = [bare(name) for name in rule.named]
    found = [name for name in wanted if any(name in each or each in name for each in given)]
    return len(found) * 2 >= len(wanted)


def show(part: str, measured: list[dict]) -> None:
    hits = [hit for each in measured for hit in each["hits"]]
    missed = [note for each in measured for note in each["missed"]]
    extra = [rule for each in measured for rule in each["extra"]]
    print(f"\n{part}: {len(measured)} texts, {sum(each['spent'] for each in measured):.2f} s")
    print(
        f"  {'kind':18} {'annotated':>9} {'hit':>4} {'missed':>6} {'extra':>5}"
        " recall precision bodies"
    )
    for kinds in (GOAL, *((kind,) for kind in (*GOAL, *OTHERS))):
        row(kinds, hits, missed, extra)


def row(kinds: tuple[str, ...], hits: list, missed: list, extra: list) -> None:
    hit = [(note, rule) for note, rule in hits if note["kind"] in kinds]
    lost = sum(note["kind"] in kinds for note in missed)
    more = sum(rule.timing.kind in kinds for rule in extra)
    right = sum(bodies_right(rule, note) for note, rule in hit)
    total = len(hit)
    name = "the goal's six" if kinds == GOAL else kinds[0]
    print(
        f"  {name:18} {total + lost:9} {total:4} {lost:6} {more:5}"
        f" {share(total, total + lost):>6} {share(total, total + more):>9} {share(right, total):>6}"
    )


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def show_misses(name: str, measured: dict) -> None:
    print(f"\n== {name}")
    for note in measured["missed"]:
        if note["kind"] in GOAL or "--every" in sys.argv:
            print("  missed ", note["kind"], note["clause"], note["quote"], "|", note["time"])
    for rule in measured["extra"]:
        if rule.timing.kind in GOAL or "--every" in sys.argv:
            print("  extra  ", timing_json(rule.timing), rule.clause, rule.quote)
    for note, rule in measured["hits"]:
        if note["kind"] in GOAL and not bodies_right(rule, note):
            print("  bodies ", note["actors"], "≠", rule.named, "|", rule.quote)


def compare(folder: Path, names: list[str], measured: dict[str, dict]) -> None:
    """Ask two public extractors for the same time words, where they are installed."""
    asked = [
        note for name in names for note in notes_of(folder, name)
        if note["obligation"] and note["kind"] in GOAL
    ]  # fmt: skip
    ours = [hit for each in measured.values() for hit in each["hits"] if hit[0]["kind"] in GOAL]
    seen = sum(
        any(overlaps(rule, note) for rule in measured[name]["rules"])
        for name in names
        for note in notes_of(folder, name)
        if note["obligation"] and note["kind"] in GOAL
    )
    print(f"\ncadence: of {len(asked)} time phrases, found {seen}, value right {len(ours)}")
    for tool in (jionlp_reader(), recognizers_reader()):
        if tool is None:
            continue
        label, read = tool
        counted: Counter[str] = Counter()
        for note in asked:
            with (
                contextlib.redirect_stderr(io.StringIO()),
                contextlib.redirect_stdout(io.StringIO()),
            ):
                words = judged(read, note)
            counted.update(words)
        print(f"{label}: of {counted['asked']} time phrases, found {counted['found']}", end="")
        print(f", value right {counted['right']}")


def judged(read: object, note: dict) -> list[str]:
    """Count whether a tool finds anything in the quote, and whether the value is the one meant."""
    try:
        values = read(note["quote"])
    except Exception:  # noqa: BLE001 - what another tool raises is a miss of that tool
        values = []
    wanted = [note["due"], note["start"], note["offset"]]
    right = any(str(want) in value for want in wanted if want for value in values)
    return ["asked", *(["found"] if values else []), *(["right"] if right else [])]


def jionlp_reader() -> tuple | None:
    try:
        import jionlp
    except ImportError:
        print("jionlp: not installed (pip install '.[benchmark]')")
        return None
    return "jionlp", lambda text: [
        json.dumps(each, ensure_ascii=False) for each in jionlp.ner.extract_time(text)
    ]


def recognizers_reader() -> tuple | None:
    try:
        from recognizers_date_time import recognize_datetime
    except ImportError:
        print("recognizers-text: not installed (pip install '.[benchmark]')")
        return None
    return "recognizers-text", lambda text: [
        json.dumps(each.resolution) for each in recognize_datetime(text, "zh-cn")
    ]


if __name__ == "__main__":
    main()
