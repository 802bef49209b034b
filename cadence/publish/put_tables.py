"""The tables of a place: its registers, its board and its conflict table; and those that are gone.

The board is units × months, its cells lead to the units' own pages; a register is one a document.
"""

from collections.abc import Collection
from pathlib import Path

from cadence.conflicts import conflict_table, details_table
from cadence.core import (
    BOARD_OF,
    CHECKS,
    CONFLICT_TABLES,
    MATTERS,
    REGISTERS,
    UNITS,
    Span,
    board_path,
    conflicts_path,
    day_of_moment,
    document_board_path,
    register_path,
    site_path,
)
from cadence.occurrences import UNSETTLED, Scene
from cadence.print import Head, render_csv
from cadence.publish.order import Part, Progress
from cadence.publish.publication import Publication
from cadence.publish.rooms import BOARD, CONFLICTS, REGISTER
from cadence.reports import (
    BoardFrame,
    RegisterWays,
    board,
    register_rows,
    render_board,
    render_conflict_sheet,
    render_conflicts,
    render_register,
    render_register_sheet,
)

ALL_DOCUMENTS, ONE_DOCUMENT = "全部文件", 2  # with all of them
ABOVE = "../"  # from a table's folder to out/
REGISTER_ENDINGS = (".html", ".xlsx")
CONFLICT_FORMS = (("下载 Excel", ".xlsx"), ("CSV", ".csv"))
CONFLICT_ENDINGS = ENDINGS = (".html", ".csv", ".xlsx")


def put_registers(changes: Publication, scene: Scene, head: Head, progress: Progress) -> None:
    """Put the registers of a place, each under the place's bar and beside the others."""
    # A statute has its register with its own bodies.
    own = [pack for pack in scene.packs if pack.place == scene.roster.place]
    for pack in own:
        progress(register_path(pack.name, ""))
        windows = {rule.id: scene.all_windows(rule) for rule in pack.rules}
        rows = register_rows(pack, scene.bindings, windows, scene.as_of)
        span = _span_words(scene.span)
        late = pack in scene.unreviewed
        ways = RegisterWays(
            head=head.seen(ABOVE * 2, REGISTER),
            sheet=f"{ABOVE * 2}{register_path(pack.name, '.xlsx')}",
            units=f"{ABOVE * 2}{UNITS}/{scene.roster.place}",
            others=tuple(
                (each.document.name, f"{ABOVE * 2}{register_path(each.name)}")
                for each in own
                if each is not pack
            ),
        )
        page = render_register(pack, scene.roster.name, rows, span, ways, unreviewed=late).encode()
        sheet = render_register_sheet(pack, scene.roster.name, rows)
        for ending, content in zip(REGISTER_ENDINGS, (page, sheet), strict=True):
            name = register_path(pack.name, ending)
            changes.put(name, content, changes.read(name))
    _drop_matters(changes, scene)


def _drop_matters(changes: Publication, scene: Scene) -> None:
    """Take away the register of one-off matters where none stands any more."""
    name = f"{scene.roster.place}/{MATTERS}"
    if name not in {each.name for each in scene.packs}:
        for ending in REGISTER_ENDINGS:
            if changes.holds(register_path(name, ending)):
                changes.remove(register_path(name, ending))


def put_board(changes: Publication, scene: Scene, head: Head, progress: Progress) -> None:
    """Put the board of a place under its bar, and one of each document where there are several."""
    place = scene.roster.place
    # What the check counts, of which scene.carried has more: what was settled since.
    carried = (each for each in scene.carried if each.judgement.status in UNSETTLED)
    judged = (*carried, *scene.judged)
    names: dict[str, str] = {"": ALL_DOCUMENTS}
    for each in judged:
        rule = each.occurrence.binding.rule
        if each.occurrence.window.due:
            names.setdefault(rule.pack, rule.document.name)
    packs = tuple(names) if len(names) > ONE_DOCUMENT else ("",)
    ways = {pack: document_board_path(place, pack) if pack else board_path(place) for pack in packs}
    for pack in packs:
        above = ABOVE * ways[pack].count("/")
        others = (
            (name, "" if key == pack else f"{above}{ways[key]}") for key, name in names.items()
        )
        shown = BoardFrame(
            folder=f"{above}{UNITS}/{place}",
            head=head.seen(above, BOARD),
            documents=tuple(others) if len(packs) > 1 else (),
            script=f"{above}{site_path('site.js')}",
            notices=scene.notices,
        )
        progress(ways[pack])
        found = (each for each in judged if pack in {"", each.occurrence.binding.rule.pack})
        page = render_board(
            board(found, scene.as_of), scene.roster.name, scene.roster.office, scene.as_of, shown
        )
        changes.put(ways[pack], page.encode(), changes.read(ways[pack]))
    for name in changes.names(f"{CHECKS}/{place}", ".html"):
        if name.rpartition("/")[2].startswith(BOARD_OF) and name not in ways.values():
            changes.remove(name)


def put_conflicts(
    changes: Publication, scene: Scene, head: Head, progress: Progress, desk: str = ""
) -> None:
    """Put the conflict table of a place; what lies behind it can be decided no more.

    Args:
        changes: what is published.
        scene: the place.
        head: the bar of its pages.
        progress: told the name of each file as it is made.
        desk: where the office's desk is reached, if it is.
    """
    today = day_of_moment(scene.as_of)
    table, _every = conflict_table(scene, today, past=False)
    rooms = f"{desk.rstrip('/')}/desk/{scene.roster.place}/" if desk else ""
    forms = [(words, f"{scene.roster.place}{ending}") for words, ending in CONFLICT_FORMS]
    seen = head.seen(ABOVE, CONFLICTS)
    page = render_conflicts(table, today, scene.notices, seen, rooms, forms=forms)
    contents = (
        page.encode(),
        render_csv(details_table(table.lines)).encode(),
        render_conflict_sheet(table),
    )
    for ending, content in zip(CONFLICT_ENDINGS, contents, strict=True):
        name = conflicts_path(scene.roster.place, ending)
        progress(name)
        changes.put(name, content, changes.read(name))


def drop_tables(
    changes: Publication, parts: Collection[Part], places: Collection[str], packs: Collection[str]
) -> None:
    """Take away the tables of places and packs that are no longer in the workspace.

    Args:
        changes: what is published.
        parts: what is asked for; tables of other kinds stay.
        places: those that are there.
        packs: the names of those that are there.
    """
    gone: list[Path] = []
    if "registers" in parts:
        # Of matters that no document asks for, each place that is there has a register.
        known = {*packs, *(f"{place}/{MATTERS}" for place in places)}
        found = (changes.folder / REGISTERS).glob("*/*.*")
        gone += [each for each in found if f"{each.parent.name}/{each.stem}" not in known]
    if "boards" in parts:
        checks = changes.folder / CHECKS
        gone += [each for each in checks.glob("*.html") if each.stem not in places]
        of_place = (*checks.glob("*/overview.*"), *checks.glob(f"*/{BOARD_OF}*.html"))
        gone += [each for each in of_place if each.parent.name not in places]
    if "conflicts" in parts:
        found = (changes.folder / CONFLICT_TABLES).glob("*.*")
        gone += [each for each in found if each.stem not in places]
    # What was just written lies beside, under another ending, until all is published.
    for file in sorted(each for each in gone if each.suffix in ENDINGS):
        changes.remove(file.relative_to(changes.folder).as_posix())


def _span_words(span: Span) -> str:
    return f"{span.first.isoformat()}至{span.last.isoformat()}"
