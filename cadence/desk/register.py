"""检查 › 任务台账: every duty of the year and what is missed from before, sifted as one likes.

Every sieve stands in the address, so that a list can be sent in a message; the same rows come as
a sheet, as CSV and as JSON.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from cadence.core import (
    MEDIA_TYPES,
    STATUSES,
    Rule,
    Span,
    Standing,
    Status,
    is_open,
)
from cadence.desk.chips import CHIPS, chip_of
from cadence.desk.entrances import Entrance
from cadence.desk.office import View
from cadence.desk.paging import paged
from cadence.desk.ranking import WorstFirst, worst_first
from cadence.desk.sifting import SIEVES, Sieve, sift
from cadence.desk.visit import HEADERS, Visit
from cadence.occurrences import Judged, Scene, left_open
from cadence.print import render_csv, render_json_line, render_sheet
from cadence.reports import check_table, occurrence_json

MOST_KEPT = 30_000  # rows as JSON, a kilobyte each
AT_ONCE = 500  # rows that are sent together
SORTS: Mapping[str, Callable[[Judged], tuple[object, ...]]] = {
    "due": lambda each: (_due(each), each.occurrence.id),
    "unit": lambda each: (each.occurrence.binding.unit.name, _due(each)),
    "act": lambda each: (each.occurrence.binding.rule.act, _due(each)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UndatedRow:
    """A duty without any date: whose, and why it has none."""

    rule: Rule
    units: tuple[str, ...]
    why: str


def show(visit: Visit) -> Response:
    """Show the list."""
    sieve, scene, year = _sieve(visit), _scene(visit), visit.view.today.year
    counts, rows = _counted(visit.view, scene, sieve)
    return visit.page(
        "register", "register", "任务台账",
        sieve=sieve,
        pages=paged(rows, visit.asked("p"), partial(_page_address, visit, sieve)),
        chip=lambda each: chip_of(each, visit.view.now),
        statuses=[(key, *CHIPS[key][1:], STATUSES[key], counts[key]) for key in CHIPS],
        total=counts.total(),
        with_=partial(_with, visit, sieve),
        units=[(each.key, each.name) for each in scene.roster.units],
        packs=[(each.name, each.document.name) for each in scene.packs],
        months=[(f"{year}-{month:02}", f"{month}月") for month in range(1, 13)],
        undated=tuple(undated(scene)),
        downloads=[(name, _file_address(visit, sieve, form)) for form, name in FORMS.items()],
    )  # fmt: skip


def made_ready(view: View, place: str) -> None:
    """Order and write a place's year, before anybody asks for it."""
    year = view.today.year
    scene = view.scene(place, Span(dt.date(year, 1, 1), dt.date(year, 12, 31)))
    _counts, rows = _counted(view, scene, Sieve())
    for _some in _lines(view, rows[:MOST_KEPT]):
        continue


def _counted(view: View, scene: Scene, sieve: Sieve) -> tuple[Counter[Status], Sequence[Judged]]:
    """Count by status what passes the other sieves, and list what passes all.

    Who turns a page, or comes back to the list, finds it as it was made. What is looked for by
    words is as manifold as words, and is not kept.
    """

    def made() -> WorstFirst:
        return worst_first(sift(scene, sieve))

    key = ("register", scene.asked, replace(sieve, status="", sort=""))
    whole = made() if sieve.q else view.settled(key, made)
    passed = whole.of(status) if (status := _status(sieve)) else whole
    if sieve.sort in SORTS:
        return whole.counts, sorted(passed, key=SORTS[sieve.sort])
    return whole.counts, [] if sieve.status and not status else passed


def _status(sieve: Sieve) -> Status | None:
    return cast("Status", sieve.status) if sieve.status in STATUSES else None


