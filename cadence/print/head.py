"""The bar above every published page: whose it is, and the ways to what else there is."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the bar says; templates/_head.html draws it.

    Attributes:
        brand: whose pages they are; home: where it leads, the first page as a rule.
        rooms: words and ways, as paths under out/, of the pages that the place has.
        root: the way from the page to out/; here: the words of the room that it belongs to.
    """

    brand: str
    rooms: tuple[tuple[str, str], ...] = ()
    root: str = ""
    here: str = ""
    home: str = "index.html"

    def seen(self, root: str, here: str = "") -> "Head":
        """Return the bar as it stands on a page: how far below out/, and in which room."""
        return replace(self, root=root, here=here)
