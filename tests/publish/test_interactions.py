"""What the pages let one do, clicked through in Chromium with scripts on and off.

The board's order, documents and cells; the conflict page's months and days; the register's chips;
a unit's documents and folds. Without scripts only the board's second order is not there.
"""

import datetime as dt
from datetime import date

import pytest
from browsing import expect, needs_chromium
from conftest import PACK, UNITS

from cadence.core.dates import SHANGHAI, Span
from cadence.core.facts import Done, Entry
from cadence.core.history import history
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.rules.workspace import read_workspace

pytestmark = needs_chromium
NOW = dt.datetime(2022, 11, 22, 8, tzinfo=SHANGHAI)
YEAR = Span(date(2022, 1, 1), date(2023, 3, 31))
SECOND = """\
document: {title: 关于报送工作进展的通知, number: 测安办〔2022〕9号, issuer: 测试县安委会办公室,
  date: 2022-05-01, effective: 2022-05-01, basis: 自印发之日起执行, revised: 2026-11-22}
rules:
  - {id: report, clause: 一/（一）, quote: 每季度报送进展, act: 报送进展, category: report,
    timing: {kind: cadence, period: quarter}, actors: [西乡]}
  - {id: briefing, clause: 一/（二）, quote: 每月召开一次安全专题会议, act: 召开安全专题会议,
    category: meeting, timing: {kind: cadence, period: month}, actors: [西乡]}
"""
BOTH = pytest.mark.parametrize("scripts", [True, False])
EAST, WEST, POST = "东镇", "西乡", "县委主要负责人"


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """A county with two documents; the west has missed most, the east one month."""
    folder = tmp_path_factory.mktemp("office")
    place = folder / "rules" / "ceshi"
    place.mkdir(parents=True)
    (place / "units.yaml").write_text(UNITS, encoding="utf-8")
    (place / "notice.yaml").write_text(PACK, encoding="utf-8")
    (place / "reports.yaml").write_text(SECOND, encoding="utf-8")
    (place / "policy.yaml").write_text("tracking_from: 2022-07-01\n", encoding="utf-8")
    done = (
        Done(
            occurrence=f"ceshi/notice:monthly-meeting:2022-{month}@ceshi/east",
            on=date(2022, int(month), 20),
            evidence="纪要",
        )
        for month in ("07", "08", "09")
    )
    known = [Entry(number=n, recorded=NOW, fact=fact) for n, fact in enumerate(done, 1)]
    order = Order(span=YEAR, now=NOW, history=history(known))
    build(read_workspace(folder), order, lambda _name: None)
    return folder / "out"


