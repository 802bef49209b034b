"""The register of every document of a place, as a page and as a workbook."""

from cadence.core.dates import Span
from cadence.occurrences.scene import Scene
from cadence.publish.order import Progress
from cadence.publish.publication import Publication
from cadence.reports.register import register_rows, render_register, render_register_sheet

ENDINGS = (".html", ".xlsx")


def put_registers(changes: Publication, scene: Scene, progress: Progress) -> None:
    """Put the registers of a place."""
    for pack in scene.packs:
        name = f"register/{pack.name}"
        progress(name)
        windows = {rule.id: scene.all_windows(rule) for rule in pack.rules}
        rows = register_rows(pack, scene.bindings, windows, scene.as_of)
        span = _span_words(scene.span)
        page = render_register(pack, scene.roster.name, rows, span).encode()
        sheet = render_register_sheet(pack, scene.roster.name, rows)
        for ending, content in zip(ENDINGS, (page, sheet), strict=True):
            changes.put(f"{name}{ending}", content, changes.read(f"{name}{ending}"))


def drop_registers(changes: Publication, packs: set[str]) -> None:
    """Take away the registers of packs that are no longer in the workspace."""
    for ending in ENDINGS:
        for file in sorted((changes.folder / "register").glob(f"*/*{ending}")):
            name = f"{file.parent.name}/{file.name.removesuffix(ending)}"
            if name not in packs:
                changes.remove(f"register/{name}{ending}")


def _span_words(span: Span) -> str:
    return f"{span.first.isoformat()}至{span.last.isoformat()}"
