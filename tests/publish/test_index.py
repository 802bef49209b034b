"""The first page of many places: units folded, and found all the same."""

import datetime as dt

import pytest
from browsing import chromium, expect, needs_chromium
from conftest import PACK, UNITS

from cadence.core.dates import SHANGHAI, Span
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.rules.workspace import read_workspace

NOW = dt.datetime(2022, 11, 28, 8, tzinfo=SHANGHAI)
YEAR = Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31))


def offices(folder, many):
    """Build the pages of so many counties alike."""
    for number in range(many):
        place = folder / "rules" / f"county-{number}"
        place.mkdir(parents=True)
        (place / "units.yaml").write_text(
            UNITS.replace("name: 测试县", f"name: 第{number}县"), encoding="utf-8"
        )
        (place / "notice.yaml").write_text(PACK, encoding="utf-8")
    build(read_workspace(folder), Order(span=YEAR, now=NOW, parts=("pages",)), lambda _name: None)
    return (folder / "out" / "index.html").as_uri()


@needs_chromium
@pytest.mark.parametrize("scripts", [True, False])
def test_units_of_many_places_are_folded_and_one_click_away(tmp_path, scripts):
    index = offices(tmp_path, 4)
    with chromium() as browser:
        page = browser.new_context(java_script_enabled=scripts).new_page()
        page.goto(index)
        assert page.locator(".units li:visible").count() == 0
        page.locator("#county-2 summary").click()
        expect(page.locator("#county-2 .units li:visible")).to_have_count(7)
        if scripts:
            page.get_by_label("查找单位、岗位或任务").fill("第3县 dz")
            found = page.locator(".units li:visible a")
            expect(found).to_have_count(1)
            expect(found).to_have_attribute("href", "units/county-3/east.html")


@needs_chromium
def test_units_of_few_places_stand_open(tmp_path):
    index = offices(tmp_path, 2)
    with chromium() as browser:
        page = browser.new_page()
        page.goto(index)
        assert page.locator(".units li:visible").count() == 2 * 7
