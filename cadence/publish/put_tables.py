"""The register of every document of a place, as a page and as a workbook."""

from cadence.core import MATTERS, REGISTERS, Span, register_path
from cadence.occurrences import Scene
from cadence.publish.order import Progress
from cadence.publish.publication import Publication
from cadence.reports import register_rows, render_register, render_register_sheet

ENDINGS = (".html", ".xlsx")


def put_registers(changes: Publication, scene: Scene, progress: Progress) -> None:
    """Put the registers of a place."""
    for pack in scene.packs:
        if pack.place != scene.roster.place:
            continue  # a statute has its register with its own bodies
        progress(register_path(pack.name, ""))
        windows = {rule.id: scene.all_windows(rule) for rule in pack.rules}
        rows = register_rows(pack, scene.bindings, windows, scene.as_of)
        span = _span_words(scene.span)
        page = render_register(pack, scene.roster.name, rows, span).encode()
        sheet = render_register_sheet(pack, scene.roster.name, rows)
        for ending, content in zip(ENDINGS, (page, sheet), strict=True):
            name = register_path(pack.name, ending)
            changes.put(name, content, changes.read(name))
    _drop_matters(changes, scene)


def _drop_matters(changes: Publication, scene: Scene) -> None:
    """Take away the register of one-off matters where none stands any more."""
    name = f"{scene.roster.place}/{MATTERS}"
    if name not in {each.name for each in scene.packs}:
        for ending in ENDINGS:
            if changes.holds(register_path(name, ending)):
                changes.remove(register_path(name, ending))


def drop_registers(changes: Publication, packs: set[str]) -> None:
    """Take away the registers of packs that are no longer in the workspace."""
    for ending in ENDINGS:
        for file in sorted((changes.folder / REGISTERS).glob(f"*/*{ending}")):
            name = f"{file.parent.name}/{file.name.removesuffix(ending)}"
            if name not in packs and file.name.removesuffix(ending) != MATTERS:
                changes.remove(register_path(name, ending))


def _span_words(span: Span) -> str:
    return f"{span.first.isoformat()}至{span.last.isoformat()}"
