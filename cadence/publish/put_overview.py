"""The overview of a place, as a page and as a workbook; and what the index shows of it."""

from cadence.core import UNITS, board_path, overview_path
from cadence.occurrences import Scene
from cadence.print import Head
from cadence.publish.order import Order, Progress
from cadence.publish.pages.nouns import FirstScreen
from cadence.publish.publication import Publication
from cadence.publish.rooms import OVERVIEW
from cadence.reports import (
    Overview,
    OverviewWays,
    overview_of,
    overview_share,
    render_overview,
    render_overview_part,
    render_overview_sheet,
)

ENDINGS = (".html", ".xlsx")


def overview_in(scene: Scene, order: Order) -> Overview:
    """Count a place once, for its page, its workbook and the index."""
    return overview_of((scene,), order.now, before=order.before, kept=True)


def put_overview(
    changes: Publication, scene: Scene, overview: Overview, head: Head, progress: Progress
) -> None:
    """Put the overview of a place under its bar; where nobody owes anything there is none."""
    place = scene.roster.place
    if not overview.counted.totals.counts:
        for name in (overview_path(place, ending) for ending in ENDINGS):
            if changes.holds(name):
                changes.remove(name)
        return
    above = "../../"
    ways = OverviewWays(
        of_status=lambda status: (
            "#missed" if status == "overdue" else f"{above}{board_path(place)}"
        ),
        of_unit=lambda unit: f"{above}{UNITS}/{unit.place}/{unit.id}.html",
        head=head.seen(above, OVERVIEW),
        links=(("下载 Excel", "overview.xlsx"),),
    )
    contents = (render_overview(overview, ways).encode(), render_overview_sheet(overview))
    for ending, content in zip(ENDINGS, contents, strict=True):
        name = overview_path(place, ending)
        progress(name)
        changes.put(name, content, changes.read(name))


def first_screen(scene: Scene, overview: Overview, *, is_alone: bool) -> FirstScreen | None:
    """Return what the index shows of a place; None where nothing is counted of it.

    Args:
        scene: the place.
        overview: its figures.
        is_alone: no other place stands on the index, so there is room for all of it.
    """
    totals = overview.counted.totals
    if not totals.counts:
        return None
    place = scene.roster.place
    own = overview_path(place)
    ways = OverviewWays(
        page=own,
        of_status=lambda status: f"{own}#missed" if status == "overdue" else board_path(place),
        of_unit=lambda unit: f"{UNITS}/{unit.place}/{unit.id}.html",
    )
    return FirstScreen(
        html=render_overview_part(overview, ways, brief=not is_alone),
        overdue=totals.of("overdue"),
        oldest=totals.oldest,
        longest=totals.longest,
        late=totals.of("late"),
        share=overview_share(totals),
    )
