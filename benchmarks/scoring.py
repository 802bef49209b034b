"""What was drafted from a text, held against its annotations by hand: hits, misses, extras.

A rule answers to an annotation where it stands in the same clause or its quote overlaps, and where
its timing has the same value: period and count; period and day; due; start and due as far as they
are annotated; the offset of a clock; count and period of a threshold, where they are annotated.
Each annotation is answered once; a rule that repeats one already answered (same clause or quote,
same value) counts neither way, nor does one that answers an annotation of the tier "optional".

A miss is silent where the words of time appear nowhere in the output: in no rule, and neither
among what is no duty nor among what was not understood. Bodies are right where at least half of
the annotated names contain, or are contained in, a name of the rule.
"""

import datetime as dt
import json
import re
import time
from calendar import monthrange
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from cadence.core import observance_of, observed, plain_text
from cadence.extract.draft.draft import draft
from cadence.extract.files.forms import simplified
from cadence.extract.files.grids import with_sentences
from cadence.reports.as_json import timing_json

GOAL = ("cadence", "periodic_deadline", "deadline", "phase", "trigger", "threshold")
OTHERS = ("season", "standing", "unspecified")
TODAY = dt.date(2026, 1, 1)
SURE = 0.9
LAST_DAYS = {("quarter", "3-last"), ("half_year", "6-last"), ("year", "12-last")}
KEYS = ("every", "months")  # beside the period; compared where annotated


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One text: (annotation, rule) pairs, what was missed, what was found beside, and the rest."""

    hits: tuple
    missed: tuple
    silent: tuple
    extra: tuple
    rules: tuple
    spent: float


def text_of(folder: Path, name: str) -> str:
    """Return a text as extract reads a file, without the line that says where it was found."""
    text = re.sub(r"^# source:.*\n", "", (folder / f"{name}.txt").read_text("utf-8"))
    return simplified(plain_text(with_sentences(text)))


def notes_of(folder: Path, name: str) -> list[dict]:
    lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def measure(folder: Path, name: str) -> Measured:
    """Match the rules drafted from one text against its annotations."""
    text = text_of(folder, name)
    started = time.perf_counter()
    found = draft(text, TODAY)
    spent = time.perf_counter() - started
    duties = [each for each in notes_of(folder, name) if each["obligation"]]
    core = [each for each in duties if each.get("tier") != "optional"]
    rules = found.rules
    hits, used = _matched(core, rules, set())
    optional, used = _matched([each for each in duties if each not in core], rules, used)
    answered = [note for note, _rule in (*hits, *optional)]
    missed = [note for note in core if not any(note is each for each in answered)]
    listed = (*rules, *found.no_duty, *found.not_understood)
    return Measured(
        hits=tuple(hits),
        missed=tuple(missed),
        silent=tuple(note for note in missed if not any(tells(each, note) for each in listed)),
        extra=tuple(
            rule
            for place, rule in enumerate(rules)
            if place not in used and not any(repeats(rule, note) for note in answered)
        ),
        rules=rules,
        spent=spent,
    )


def _matched(notes: list[dict], rules: tuple, used: set[int]) -> tuple[list, set[int]]:
    """Pair annotations with rules; one whose quote overlaps is nearer than one of the clause."""
    hits, used = [], set(used)
    for near in (overlaps, same_clause):
        for note in notes:
            if any(note is each for each, _rule in hits):
                continue
            for place, rule in enumerate(rules):
                if place not in used and near(rule, note) and same_value(rule, note):
                    used.add(place)
                    hits.append((note, rule))
                    break
    return hits, used


def repeats(rule: object, note: dict) -> bool:
    return (overlaps(rule, note) or same_clause(rule, note)) and same_value(rule, note)


def tells(listed: object, note: dict) -> bool:
    """Tell whether what was listed shows the words of time that an annotation is about."""
    words = bare(note.get("time") or note["quote"])
    return overlaps(listed, note) or words in bare(listed.quote)


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
    if kind == "deadline" and timing["kind"] == "trigger":
        return _before_a_feast(timing, note["due"])
    if timing["kind"] != kind or any(
        note.get(key) and str(timing.get(key)) != str(note[key]) for key in KEYS
    ):
        return False
    match kind:
        case "cadence":
            if timing["period"] == "term" and note["period"] == "half_year":
                note = note | {"period": "term"}  # annotated before terms were periods
            if timing["period"] == "school_year" and note["period"] == "year":
                note = note | {"period": "school_year"}  # as terms: annotated as the year it is
            if note["period"] == "half_month":
                note = note | {"period": "month", "count": 2 * (note["count"] or 1)}
            return (_period(timing), timing["count"]) == (_period(note), note["count"] or 1)
        case "periodic_deadline":
            if not note["period"]:  # 每个考核期次年5月底前: how long the period is, nobody says
                return note["day"] in {None, timing["day"]}
            return (timing["period"], _day(timing)) == (note["period"], _day(note))
        case "deadline":
            return timing["due"] == note["due"]
        case "phase":
            dated = [key for key in ("start", "due") if note.get(key)]
            if not dated and note.get("event"):
                return True  # 整治期间: the campaign's days, or none
            keys = dated or ("start", "due")  # a stage bounded by an event has neither date
            return all(timing.get(key) == note.get(key) for key in keys)
        case "trigger":
            return timing["offset"] == note["offset"]
        case "threshold":
            return all(
                note[key] in {None, timing[own]}
                for key, own in (("period", "within"), ("count", "count"))
            )
        case _:
            return True


def _before_a_feast(timing: dict, due: str) -> bool:
    """Tell 春节前, which the program dates by the calendar, from another day than the annotated."""
    days = re.fullmatch(r"-P(\d+)D", timing["offset"])
    name = observance_of(timing["event"])
    feast = observed(name, int(due[:4])) if days and name else None
    return feast is not None and feast[0] - dt.timedelta(int(days[1])) == dt.date.fromisoformat(due)


def _period(said: dict) -> tuple[str, int]:
    """Return a rhythm's unit and how many of it; 2_months is every second month."""
    several = re.fullmatch(r"(\d)_(hour|day|week|month)s", said["period"] or "")
    return (several[2], int(several[1])) if several else (said["period"], said.get("every") or 1)


