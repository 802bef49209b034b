"""The page of a unit that very many duties bind: light, whole, and to be used without scripts."""

import datetime as dt
import re
from datetime import date

import pytest
from browsing import expect, needs_chromium
from conftest import ROOT, UNITS

from cadence.core.dates import SHANGHAI, Span
from cadence.core.facts import Choice, Entry
from cadence.core.history import history
from cadence.core.words import STATUSES
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.publish.pages.duties import FIRST
from cadence.rules.workspace import read_workspace

pytestmark = needs_chromium
DUTIES = 205
HEAVIEST = 300_000  # bytes
NOW = dt.datetime(2022, 11, 22, 8, tzinfo=SHANGHAI)
YEAR = Span(date(2022, 1, 1), date(2022, 12, 31))
HEAD = """\
document: {title: 通知, number: 测安委〔2022〕1号, issuer: 测试县安全生产委员会, date: 2021-12-25,
  effective: 2022-01-01, basis: 自印发之日起执行, revised: 2026-11-22}
rules:
"""
TIMINGS = (
    "{kind: cadence, period: month}", "{kind: cadence, period: quarter}", "{kind: standing}",
)  # fmt: skip


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """The pages of a county whose one pack binds its town by 205 duties."""
    folder = tmp_path_factory.mktemp("office")
    place = folder / "rules" / "ceshi"
    place.mkdir(parents=True)
    kinds = ("meeting", "inspection", "system")
    rules = "".join(
        f"  - {{id: duty-{n}, clause: 二/（{n}）, quote: 第{n}项工作原文, act: 开展第{n}项工作, "
        f"category: {kinds[n % 3]}, timing: {TIMINGS[n % 3]}, actors: [东镇]}}\n"
        for n in range(DUTIES)
    )
    (place / "units.yaml").write_text(UNITS, encoding="utf-8")
    (place / "notice.yaml").write_text(HEAD + rules, encoding="utf-8")
    (place / "policy.yaml").write_text("tracking_from: 2022-06-01\n", encoding="utf-8")
    meeting = Choice(
        occurrence="ceshi/notice:duty-0:2022-11@ceshi/east",
        at=dt.datetime(2022, 11, 25, 15, tzinfo=SHANGHAI),
        where="镇会议室",
        chair="ceshi/deputy",
    )
    known = history([Entry(number=1, recorded=NOW, fact=meeting)])
    order = Order(span=YEAR, now=NOW, history=known)
    build(read_workspace(folder), order, lambda _name: None)
    return folder / "out"


