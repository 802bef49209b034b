"""What a scene is asked: which days, of which place, unit and pack."""

from dataclasses import dataclass

from cadence.core import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The days and the filters of a question; None: all of them.

    Attributes:
        span: both ends count.
        place: a folder under rules/, or what people call the place.
        unit: a unit's id, key, name or alias, or a group's; their posts are meant too.
        pack: a pack's name, or its document's number or title.
        keys: of the units meant; filled in by scenes_of.
    """

    span: Span
    place: str | None = None
    unit: str | None = None
    pack: str | None = None
    keys: frozenset[str] = frozenset()