def _day(said: dict) -> str:
    """Return the day of a period; 03-31 and 03-last are one day, and so are a quarter's ends."""
    day = str(said["day"])
    ends = said["period"] == "year" and re.fullmatch(r"(\d\d)-(30|31)", day)
    if ends and int(ends[2]) == monthrange(2023, int(ends[1]))[1]:
        day = f"{ends[1]}-last"
    return "last" if (said["period"], day) in LAST_DAYS else day


def bodies_right(rule: object, note: dict) -> bool:
    wanted = [bare(name) for name in note["actors"]]
    if not wanted:
        return True
    given = [bare(name) for name in rule.named]
    found = [name for name in wanted if any(name in each or each in name for each in given)]
    return len(found) * 2 >= len(wanted)


def of_goal(measured: list[Measured]) -> tuple[list, list, list, list]:
    """Return (hits, missed, silent, extra) of the goal's kinds over several texts."""
    hits = [hit for each in measured for hit in each.hits if hit[0]["kind"] in GOAL]
    missed = [note for each in measured for note in each.missed if note["kind"] in GOAL]
    silent = [note for each in measured for note in each.silent if note["kind"] in GOAL]
    extra = [rule for each in measured for rule in each.extra if rule.timing.kind in GOAL]
    return hits, missed, silent, extra


def calibration(measured: list[Measured]) -> list[tuple[float, float, int, int]]:
    """Return (from, to, rules, of them right in date and bodies) by what confidence they claim."""
    hits, _missed, _silent, extra = of_goal(measured)
    judged = [(rule.confidence, bodies_right(rule, note)) for note, rule in hits]
    judged += [(rule.confidence, False) for rule in extra]
    edges = (0, 0.4, 0.6, 0.8, SURE, 1.01)
    return [
        (low, high, len(within), sum(within))
        for low, high in pairwise(edges)
        if (within := [right for sure, right in judged if low <= (sure or 0) < high])
    ]
