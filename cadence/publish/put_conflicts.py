"""The conflict table of a place, as a page, as CSV and as a workbook."""

from cadence.conflicts import conflict_table, details_table
from cadence.core import CONFLICT_TABLES, conflicts_path
from cadence.occurrences import Scene
from cadence.print import render_csv
from cadence.publish.order import Progress
from cadence.publish.publication import Publication
from cadence.reports import render_conflict_sheet, render_conflicts

ENDINGS = (".html", ".csv", ".xlsx")


def put_conflicts(changes: Publication, scene: Scene, progress: Progress) -> None:
    """Put the conflict table of a place; what lies behind it can be decided no more."""
    today = scene.as_of.date()
    table, _every = conflict_table(scene, today, past=False)
    contents = (
        render_conflicts(table, today).encode(),
        render_csv(details_table(table.lines)).encode(),
        render_conflict_sheet(table),
    )
    for ending, content in zip(ENDINGS, contents, strict=True):
        name = conflicts_path(scene.roster.place, ending)
        progress(name)
        changes.put(name, content, changes.read(name))


def drop_conflicts(changes: Publication, places: set[str]) -> None:
    """Take away the tables of places that are no longer in the workspace."""
    for ending in ENDINGS:
        for file in sorted((changes.folder / CONFLICT_TABLES).glob(f"*{ending}")):
            if file.stem not in places:
                changes.remove(conflicts_path(file.stem, ending))
