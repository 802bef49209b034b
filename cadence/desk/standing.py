"""What collides over some days and nobody has answered: found once, until something changes."""

from collections.abc import Sequence

from cadence.conflicts import Conflict, unanswered
from cadence.core import Span
from cadence.desk.office import View


def standing(view: View, place: str, span: Span) -> Sequence[Conflict]:
    """Return what stands in a place over some days, whole; see conflicts.unanswered."""
    return view.settled(
        ("standing", place, span), lambda: tuple(unanswered(view.scene(place, span), view.today))
    )
