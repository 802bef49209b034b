"""A unit's lines → the pieces that a heavy page is parted into, and where each line's trace lies.

A page of a few duties holds everything itself. One of very many would be megabytes: it keeps what
is due now, this month and a row a duty, and leads to a page for each month, for each year and for
what has no date. All of it is plain links, so nothing needs a script.
"""

from dataclasses import dataclass

from cadence.publish.pages.nouns import Line, Undated, UnitView

WHOLE = 60  # lines that a page of its own can carry with their traces, under 300 kB
BEFORE, AFTER, UNDATED = "before", "after", "undated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Where traces lie, seen from one page of a unit.

    Attributes:
        view: the unit's; here: the piece that the page is, "" for the unit's own page.
    """

    view: UnitView
    here: str = ""

    @property
    def heavy(self) -> bool:
        """Tell whether traces lie elsewhere than on this page."""
        return not self.here and is_heavy(self.view)

    def trace(self, line: Line | Undated) -> str:
        """Return the way to a line's trace."""
        if not is_heavy(self.view):
            return f"#{line.key}"
        tag = UNDATED if isinstance(line, Undated) else tag_of(self.view, line)
        return f"#{line.key}" if tag == self.here else f"{self.piece(tag)}#{line.key}"

    def month(self, tag: str) -> str:
        """Return the way to a month's list."""
        return self.piece(tag) if is_heavy(self.view) else f"#m{tag}"

    def piece(self, tag: str) -> str:
        """Return the way to a piece."""
        return f"{tag}.html" if self.here else f"{self.view.unit.id}/{tag}.html"


def is_heavy(view: UnitView) -> bool:
    """Tell whether a unit's page is parted."""
    return len(view.lines) + len(view.undated) > WHOLE


def tag_of(view: UnitView, line: Line) -> str:
    """Return the piece that a dated line stands in: its month, or what is around the span."""
    month = f"{line.day:%Y-%m}"
    if month < f"{view.span.first:%Y-%m}":
        return BEFORE
    return month if month <= f"{view.span.last:%Y-%m}" else AFTER


def by_piece(view: UnitView) -> dict[str, list[Line]]:
    """Gather a view's lines by the piece that they stand in."""
    found: dict[str, list[Line]] = {}
    for line in view.lines:
        found.setdefault(tag_of(view, line), []).append(line)
    return found
