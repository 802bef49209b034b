"""记录: the ledger's lines with who and when, the newest first.

A wrong one is reversed, never erased.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import FACTS, VALUES, CadenceError, Entry, Reversal, folded
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, text_of
from cadence.desk.office import View
from cadence.desk.paging import paged
from cadence.desk.proofs import shown_files
from cadence.desk.visit import Visit
from cadence.ledger import HEADS, entry_rows, files_of, reverse, unit_of

MAY: tuple[Role, ...] = ("office", "auditor")
MANY_DIGITS = 16
LINES = re.compile(r"([0-9]{1,15})-([0-9]{1,15})")
TOLD = re.compile(rf"\b(?:{'|'.join(VALUES)})=")


def show(visit: Visit) -> Response:
    """Show the ledger; a line's form is open where the address says so."""
    return _page(visit)


def take_reversal(visit: Visit, form: FormData) -> Response:
    """Reverse one line with its reason."""
    number = str(form.get("number", ""))
    try:
        reason = text_of(form, "reason", "为什么撤销")
    except Fault as fault:
        return _page(visit, number, form, fault)
    fact = Reversal(number=_number(number), reason=reason, by=visit.by)
    refusal, _entries = reverse(visit.office.folder, [fact], visit.office.clock())
    if refusal:
        raise CadenceError(refusal.chinese)
    return visit.to("ledger", back=number)


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < MANY_DIGITS else 0  # 0: no such line


def sifted(
    entries: Sequence[Entry],
    names: Mapping[str, str],
    kind: str,
    words: str,
    acts: Mapping[str, str] | None = None,
) -> Sequence[Entry]:
    """Keep the entries of a kind in which all words stand, in their order. Pure.

    Args:
        entries: of the ledger.
        names: what units are called, by their keys.
        kind: one kind of fact in words; "" for all.
        words: parted by blanks.
        acts: what is to be done, by the keys of the rules.
    """
    wanted = [folded(each) for each in words.split()]
    called = {key: folded(name) for key, name in names.items()}
    done = {key: folded(act) for key, act in (acts or {}).items()}

    def has_all(entry: Entry) -> bool:
        said, name = _said(entry), called.get(unit_of(entry), "")
        act = done.get(rule_of(entry), "")
        return all(word in said or word in name or word in act for word in wanted)

    of_kind = (each for each in entries if kind in {"", FACTS[each.fact.kind]})
    if not (kind or wanted):
        return entries
    return [each for each in of_kind if has_all(each)] if wanted else list(of_kind)


def rule_of(entry: Entry) -> str:
    """Return the key of the rule whose duty an entry is about; "" where it is about none."""
    identifier = getattr(entry.fact, "occurrence", "") or ""
    return ":".join(identifier.split(":")[:2])


@lru_cache(maxsize=1 << 16)  # an entry never changes, and to fold twenty thousand takes a second
def _said(entry: Entry) -> str:
    return folded("".join(*entry_rows([entry])))


def made_ready(view: View) -> None:
    """Fold the ledger's lines for searches, before anybody looks for anything."""
    for each in view.entries:
        _said(each)


def _page(
    visit: Visit, opened: str = "", form: FormData | None = None, fault: Fault | None = None
) -> Response:
    kind, words = visit.asked("kind"), visit.asked("q").strip()
    names, acts = visit.names, acts_of(visit)
    lines = LINES.fullmatch(visit.asked("lines"))
    found = sifted(_of_lines(entries_of_place(visit), lines), names, kind, words, acts)
    asked = {"kind": kind, "q": words, "lines": lines[0] if lines else ""}
    kept = {name: said for name, said in asked.items() if said}
    pages = paged(
        found[::-1], visit.asked("p"), lambda n: visit.address("ledger", **kept, p=str(n))
    )
    files = {
        str(each.number): list(shown_files(visit, [each])) for each in pages.rows if files_of(each)
    }
    return visit.page(
        "ledger", "ledger", "记录", 422 if fault else 200,
        pages=pages, rows=[tuple(map(_in_words, each)) for each in entry_rows(pages.rows)],
        heads=HEADS, lines=lines, acts={str(each.number): acts.get(rule_of(each), "")
                                        for each in pages.rows},
        kinds=[(each, each) for each in FACTS.values()], kind=kind, q=words,
        names=names, kept=kept, opened=opened or visit.asked("open"),
        form=form or {}, fault=fault, back=visit.asked("back"), files=files,
    )  # fmt: skip


def _in_words(cell: str) -> str:
    """Say what is told of an event by the words of its form: 等级：一般. Pure."""
    return TOLD.sub(lambda found: f"{VALUES[found[0][:-1]]}：", cell)


def acts_of(visit: Visit) -> dict[str, str]:
    """Return what is to be done, by the keys of the rules."""
    return {rule.key: rule.act for pack in visit.workspace.packs for rule in pack.rules}


def _of_lines(entries: Sequence[Entry], lines: re.Match[str] | None) -> Sequence[Entry]:
    """Keep the entries of some numbers, where such are asked for: 5-8."""
    if lines is None:
        return entries
    first, last = int(lines[1]), int(lines[2])
    return [each for each in entries if first <= each.number <= last]


def entries_of_place(visit: Visit) -> Sequence[Entry]:
    """Return the entries about this place, and reversals, which are about entries.

    Lines are only added to a ledger: those that were looked at are not looked at again.
    """
    every = visit.view.entries
    kept: dict[str, tuple[Sequence[Entry], tuple[Entry, ...]]]
    kept = visit.view.lasting(("lines", visit.place), dict)
    looked, found = kept.get("found", ((), ()))
    count = len(looked)
    if looked is not every:
        if len(every) < count or (count and every[count - 1] is not looked[-1]):
            count, found = 0, ()  # they are others
        new = (each for each in every[count:] if _is_of(each, visit.place))
        found = (*found, *new)
        kept["found"] = (every, found)
    return found


def _is_of(entry: Entry, place: str) -> bool:
    return unit_of(entry).partition("/")[0] in {"", place}


ENTRANCES = (
    Entrance(path="ledger", roles=MAY, show=show),
    Entrance(path="ledger/reverse", roles=("office",), take=take_reversal),
)
