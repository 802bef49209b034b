"""How well `cadence extract` reads official texts: recall, precision, bodies, silent misses.

    python benchmarks/extract.py [CORPUS]        (or CADENCE_CORPUS; ../shared/corpus by default)
    python benchmarks/extract.py --texts         also a line for each text
    python benchmarks/extract.py --misses        also each miss, and each rule without annotation
    python benchmarks/extract.py --others        also jionlp and recognizers-text, where installed
    python benchmarks/extract.py --speed         seconds for many times, and for 1 MB

CORPUS holds NAME.txt beside NAME.jsonl, one annotated duty a line: clause, quote, kind, period,
count, day, start, due, event, offset, actors, obligation (false: a trap, no rule may come of it).
What counts as found, and as right in its bodies, is said in scoring.py. Rules of the kinds season,
standing and unspecified are shown but not in the goal. Of the rules that claim a confidence of at
least 0.9, so many in 100 should be right in date and bodies: the last table says.

HELD_OUT were chosen before the grammar was written and not looked at while it was.
"""

import contextlib
import io
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

from scoring import (
    GOAL,
    OTHERS,
    TODAY,
    Measured,
    bodies_right,
    calibration,
    measure,
    notes_of,
    of_goal,
    overlaps,
)

from cadence.extract.draft.draft import draft
from cadence.extract.times.sayings import MOST_SENTENCES
from cadence.reports.as_json import timing_json

HELD_OUT = (
    "law_gwy493_shigu_baogao_2007",
    "law_tezhong_shebei_fa_2013",
    "notice_ccec_anquan_jiancha",
    "notice_gbf2014_56_huanjing",
    "notice_sd_kuaiji_2021",
    "reg_shandong_anquan_2021",
)
A_MEGABYTE = 1_000_000
LINES = MOST_SENTENCES // 14  # of seven duties, which say a time about twice each
PROSE = "要压实责任、突出重点，把隐患当作事故来对待，做到底数清、情况明、责任明。\n"


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
    if "--texts" in sys.argv:
        show_texts(measured)
    if "--misses" in sys.argv:
        for name in parts["held out" if "--held-out" in sys.argv else "tuned on"]:
            show_misses(name, measured[name])
    if "--others" in sys.argv:
        compare(folder, names, measured)


def speed() -> None:
    """Read as many times as one document may say, by themselves and spread over 1 MB of prose."""
    tables = Path(__file__).resolve().parents[1] / "tests" / "tables"
    words = [
        line.split(" | ")[0]
        for name in ("times", "sayings")
        for line in (tables / f"{name}.txt").read_text("utf-8").splitlines()
        if " | " in line and not line.startswith("#")
    ]
    dense = [
        f"{at // 7 % 90 + 1}.各乡镇人民政府、县应急局要按职责"
        f"{'；'.join(words[(at + place) % len(words)] for place in range(7))}。"
        for at in range(0, LINES * 7, 7)
    ]
    room = (A_MEGABYTE - len("".join(dense).encode())) // len(dense)
    prose = PROSE * (room // len(PROSE.encode()))
    for title, lines in (
        ("times alone", dense),
        ("a megabyte", [f"{each}\n{prose}" for each in dense]),
    ):
        text = "\n".join(["2022年4月25日", *lines])
        started = time.process_time()
        rules = len(draft(text, TODAY).rules)
        spent = time.process_time() - started
        size = len(text.encode()) / 10**6
        print(f"{title}: {size:.2f} MB, {rules} rules: {spent:.2f} s of one core")


def show(part: str, measured: list[Measured]) -> None:
    hits = [hit for each in measured for hit in each.hits]
    missed = [note for each in measured for note in each.missed]
    extra = [rule for each in measured for rule in each.extra]
    print(f"\n{part}: {len(measured)} texts, {sum(each.spent for each in measured):.2f} s")
    print(
        f"  {'kind':18} {'annotated':>9} {'hit':>4} {'missed':>6} {'extra':>5}"
        " recall precision bodies"
    )
    for kinds in (GOAL, *((kind,) for kind in (*GOAL, *OTHERS))):
        row(kinds, hits, missed, extra)
    print(f"  missed in silence: {len(of_goal(measured)[2])}")
    for low, high, rules, right in calibration(measured):
        said = f"{low:.2f}-{min(high, 1):.2f}"
        print(f"  confidence {said}: {rules:4} rules, right {share(right, rules)}")


def show_texts(measured: dict[str, Measured]) -> None:
    print(f"\n{'text':42} {'duties':>6} recall precision bodies silent")
    for name, each in measured.items():
        hits, missed, silent, extra = of_goal([each])
        right = sum(bodies_right(rule, note) for note, rule in hits)
        print(
            f"{name:42} {len(hits) + len(missed):6} {share(len(hits), len(hits) + len(missed)):>6}"
            f" {share(len(hits), len(hits) + len(extra)):>9} {share(right, len(hits)):>6}"
            f" {len(silent):6}"
        )


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


def show_misses(name: str, measured: Measured) -> None:
    print(f"\n== {name}")
    for note in measured.missed:
        if note["kind"] in GOAL or "--every" in sys.argv:
            how = "silent " if note in measured.silent else "missed "
            print(f"  {how}", note["kind"], note["clause"], note["quote"], "|", note["time"])
    for rule in measured.extra:
        if rule.timing.kind in GOAL or "--every" in sys.argv:
            print("  extra  ", timing_json(rule.timing), rule.clause, rule.quote)
    for note, rule in measured.hits:
        if note["kind"] in GOAL and not bodies_right(rule, note):
            print("  bodies ", note["actors"], "≠", rule.named, "|", rule.quote)


def compare(folder: Path, names: list[str], measured: dict[str, Measured]) -> None:
    """Ask two public extractors for the same time words, where they are installed."""
    asked = [
        note for name in names for note in notes_of(folder, name)
        if note["obligation"] and note["kind"] in GOAL
    ]  # fmt: skip
    ours = [hit for each in measured.values() for hit in each.hits if hit[0]["kind"] in GOAL]
    seen = sum(
        any(overlaps(rule, note) for rule in measured[name].rules)
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
