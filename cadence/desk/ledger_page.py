"""记录: the ledger's lines with who and when, the newest first.

A wrong one is reversed, never erased.
"""

from collections.abc import Iterable, Mapping, Sequence

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import FACTS, CadenceError, Entry, Reversal, folded
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, text_of
from cadence.desk.paging import paged
from cadence.desk.proofs import shown_files
from cadence.desk.visit import Visit
from cadence.ledger import HEADS, entry_rows, files_of, reverse, unit_of

MAY: tuple[Role, ...] = ("office", "auditor")
KIND, UNIT = HEADS.index("类型"), HEADS.index("单位")
MANY_DIGITS = 16


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
    rows: Iterable[tuple[str, ...]], names: Mapping[str, str], kind: str, words: str
) -> list[tuple[str, ...]]:
    """Keep the lines of a kind in which all words stand, the newest first. Pure.

    Args:
        rows: as entry_rows gives them.
        names: what units are called, by their keys.
        kind: one kind of fact; "" for all.
        words: parted by blanks.
    """
    wanted = [folded(each) for each in words.split()]
    kept = [
        row
        for row in rows
        if kind in {"", row[KIND]}
        and all(each in folded("".join((*row, names.get(row[UNIT], "")))) for each in wanted)
    ]
    return kept[::-1]


def _page(
    visit: Visit, opened: str = "", form: FormData | None = None, fault: Fault | None = None
) -> Response:
    kind, words = visit.asked("kind"), visit.asked("q").strip()
    names = visit.names
    of_kind = [each for each in entries_of_place(visit) if kind in {"", FACTS[each.fact.kind]}]
    if words:
        found = {int(row[0]) for row in sifted(entry_rows(of_kind), names, kind, words)}
        of_kind = [each for each in of_kind if each.number in found]
    asked = {"kind": kind, "q": words}
    kept = {name: said for name, said in asked.items() if said}
    pages = paged(
        of_kind[::-1], visit.asked("p"), lambda n: visit.address("ledger", **kept, p=str(n))
    )
    files = {
        str(each.number): list(shown_files(visit, [each])) for each in pages.rows if files_of(each)
    }
    return visit.page(
        "ledger", "ledger", "记录", 422 if fault else 200,
        pages=pages, rows=list(entry_rows(pages.rows)),  # of one page: a ledger grows long
        heads=HEADS, kinds=[(each, each) for each in FACTS.values()], kind=kind, q=words,
        names=names, kept=kept, opened=opened or visit.asked("open"),
        form=form or {}, fault=fault, back=visit.asked("back"), files=files,
    )  # fmt: skip


def entries_of_place(visit: Visit) -> Sequence[Entry]:
    """Return the entries about this place, and reversals, which are about entries."""
    return [
        each for each in visit.view.entries if unit_of(each).partition("/")[0] in {"", visit.place}
    ]


ENTRANCES = (
    Entrance(path="ledger", roles=MAY, show=show),
    Entrance(path="ledger/reverse", roles=("office",), take=take_reversal),
)