def download(visit: Visit) -> Response:
    """Give the rows of the same address as a file.

    Raises:
        HTTPException: there is no such form.
    """
    form = visit.request.path_params["form"]
    if form not in FORMS:
        raise HTTPException(404, "没有这种格式；有 xlsx、csv、json。")
    sieve = _sieve(visit)
    _counts, rows = _counted(visit.view, _scene(visit), sieve)
    if form == "json":
        lines = _lines(visit.view, rows)
        return StreamingResponse(lines, media_type="application/json", headers=HEADERS)
    table = check_table(rows)
    if form == "csv":
        return _file(render_csv(table).encode(), form, visit)
    red = frozenset(n for n, each in enumerate(rows) if each.judgement.status == "overdue")
    note = f"截至{visit.view.now:%Y-%m-%d %H:%M}　共{len(rows)}项"
    content = render_sheet(table, title="任务台账", note=note, created=visit.view.today, red=red)
    return _file(content, form, visit)


FORMS = {"xlsx": "Excel", "csv": "CSV", "json": "JSON"}


def undated(scene: Scene) -> Iterator[UndatedRow]:
    """Yield duties that a text gives no date, each once with all that owe it."""
    units: dict[str, list[str]] = {}
    rules: dict[str, Rule] = {}
    for binding in scene.owed:
        if isinstance(binding.rule.timing, Standing) or is_open(binding.rule):
            rules[binding.rule.key] = binding.rule
            units.setdefault(binding.rule.key, []).append(binding.unit.name)
    for key, rule in rules.items():
        why = left_open(rule) if is_open(rule) else "长期坚持，没有期限"
        yield UndatedRow(rule=rule, units=tuple(units[key]), why=why)


def _lines(view: View, rows: Sequence[Judged]) -> Iterator[bytes]:
    """Write rows as JSON, some hundred at a time; what stands as it stood is not written anew.

    A county's year is 10 MB, which other systems fetch again and again; half a million rows of a
    thousand units are held neither in order nor as text.
    """
    written: dict[int, tuple[Judged, bytes]] = view.lasting("register", dict)

    def line(judged: Judged) -> bytes:
        found = written.get(id(judged))  # kept beside, so that no other takes its identity
        if found is None:
            found = (judged, f"\n{render_json_line(occurrence_json(judged))}".encode())
            if len(written) < MOST_KEPT:
                written[id(judged)] = found
        return found[1]

    yield b"["
    for first in range(0, len(rows), AT_ONCE):
        said = b",".join(map(line, rows[first : first + AT_ONCE]))
        yield said if first == 0 else b"," + said
    yield b"\n]"


def _scene(visit: Visit) -> Scene:
    year = visit.view.today.year
    return visit.scene(dt.date(year, 1, 1), dt.date(year, 12, 31))


def _sieve(visit: Visit) -> Sieve:
    return Sieve(**{name: visit.asked(name).strip() for name in SIEVES})


def _with(visit: Visit, sieve: Sieve, **changed: str) -> str:
    """Return the address of the list with something else asked for."""
    asked = {name: getattr(sieve, name) for name in SIEVES} | changed
    return visit.address("register", **{name: said for name, said in asked.items() if said})


def _page_address(visit: Visit, sieve: Sieve, number: int) -> str:
    return _with(visit, sieve, p=str(number))


def _file_address(visit: Visit, sieve: Sieve, form: str) -> str:
    asked = {name: said for name in SIEVES if (said := getattr(sieve, name))}
    return visit.address(f"register.{form}", **asked)


def _file(content: bytes, form: str, visit: Visit) -> Response:
    name = f"register-{visit.view.today}.{form}"
    return Response(
        content,
        media_type=MEDIA_TYPES[f".{form}"],
        headers={**HEADERS, "content-disposition": f'attachment; filename="{name}"'},
    )


def _due(judged: Judged) -> dt.date:
    return judged.judgement.due or dt.date.max


ENTRANCES = (
    Entrance(path="register", show=show),
    Entrance(path="register.{form}", show=download, by_key=True),
)
