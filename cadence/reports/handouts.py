"""Secret addresses, this once: as a table, as JSON, or as a page per unit to print and hand out."""

from collections.abc import Iterable
from dataclasses import dataclass

from cadence.core import Table, Unit, feed_address, webcal
from cadence.print import environment


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """A unit and its secret address, which ends in its token; place: its name for people."""

    unit: Unit
    place: str
    address: str
    token: str


def handout_of(unit: Unit, place: str, base: str, token: str) -> Handout:
    """Return what is handed out to a unit; base: where out/ is published."""
    address = feed_address(base, unit.place, unit.id, token)
    return Handout(unit=unit, place=place, address=address, token=token)


def handouts_table(found: Iterable[Handout]) -> Table:
    """List addresses."""
    rows = tuple((each.unit.name, each.unit.key, each.address) for each in found)
    return Table(("单位", "编号", "订阅地址"), rows)


def handout_json(found: Handout) -> dict[str, str]:
    """Return one address as JSON shows it."""
    return {
        "place": found.unit.place,
        "unit": found.unit.id,
        "name": found.unit.name,
        "address": found.address,
        "webcal": webcal(found.address),
    }


def render_handouts(found: Iterable[Handout]) -> str:
    """Return an HTML page that prints as one sheet per unit; it asks nothing of any host."""
    page = environment("cadence.reports").get_template("addresses.html")
    return page.render(
        sheets=[
            {
                "unit": each.unit.name,
                "place": each.place,
                "address": each.address,
                "webcal": webcal(each.address),
                "codes": [(name, _code(text)) for name, text in _ways(each.address)],
            }
            for each in found
        ]
    )


def _ways(address: str) -> tuple[tuple[str, str], ...]:
    return (("iPhone、ICSx5 扫这个", webcal(address)), ("其他日历软件用这个", address))


def _code(text: str) -> str:
    import segno  # noqa: PLC0415 - only pages with codes pay for it

    code: str = segno.make_qr(text, error="m").svg_inline(border=4, omitsize=True)
    return code
