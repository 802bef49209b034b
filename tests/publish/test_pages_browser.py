"""The pages clicked through in headless Chromium, as a clerk would: links, search, months, print.

Needs the extra `browser`, a Chromium on PATH, and axe-core from `make readers`; skips without.
"""

import datetime as dt
import functools
import http.server
import io
import threading
from datetime import date
from urllib.parse import urlsplit

import pytest
from browsing import AXE, expect, needs_axe, needs_chromium
from conftest import PACK, UNITS

from cadence.core.dates import SHANGHAI, Span
from cadence.core.facts import Done, Entry
from cadence.core.history import history
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.rules.workspace import read_workspace

NOW = dt.datetime(2022, 11, 28, 8, tzinfo=SHANGHAI)
YEAR = Span(date(2022, 1, 1), date(2022, 12, 31))
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
MORE = """\
  - id: stage
    clause: 三/（一）
    quote: 2022年5月15日至12月20日
    act: 开展专项整治
    category: rectification
    timing: {kind: phase, start: 2022-05-15, due: 2022-12-20}
    actors: [各乡镇]
"""
# The register brings its own style in itself, as a page that stands alone.
STRICT = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src data:"
pytestmark = needs_chromium


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves out/ under a policy by which a page may run and fetch only what it ships."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", STRICT)
        super().end_headers()

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """An invented county's pages, served; gives the address and the folder."""
    folder = tmp_path_factory.mktemp("office")
    place = folder / "rules" / "ceshi"
    place.mkdir(parents=True)
    units = UNITS.replace("units:\n", f'units:\n  - {{id: evil, name: "{EVIL}"}}\n')
    (place / "units.yaml").write_text(units, encoding="utf-8")
    (place / "notice.yaml").write_text(PACK + MORE, encoding="utf-8")
    handler = functools.partial(Quiet, directory=str(folder / "out"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    address = f"http://127.0.0.1:{server.server_port}/"
    (place / "policy.yaml").write_text(f"address: {address}\n", encoding="utf-8")
    done = Done(
        occurrence="ceshi/notice:monthly-meeting:2022-10@ceshi/east",
        on=date(2022, 10, 20),
        evidence=EVIL,
    )
    known = history([Entry(number=1, recorded=NOW, fact=done)])
    order = Order(span=YEAR, now=NOW, history=known)
    build(read_workspace(folder), order, lambda _name: None)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address, folder / "out"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def visit(site, browser):
    """Open a page; afterwards nothing may have gone wrong, nor been asked of any other host."""
    address, _out = site
    contexts, wrong, asked = [], [], []

    def go(name, *, at=None, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((at or address) + name)
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == []
    ours = ("data", "file", urlsplit(address).netloc)
    elsewhere = [url for url in asked if urlsplit(url).scheme not in ours[:2]]
    assert [url for url in elsewhere if urlsplit(url).netloc != ours[2]] == []


EAST = "units/ceshi/east.html"
OVERVIEW = "check/ceshi/overview.html"
PHONE = {"viewport": {"width": 375, "height": 700}, "has_touch": True, "is_mobile": True}


def months_are(page, names):
    expect(page.locator(".month:visible h3")).to_have_text(names)


def test_the_subscription_links_lead_to_the_feed(site, visit):
    address, _out = site
    page = visit(EAST)
    page.get_by_text("订到手机日历").click()
    link = page.get_by_role("link", name="订阅日历")
    webcal = address.replace("http:", "webcal:")
    assert link.get_attribute("href") == f"{webcal}feeds/ceshi/east.ics"
    answer = page.request.get(page.locator("#address").input_value())
    assert answer.status == 200
    assert answer.text().startswith("BEGIN:VCALENDAR")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载日历文件").click()
    assert download.value.suggested_filename == "东镇.ics"


@pytest.mark.parametrize("clipboard", ["there", "missing as on an intranet without https"])
def test_an_address_is_copied_by_a_button(visit, clipboard):
    page = visit(EAST, permissions=["clipboard-read", "clipboard-write"])
    if clipboard != "there":
        page.evaluate(
            "void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))"
        )
    page.get_by_text("订到手机日历").click()
    page.locator("[data-copy=webcal]").click()
    page.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith("feeds/ceshi/east.ics")


def test_qr_codes_read_back_as_the_addresses(site, visit):
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed")
    image = pytest.importorskip("PIL.Image", reason="pillow is not installed")
    address, _out = site
    page = visit(EAST, color_scheme="dark")
    page.get_by_text("订到手机日历").click()  # the codes are one click away
    shown = [each.screenshot() for each in page.locator(".code").all()]
    poster = visit("poster/ceshi/east.html")
    struck = poster.locator(".code").screenshot()  # an address of this computer reaches no phone
    assert zxingcpp.read_barcode(image.open(io.BytesIO(struck))) is None
    poster.evaluate("document.querySelector('.code').classList.remove('void')")
    shown.append(poster.locator(".code").screenshot())
    read = [zxingcpp.read_barcode(image.open(io.BytesIO(each))).text for each in shown]
    assert read == [
        f"{address.replace('http:', 'webcal:')}feeds/ceshi/east.ics",
        f"{address}feeds/ceshi/east.ics",
        f"{address}{EAST}",
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("西乡", ["西乡"]), ("xx", ["西乡"]), ("dongzhen", ["东镇"]), ("yjj", ["县应急局"]),
        ("CWFXZ", ["常务副县长 县委"]), ("测试 东", ["东镇"]), ("查无此人", []),
        ("东镇人民政府", ["东镇"]), ("ＤＺ", ["东镇"]),
        ("縣應急局", ["县应急局"]), ("西鄉", ["西乡"]),
    ],
)  # fmt: skip
def test_search_finds_names_pinyin_and_initials(visit, typed, found):
    page = visit("index.html")
    page.get_by_label("查找单位、岗位或任务").fill(typed)
    expect(page.locator(".units li:visible a")).to_have_text(found)
    said = f"找到 {len(found)} 个" if found else "没有找到，请换个字或只输首字母"
    expect(page.locator("#found")).to_have_text(said)
    assert not page.locator(".ov").is_visible()  # what was searched for stands first


def test_search_finds_duties_by_words_of_the_act(visit):
    page = visit("index.html")
    page.get_by_label("查找单位、岗位或任务").fill("专项 整治")
    link = page.locator("#acts li a")
    expect(link).to_have_text(["开展专项整治"])
    expect(page.locator("#found")).to_have_text("找到任务 1 项")
    assert page.locator("#acts small").inner_text().startswith("测试县　")
    link.click()
    page.wait_for_url("**/register/ceshi/notice.html#stage")
    assert page.locator("tr:target").inner_text().count("开展专项整治") == 1


def test_enter_opens_the_first_unit_found(visit):
    page = visit("index.html")
    page.get_by_label("查找单位、岗位或任务").fill("dz")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{EAST}")


@pytest.mark.parametrize("scripts", [True, False])
def test_months_change_back_and_forth_with_and_without_scripts(visit, scripts):
    page = visit(EAST, java_script_enabled=scripts)
    months_are(page, ["2022年11月"])
    page.locator(".month:visible [rel=next]").click()
    months_are(page, ["2022年12月"])
    expect(page.locator(".month:visible [rel=next]")).to_have_count(0)
    page.locator(".month:visible [rel=prev]").click()
    page.locator(".month:visible [rel=prev]").click()
    months_are(page, ["2022年10月"])
    page.get_by_role("link", name="2022年5月", exact=True).click()
    months_are(page, ["2022年5月"])
    page.go_back()
    months_are(page, ["2022年10月"])


def test_a_day_of_the_grid_leads_to_the_clause_and_the_quote(visit):
    page = visit(EAST)
    page.locator(".month:visible .grid a").first.click()
    opened = page.locator(".month:visible details[open]")
    assert "“每月至少召开一次安全专题会议”" in opened.inner_text()
    assert "二/（一）/1" in opened.inner_text()
    months_are(page, ["2022年11月"])
    opened.get_by_role("link").click()
    page.wait_for_url("**/register/ceshi/notice.html#monthly-meeting")


def test_a_day_of_another_month_keeps_that_month_open(visit):
    page = visit(f"{EAST}#m2022-10")
    page.locator(".month:visible .grid a").first.click()
    months_are(page, ["2022年10月"])
    assert EVIL in page.locator(".month:visible details[open]").inner_text()  # as words


def test_the_print_view_is_the_month_and_a_poster_is_one_sheet(visit):
    pdfium = pytest.importorskip("pypdfium2")
    page = visit(f"{EAST}#m2022-12")
    page.emulate_media(media="print")
    months_are(page, ["2022年12月"])
    for hidden in ("#subscribe", ".jump", "#year", ".months"):
        assert not page.locator(hidden).is_visible()
    poster = visit("poster/ceshi/east.html")
    assert len(pdfium.PdfDocument(poster.pdf(prefer_css_page_size=True))) == 1


@pytest.mark.parametrize("name", ["index.html", EAST, "poster/ceshi/east.html", OVERVIEW])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_nothing_is_wider_than_the_screen(visit, name, width):
    page = visit(name, viewport={"width": width, "height": 700})
    for details in page.locator("details").all():
        details.evaluate("each => { each.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_grid_shows_signs_that_a_finger_can_hit(visit):
    page = visit(EAST, **PHONE)
    link = page.locator(".month:visible .grid a").first
    assert link.inner_text().strip().startswith("！")
    box = link.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    link.tap()
    expect(page.locator(".month:visible details[open]")).to_have_count(1)


def test_the_keyboard_skips_to_the_text_and_opens_a_duty(visit):
    page = visit(EAST)
    page.keyboard.press("Tab")
    expect(page.get_by_text("跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    summary = page.locator("#standing summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(summary.locator("..")).to_have_attribute("open", "")


def test_the_keyboard_goes_on_from_the_month_that_it_asked_for(visit):
    page = visit(f"{EAST}#m2022-10")
    page.locator(".month:visible [rel=next]").focus()
    page.keyboard.press("Enter")
    months_are(page, ["2022年11月"])
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.closest('.month')?.id === 'm2022-11'")


def test_without_scripts_all_is_there_but_the_search(visit):
    page = visit("index.html", java_script_enabled=False)
    assert not page.get_by_label("查找单位、岗位或任务").is_visible()
    assert page.locator(".ov .counts").is_visible()
    page.locator(".units").get_by_role("link", name="东镇").click()
    page.get_by_text("订到手机日历").click()
    assert page.get_by_role("link", name="订阅日历").is_visible()
    expect(page.locator("[data-copy]:visible, [data-print]:visible")).to_have_count(0)
    summary = page.locator("#standing summary").first
    summary.click()
    assert "“每月至少召开一次安全专题会议”" in page.locator("#standing details[open]").inner_text()


def test_the_pages_work_from_a_stick_without_any_server(site, visit):
    _address, out = site
    page = visit("index.html", at=f"{out.as_uri()}/")
    page.get_by_label("查找单位、岗位或任务").fill("dz")
    page.get_by_role("link", name="东镇").click()
    page.locator(".month:visible [rel=next]").click()
    months_are(page, ["2022年12月"])
    colour = page.locator("h1").evaluate("each => getComputedStyle(each).color")
    assert colour == "rgb(26, 36, 48)"  # the style sheet has come


def test_dark_mode_is_dark(visit):
    page = visit(EAST, color_scheme="dark")
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(18, 23, 29)"


@needs_axe
@pytest.mark.parametrize(("width", "scheme"), [(375, "dark"), (1280, "light")])
@pytest.mark.parametrize("name", ["index.html", EAST, "poster/ceshi/east.html", OVERVIEW])
def test_axe_finds_nothing_that_keeps_anybody_out(visit, name, width, scheme):
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = visit(name, bypass_csp=True, **options)
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    for details in page.locator("details").all():
        details.evaluate("each => { each.open = true; }")
    found = page.evaluate(
        "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] })"
    )
    told = [
        (each["id"], each["impact"], each["nodes"][0]["html"], each["nodes"][0]["failureSummary"])
        for each in found["violations"]
    ]
    assert told == []