@pytest.fixture
def visit(out, browser):
    contexts, wrong = [], []

    def go(name, scripts, **options):
        contexts.append(browser.new_context(java_script_enabled=scripts, **options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{out.as_uri()}/{name}")
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == []


BOARD, REGISTER, CONFLICTS = (
    "check/ceshi.html",
    "register/ceshi/notice.html",
    "conflicts/ceshi.html",
)


def rows_are(page, names):
    expect(page.locator("tbody th[scope=row]")).to_have_text(names)


@BOTH
def test_the_board_begins_with_who_has_most_overdue(visit, scripts):
    page = visit(BOARD, scripts)
    names = page.locator("tbody th[scope=row]")
    expect(names).to_have_text([WEST, POST, EAST])
    orders = page.locator("[data-order]")
    if not scripts:
        expect(orders.locator("visible=true")).to_have_count(0)
        return
    page.get_by_role("button", name="按名册").click()
    expect(names).to_have_text([EAST, WEST, POST])
    expect(page.get_by_role("button", name="按名册")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="按逾期").click()
    expect(names).to_have_text([WEST, POST, EAST])
    expect(page.get_by_role("button", name="按名册")).to_have_attribute("aria-pressed", "false")


@BOTH
def test_the_board_of_one_document_counts_it_alone_and_leads_back(visit, scripts):
    page = visit(BOARD, scripts)
    page.get_by_role("link", name="测安办〔2022〕9号").click()
    page.wait_for_url("**/check/ceshi/board-reports.html")
    rows_are(page, [WEST])
    expect(page.locator(".pick [aria-current=page]")).to_have_text("测安办〔2022〕9号")
    expect(page.locator("h1")).to_contain_text("测安办〔2022〕9号")
    page.get_by_role("link", name="全部文件").click()
    page.wait_for_url(f"**/{BOARD}")
    assert page.locator("tbody th[scope=row]").count() > 1


@BOTH
def test_a_cell_of_the_board_says_its_mix_and_opens_what_it_holds(visit, scripts):
    page = visit(BOARD, scripts)
    cell = page.locator("tbody tr", has_text=WEST).get_by_title("逾期未完成3项")
    assert "逾期未完成3项" in cell.get_attribute(
        "title"
    )  # 9月: two meetings and a quarter's report
    cell.click()
    page.wait_for_url("**/units/ceshi/west.html#m2022-09")
    expect(page.locator(".month:visible h3")).to_have_text("2022年9月")
    expect(page.locator(".month:visible .lines > li")).to_have_count(3)


@BOTH
def test_the_board_s_heads_stay_where_they_are(visit, scripts):
    page = visit(BOARD, scripts, viewport={"width": 500, "height": 400})
    assert page.locator("#now").inner_text().endswith("11月")
    if scripts:  # it opens at this month
        expect(page.locator("#now")).to_be_in_viewport()
        expect(page.locator("thead th").nth(1)).not_to_be_in_viewport()
    else:
        page.get_by_role("link", name="跳到本月").click()
        expect(page.locator("#now")).to_be_in_viewport()
    scroll, name = page.locator(".scroll"), page.locator("tbody th[scope=row]").first
    before = name.bounding_box()["x"]
    scroll.hover()
    page.mouse.wheel(9000, 0)
    expect(page.locator("thead th").last).to_be_in_viewport()
    assert abs(name.bounding_box()["x"] - before) < 3  # the space between cells


A4_ACROSS = {"width": 1032, "height": 703}  # within the margins of the sheet, in CSS pixels


def test_the_board_prints_every_month_and_sum_within_the_sheet(visit):
    page = visit(BOARD, scripts=False, viewport=A4_ACROSS)
    page.emulate_media(media="print")
    cells = page.locator("tr").first.locator("th")
    names = [each.strip() for each in cells.all_inner_texts()]
    assert names[-2:] == ["合计", "按时/应办"]
    for row in page.locator("tr").all():
        for box in (each.bounding_box() for each in row.locator("th, td").all()):
            assert 0 <= box["x"] <= box["x"] + box["width"] <= A4_ACROSS["width"]
    january = next(at for at, name in enumerate(names) if name.startswith("2023"))
    first, turned = (cells.nth(at).bounding_box() for at in (1, january))
    assert first["y"] < turned["y"]  # a year is a line
    assert turned["x"] < first["x"]


def test_the_board_says_how_many_were_in_time_of_those_owed(visit):
    page = visit(BOARD, scripts=False)
    row = page.locator("tbody tr", has=page.get_by_role("link", name=EAST, exact=True))
    expect(row.locator(".rate")).to_have_text("3/4")  # 7月 to 10月, of which October is missed


def test_names_beside_a_long_line_stay_readable(visit):
    page = visit("check/ceshi/overview.html", scripts=False, viewport={"width": 900, "height": 700})
    line = "、".join(["某某县某某局（11/12，91%）"] * 60)
    page.locator(".ov tbody").first.evaluate(
        "(body, line) => body.insertAdjacentHTML('beforeend',"
        " `<tr><th scope=row>县市场监管局</th><td colspan=4>${line}</td></tr>`)",
        line,
    )
    name = page.get_by_role("rowheader", name=EAST, exact=True).first
    assert name.bounding_box()["width"] >= 5 * 15  # of five characters, not of one


@BOTH
def test_the_conflict_page_opens_at_this_month_and_turns_to_another(visit, scripts):
    page = visit(CONFLICTS, scripts)
    shown = page.locator("section.month:visible")
    expect(shown.locator("caption")).to_have_text("2022年11月")
    page.locator(".months > label", has_text="2022年12月").click()
    expect(shown.locator("caption")).to_have_text("2022年12月")
    expect(shown).to_have_count(1)


@BOTH
def test_the_conflict_page_hands_out_its_other_forms(visit, scripts, out):
    page = visit(CONFLICTS, scripts)
    for words in ("下载 Excel", "CSV"):
        way = page.get_by_role("link", name=words).get_attribute("href")
        assert (out / CONFLICTS).with_name(way).exists()


@BOTH
def test_a_day_of_the_conflict_page_leads_to_what_there_is_to_know_of_it(visit, scripts):
    page = visit(CONFLICTS, scripts)
    page.locator("section.month:visible td > a").last.click()
    chosen = page.locator("ul.days > li:target")
    expect(chosen).to_be_visible()
    expect(chosen).to_contain_text("项任务")


@BOTH
def test_chips_filter_the_register_and_no_column_moves(visit, scripts):
    page = visit(REGISTER, scripts)
    rows = page.locator("tbody tr:visible")

    def choose(words):
        page.locator(".filter > label", has_text=words).click()

    expect(rows).to_have_count(4)
    choose("未定期限 1")
    expect(rows.locator("th")).to_have_text(["二/（三）"])
    choose("全部 4")
    page.locator("label[for=of-standing]").click()
    expect(page.locator("section:visible h2").first).to_have_text("长期坚持　1 项")
    page.locator("label[for=of-all]").click()
    page.locator("label[for=by-cadence]").click()
    expect(rows.locator("th")).to_have_text(["二/（一）/1", "二/（一）/2"])
    for row in rows.all():
        expect(row.locator("td")).to_have_count(7)


@BOTH
def test_the_register_leads_to_the_units_that_a_body_stands_for(visit, scripts):
    page = visit(REGISTER, scripts)
    page.locator("#monthly-meeting").get_by_role("link", name="对应2个单位").click()
    page.wait_for_url("**#g1")
    page.locator("p:target").get_by_role("link", name=WEST).click()
    page.wait_for_url("**/units/ceshi/west.html")


@BOTH
def test_a_unit_s_duties_are_filtered_by_document_and_folded(visit, scripts):
    page = visit("units/ceshi/west.html", scripts)
    shown = page.locator(".duty:visible a")
    expect(shown).to_have_count(3)
    page.locator("label[for=doc-2]").click()
    expect(shown).to_have_text(["召开安全专题会议", "报送进展"])
    page.locator("label[for=doc-0]").click()
    expect(shown).to_have_count(3)
    page.locator(".docs summary").first.click()
    expect(shown).to_have_text(["召开安全专题会议", "报送进展"])


@BOTH
def test_today_is_said_and_framed_by_a_style_alone(visit, scripts):
    page = visit("units/ceshi/west.html", scripts, locale="zh-CN")
    if scripts:
        said = page.locator(".asof").evaluate("each => getComputedStyle(each, '::after').content")
        assert said.startswith('"情况截至2022年11月22日')
        framed = page.evaluate(
            "[...document.querySelectorAll('.month:last-child td')]"
            ".filter(each => getComputedStyle(each).boxShadow !== 'none')"
            ".map(each => each.innerText)"
        )
        assert [each.split()[0] for each in framed] == ["22"]
    expect(page.locator(".asof > span")).to_be_hidden()


SMALLEST = """
() => Math.min(...[...document.querySelectorAll("main *")]
  .filter((each) => each.offsetParent && [...each.childNodes].some(
    (one) => one.nodeType === 3 && one.data.trim()))
  .map((each) => parseFloat(getComputedStyle(each).fontSize)))
"""
EIGHT_POINTS = 8 * 96 / 72


def test_a_register_prints_legibly_and_standing_duties_as_an_annex_of_columns(visit):
    page = visit(REGISTER, scripts=False)
    page.emulate_media(media="print")
    assert page.evaluate(SMALLEST) >= EIGHT_POINTS - 0.01
    annex = page.locator("#part-standing")
    assert annex.locator("table").evaluate("each => getComputedStyle(each).columnCount") == "3"
    row = annex.locator("tbody tr").first
    whose, quote = row.locator("td:nth-child(4)"), row.locator("td:nth-child(3)")
    assert whose.is_visible()
    assert not quote.is_visible()
    assert page.locator("#part-dated td:nth-child(3)").first.is_visible()
    assert page.locator("#part-dated td:nth-child(7) span").first.is_visible()
