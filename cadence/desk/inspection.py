"""检查包: what an inspector asks of a unit and some days, gathered from scene and ledger. Pure.

Every duty that fell due in those days or was missed before them, with clause, dates and trace; the
ledger's lines about them; and which kept files prove them. inspection_zip.py writes it down.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cadence.core import STATUSES, Entry, Reversal, reversed_numbers
from cadence.desk.chips import CHIPS, Chip, chip_of
from cadence.desk.register import UndatedRow, undated
from cadence.desk.sifting import everything
from cadence.ledger import entry_rows, files_of, unit_of
from cadence.occurrences import Judged, Scene
from cadence.reports import asked_for, trace_of

MISSED = frozenset({"overdue", "late", "claimed"})


@dataclass(frozen=True, slots=True)
class ProofFile:
    """One file that an entry is proved by.

    Attributes:
        name: as its sender called it; path: in the pack; sha256: as the ledger has it.
        lack: why it is not in the pack; "" where it is.
    """

    name: str
    path: str
    sha256: str
    lack: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDuty:
    """One duty as the pack shows it.

    Attributes:
        trace: how its date comes out of the text; lines: the ledger's numbers about it.
        proofs: the files of what counts as its doing; is_before: due before the days asked about.
    """

    judged: Judged
    chip: Chip
    trace: tuple[str, ...]
    lines: tuple[int, ...]
    proofs: tuple[ProofFile, ...]
    is_before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """All that a pack shows but the files themselves.

    Attributes:
        unit: the name of the one unit asked about; "" for all.
        counts: status in words and how many, in the order in which statuses are always told.
        duties: the worst first; undated: those without any date.
        entries: of the ledger, as entry_rows tells them; gone: numbers of those taken back.
        numbers: of the same entries, to find their lines by.
    """

    office: str
    place: str
    unit: str
    scene: Scene
    counts: tuple[tuple[str, int], ...]
    duties: tuple[ShownDuty, ...]
    undated: tuple[UndatedRow, ...]
    entries: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]
    gone: frozenset[int]

    @property
    def proofs(self) -> tuple[ProofFile, ...]:
        """Return every file once."""
        found = (proof for each in self.duties for proof in each.proofs)
        return tuple({proof.path: proof for proof in found}.values())


def inspection(scene: Scene, entries: Sequence[Entry], unit: str = "") -> Inspection:
    """Gather what a pack shows.

    Args:
        scene: the days and the unit asked about.
        entries: all of the ledger.
        unit: what that unit is called; "" where the scene is of all.
    """
    judged = asked_for(list(everything(scene)), everything=True)
    own = _own(scene, entries, frozenset(id_ for each in judged for id_ in _ids(each)))
    about, numbers = _by_occurrence(own), frozenset(each.number for each in own)
    counts = Counter(each.judgement.status for each in judged)
    return Inspection(
        office=scene.roster.office,
        place=scene.roster.name,
        unit=unit,
        scene=scene,
        counts=tuple((STATUSES[key], counts[key]) for key in CHIPS if counts[key]),
        duties=tuple(_shown(each, about, scene) for each in judged),
        undated=tuple(undated(scene)),
        entries=tuple(entry_rows(own)),
        numbers=numbers,
        gone=frozenset(reversed_numbers(own)) & numbers,
    )


def _shown(judged: Judged, about: dict[str, list[Entry]], scene: Scene) -> ShownDuty:
    told = [each for id_ in _ids(judged) for each in about.get(id_, ())]
    past = judged.judgement.past
    proving = past.coverage.entries if past.coverage else (past.done,)
    proved = {each.fact: each for each in reversed(told) if each.fact in proving}.values()
    due = judged.judgement.due
    return ShownDuty(
        judged=judged,
        chip=chip_of(judged, scene.as_of),
        trace=trace_of(judged.occurrence),
        lines=tuple(each.number for each in told),
        proofs=tuple(proof for each in proved for proof in _proofs(each)),
        is_before=due is not None and due < scene.span.first,
    )


def _proofs(entry: Entry) -> Iterable[ProofFile]:
    for number, (name, digest) in enumerate(files_of(entry), 1):
        ending = name.rpartition(".")[2].lower() if "." in name else "bin"
        # Nothing that a sender wrote chooses a path: old unpackers garble Chinese names besides.
        yield ProofFile(name, f"evidence/{entry.number}-{number}.{ending}", digest)


def _own(scene: Scene, entries: Sequence[Entry], named: frozenset[str]) -> list[Entry]:
    """Return the lines about what is listed, and what happened to its units in those days.

    What takes any of these back is among them.
    """
    keys = {each.unit.key for each in scene.owed} | set(scene.asked.keys)
    found: dict[int, Entry] = {}
    for entry in entries:
        fact = entry.fact
        if isinstance(fact, Reversal):
            if fact.number in found:
                found[entry.number] = entry
        elif occurrence := getattr(fact, "occurrence", None):
            if occurrence in named:
                found[entry.number] = entry
        elif unit_of(entry) in keys and _is_within(scene, getattr(fact, "at", entry.recorded)):
            found[entry.number] = entry
    return list(found.values())


def _is_within(scene: Scene, at: dt.datetime) -> bool:
    return scene.span.first <= at.date() <= scene.span.last


def _by_occurrence(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if occurrence := getattr(entry.fact, "occurrence", None):
            found.setdefault(occurrence, []).append(entry)
    return found


def _ids(judged: Judged) -> tuple[str, ...]:
    return (judged.occurrence.id, *judged.occurrence.former_ids)