@pytest.fixture
def visit(out, browser):
    contexts = []

    def go(name="units/ceshi/east.html", **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(f"{out.as_uri()}/{name}")
        return page

    yield go
    for context in contexts:
        context.close()


def test_a_page_of_205_duties_and_each_of_its_parts_is_light(out):
    pages = [out / "units" / "ceshi" / "east.html", *(out / "units/ceshi/east").glob("*.html")]
    assert len(pages) == 1 + 3 + 1  # months of three quarters, and the year
    pages += (out / "why" / "ceshi").rglob("*.html")
    assert {
        each.name: each.stat().st_size for each in pages if each.stat().st_size > HEAVIEST
    } == {}


def test_every_link_of_a_heavy_page_and_its_parts_leads_to_what_is_there(out):
    pages = [*out.glob("units/ceshi/east*.html"), *out.glob("units/ceshi/east/*.html")]
    pages += (out / "why").rglob("*.html")
    lost = []
    for page in pages:
        for way in re.findall('href="([^"]+)"', page.read_text(encoding="utf-8")):
            path, _sharp, anchor = way.partition("#")
            if ":" in path:
                continue
            target = (page.parent / path).resolve() if path else page
            if not target.is_file() or (anchor and f'id="{anchor}"' not in target.read_text()):
                lost.append((page.name, way))
    assert lost == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_trace_of_an_overdue_duty_is_one_click_away(visit, scripts):
    page = visit(java_script_enabled=scripts)
    page.locator("#standing li a.act").first.click()
    facts = page.locator(".facts:target")
    facts.wait_for()  # until it is visible
    assert "2022-06-30" in facts.inner_text()
    said = page.locator("main").inner_text()
    assert re.search("原文\\s+“第\\d+项工作原文”", said)
    page.locator("main section a").first.click()
    page.wait_for_url("**/register/ceshi/notice.html#duty-*")


@pytest.mark.parametrize("scripts", [True, False])
def test_duties_are_filtered_by_status_and_kind_and_standing_ones_are_hidden_at_first(
    visit, scripts
):
    page = visit(java_script_enabled=scripts)
    shown = page.locator(".duty:visible")

    def choose(words):
        page.locator(".filter > label", has_text=re.compile(f"^{words}$")).click()

    expect(shown).to_have_count(DUTIES - DUTIES // 3)
    choose("长期坚持")
    expect(shown).to_have_count(DUTIES // 3)
    choose("不含长期坚持")
    choose("会议")
    expect(shown).to_have_count(69)
    choose("进行中")
    assert 0 < shown.count() <= 69
    page.locator(".docs summary").click()
    expect(shown).to_have_count(0)


def test_words_find_duties_and_say_how_many(visit):
    page = visit()
    page.get_by_label("查任务").fill("第１２项")  # full width, as an input method leaves it
    expect(page.locator(".duty:visible a")).to_have_text(["开展第12项工作"])
    expect(page.locator("#words-found")).to_have_text("找到 1 项")
    page.get_by_label("查任务").fill("没有这件事")
    expect(page.locator("#words-found")).to_contain_text("没有找到")


@pytest.mark.parametrize("scripts", [True, False])
def test_another_month_is_a_page_and_leads_back(visit, scripts):
    page = visit(java_script_enabled=scripts)
    page.get_by_role("link", name="2022年8月", exact=True).click()
    page.wait_for_url("**/east/2022-07.html#m2022-08")
    expect(page.locator(".month:visible h3")).to_have_text("2022年8月")
    page.locator(".month:visible [rel=next]").click()
    expect(page.locator(".month:visible h3")).to_have_text("2022年9月")
    page.get_by_role("link", name="回到东镇").click()
    page.wait_for_url("**/ceshi/east.html")


def test_an_address_of_a_month_that_others_hold_still_leads_to_it(visit):
    page = visit("units/ceshi/east.html#m2022-07")  # as the board writes it
    page.get_by_role("link", name="打开2022年7月").click()
    page.wait_for_url("**/east/2022-07.html#m2022-07")


def test_a_month_before_records_began_leads_to_the_year(visit):
    page = visit("units/ceshi/east.html#m2022-03")
    expect(page.locator("#year #m2022-03")).to_have_count(1)
    page.get_by_role("link", name="2022年全年", exact=True).click()
    row = page.locator("tbody tr", has_text="开展第0项工作")
    assert row.locator("td").nth(2).inner_text() == "—"
    row.locator("th").get_by_role("link").click()
    expect(page.locator(".facts", has_text="2022-03-01至2022-03-31").first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_quarter_shows_its_three_months_in_order(visit, scripts):
    page = visit(java_script_enabled=scripts)
    page.get_by_role("link", name="2022年三季度").click()
    page.wait_for_url("**/east/2022-07.html*")
    expect(page.locator(".month:visible")).to_have_count(3)
    boxes = {
        each.locator("h3").inner_text(): each.bounding_box()["x"]
        for each in page.locator(".month:visible").all()
    }
    assert sorted(boxes, key=boxes.get) == ["2022年7月", "2022年8月", "2022年9月"]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_cell_of_the_year_opens_the_month_that_it_stands_for(visit, scripts):
    page = visit("units/ceshi/east/2022.html", java_script_enabled=scripts)
    assert page.locator("thead [aria-current=date]").inner_text().startswith("11")
    row = page.locator("tbody tr", has_text="开展第0项工作")
    row.locator("td").nth(8).get_by_role("link").click()
    expect(page.locator(".month:visible h3")).to_have_text(["2022年9月"])


def test_the_next_meeting_is_said_first_with_hour_and_room(visit):
    page = visit()
    said = page.locator(".meeting").inner_text()
    assert "11月25日（周五）15:00" in said
    assert "镇会议室" in said
    assert "15:00" in page.locator(".grid a.meet").inner_text()
    assert "常务副县长主持" in said
    page.locator(".meeting a").click()
    page.locator(".facts:target").wait_for()


@pytest.mark.parametrize("name", ["east.html", "east/2022-07.html", "east/2022.html"])
@pytest.mark.parametrize("width", [360, 390, 1366])
def test_nothing_is_wider_than_the_screen(visit, name, width):
    page = visit(f"units/ceshi/{name}", viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_scripts_use_nothing_newer_than_es2015():
    script = (ROOT / "cadence/publish/pages/static/site.js").read_text(encoding="utf-8")
    assert re.findall(r"\basync\b|\bawait\b|\bcatch *\{|\?\.|\?\?|\*\*|\.\.\.\w+ *\}", script) == []


def test_every_status_has_its_place_among_those_that_a_row_leads_with():
    assert set(FIRST) == {*STATUSES, ""}
