"""A unit's lines → the pieces that a heavy page is parted into, and where each line's trace lies.

A page of a few duties holds everything itself. Of many, how their days were found stands on the
pages of the rules, which all units share, and what has no date in the register. Where very many
have dates the page keeps what is due now, this month and a row a duty, and leads to pages for the
other months and for each year: as many months share one as are light together, whole quarters at
least. All of it is plain links, so nothing needs a script.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cadence.core import A_YEAR
from cadence.publish.pages.nouns import DutyLine, Undated, UnitView

WHOLE = 60  # lines that a page of its own can carry with their traces; most units have more
MONTHS = 60  # dated lines whose months and years a page can carry without traces
FULL = 250  # lines without traces that a piece can carry beside its months' grids, under 300 kB
WIDTHS = (12, 6, 3)  # months that may share a piece
BEFORE, AFTER = "before", "after"
ROOT, PIECE_ROOT = "../../", "../../../"  # from a unit's page and from a piece to out/


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceWays:
    """Where traces lie, seen from one page of a unit.

    Attributes:
        view: the unit's; here: the piece that the page is, "" for the unit's own page.
        pieces: by month the piece that it stands in; nothing where the page has them all.
        heavy: traces lie elsewhere than on the unit's pages.
        sheets: the months that have a sheet; None: all.
    """

    view: UnitView
    pieces: Mapping[str, str]
    here: str = ""
    heavy: bool = False
    sheets: frozenset[str] | None = None

    @property
    def parted(self) -> bool:
        """Tell whether months and years stand on pages of their own."""
        return bool(self.pieces)

    def trace(self, line: DutyLine | Undated) -> str:
        """Return the way to a line's trace."""
        if not self.heavy:
            return f"#{line.key}"
        way = line.register if isinstance(line, Undated) else line.trace
        return f"{PIECE_ROOT if self.here else ROOT}{way}"

    def month(self, tag: str) -> str:
        """Return the way to a month's list."""
        piece = self.pieces.get(tag)
        return f"#m{tag}" if piece in {None, self.here} else f"{self.piece(str(piece))}#m{tag}"

    def rule(self, line: DutyLine) -> str:
        """Return the way to all windows of a line's rule, where they have a page, or to its own."""
        return self.trace(line).partition("#")[0] if self.heavy else self.trace(line)

    def cell(self, line: DutyLine) -> str:
        """Return the way from a year's cell to what it holds; of a month without a sheet none.

        What is known of such a month stands on the page of the rule, to which its row leads.
        """
        if line.is_span:
            return self.trace(line)
        tag = month_of(line.day)
        return self.month(tag) if self.sheets is None or tag in self.sheets else ""

    def quarter(self, tag: str) -> str:
        """Return the way to the quarter that a month is of."""
        piece, name = self.pieces.get(tag), f"q{quarter_of(tag)}"
        is_here = piece is None or piece == self.here
        return f"#{name}" if is_here else f"{self.piece(str(piece))}#{name}"

    def piece(self, tag: str) -> str:
        """Return the way to a piece."""
        return f"{tag}.html" if self.here else f"{self.view.unit.id}/{tag}.html"


def month_of(day: date) -> str:
    """`2026-05`, in a tenth of the time that a format takes: a build asks for it of every line."""
    return day.isoformat()[:7]


def quarter_of(tag: str) -> str:
    """`2026-05` → `2026-2`."""
    return f"{tag[:4]}-{(int(tag[5:]) + 2) // 3}"


def is_heavy(view: UnitView) -> bool:
    """Tell whether a unit's page leaves its traces to others."""
    return len(view.lines) + len(view.undated) > WHOLE


def pieces_of(view: UnitView) -> dict[str, str]:
    """Say in which piece each month of a page of very many dates stands.

    Returns:
        By month, 2026-05, the first month of its piece; nothing where the page has them all.
    """
    if not is_heavy(view) or len(view.lines) <= MONTHS:
        return {}
    count = Counter(month_of(line.day) for line in view.lines)
    return next(found for found in _parted(view) if found[0] or _is_light(found[1], count))[1]


def _parted(view: UnitView) -> Iterator[tuple[bool, dict[str, str]]]:
    """Yield the months by piece, the widest pieces first; whether no narrower ones are left."""
    first, last = (day.year * A_YEAR + day.month - 1 for day in (view.span.first, view.span.last))
    for width in WIDTHS:
        found = {
            _tag(month): _tag(max(first, month - month % width)) for month in range(first, last + 1)
        }
        yield width == WIDTHS[-1], found


def _tag(month: int) -> str:
    return f"{month // A_YEAR}-{month % A_YEAR + 1:02}"


def _is_light(pieces: Mapping[str, str], count: Mapping[str, int]) -> bool:
    held: Counter[str] = Counter()
    for month, piece in pieces.items():
        held[piece] += count.get(month, 0)
    return max(held.values()) <= FULL


def tag_of(view: UnitView, pieces: Mapping[str, str], line: DutyLine) -> str:
    """Return the piece that a dated line stands in: its month's, or what is around the span."""
    month = month_of(line.day)
    if month < month_of(view.span.first):
        return BEFORE
    return pieces.get(month, month) if month <= month_of(view.span.last) else AFTER


def around(view: UnitView) -> dict[str, list[DutyLine]]:
    """Gather a view's lines before and after its span."""
    found: dict[str, list[DutyLine]] = {}
    for line in view.lines:
        found.setdefault(tag_of(view, {}, line), []).append(line)
    return {tag: found.get(tag, []) for tag in (BEFORE, AFTER)}
