"""Every kind of page, of the desk and published: axe finds nothing serious, no phone is too narrow.

Running clocks renew themselves without wiping what is typed, and every script that is shipped
parses as browsers of 2015 read it. Needs `make readers`.
"""

import datetime as dt
import re
import shutil
import subprocess

import pytest
from browsing import chromium, grave, needs_axe, needs_chromium, served
from conftest import PACK, ROOT, UNITS
from desking import OpenDesk
from handing_in import BODY, HEAD

PLACE = "/desk/ceshi"
MEETING = "ceshi/notice:monthly-meeting:2026-11@ceshi/east"
PHONE = {"width": 390, "height": 844}
ACCIDENT = {
    "event": "事故发生", "day": "2026-11-26", "day-time": "08:30", "unit": "ceshi/east",
    "value-level": "一般", "value-deaths": "1", "note": "某石料厂",
}  # fmt: skip
PAGES = (
    "today", f"today?open={MEETING}", f"why?of={MEETING}", "register", "inspection", "messages",
    "schedule", f"schedule/choose?of={MEETING}", "accidents", "accidents?open=register",
    "accidents/1", "accidents/1?open=3", "tables", "returned", "documents", "roster",
    "roster?edit=east", "decisions", "notice", "ledger", "ledger?open=1", "publish", "users",
    "subscribers", "changes", "absences", "collisions", "practice", "../first", "../sign-in",
    "overview", "slips", "contacts", "roster?add=unit", "roster?add=group", "roster?add=post",
    "accidents/1?open=correct", "today?over=all", "register?status=overdue&q=会议",
    "tables?unit=ceshi/east", "inspection?unit=ceshi/east", f"today?open={MEETING}&do=extend",
)  # fmt: skip
PARSER = ROOT / "tests" / "readers" / "parse_es2015.mjs"
ACORN = ROOT / "tests" / "readers" / "node_modules" / "acorn"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A small county with something overdue, a document under review and an accident."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "rules" / "national", folder / "rules" / "national")
    place = folder / "rules" / "ceshi"
    place.mkdir()
    (place / "units.yaml").write_text(UNITS, encoding="utf-8")
    (place / "notice.yaml").write_text(PACK, encoding="utf-8")
    (place / "policy.yaml").write_text("tracking_from: 2026-09-01\n", encoding="utf-8")
    desk = OpenDesk(folder)
    owner = desk.owner()
    sent = {"file": ("通知.txt", (HEAD + BODY).encode())}
    documents = f"{PLACE}/documents"
    review = owner.send(owner.get(documents), f"{documents}/upload", files=sent).url.path
    owner.send(owner.get(f"{PLACE}/accidents"), f"{PLACE}/accidents/register", **ACCIDENT)
    review = review.removeprefix(f"{PLACE}/")
    opened = f"{review}?open={name_of_first(owner, review)}"
    desk.pages = [*PAGES, review, opened, f"{review}?group=蓝天救援队", f"{review}/use"]
    desk.cookie = owner.cookies.get("cadence")
    return desk


@pytest.fixture(scope="module")
def at(desk):
    with served(desk.app) as address:
        yield address


@pytest.fixture(scope="module")
def browser(at):  # noqa: ARG001 - served first
    with chromium() as started:
        yield started


def name_of_first(owner, review):
    """The rule that stands first in a review, whose form is opened."""
    return re.search(
        r'<article class="card[^"]*" id="([^"]+)"', owner.get(f"{PLACE}/{review}").text
    )[1]


def opened(browser, desk, at, **options):
    context = browser.new_context(bypass_csp=True, **options)
    cookie = {"name": "cadence", "value": desk.cookie, "url": at}
    context.add_cookies([cookie])
    return context.new_page()


@needs_chromium
@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page_of_the_desk(browser, desk, at, scheme):
    page = opened(browser, desk, at, color_scheme=scheme)
    found = {}
    for name in desk.pages:
        reply = page.goto(f"{at}{PLACE}/{name}")
        assert reply.status == 200, name
        found[name] = grave(page)
    assert {name: each for name, each in found.items() if each} == {}


@needs_chromium
def test_no_page_of_the_desk_is_wider_than_a_phone(browser, desk, at):
    page = opened(browser, desk, at, viewport={"width": 360, "height": 740})
    wide = []
    for name in desk.pages:
        page.goto(f"{at}{PLACE}/{name}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


@needs_chromium
@pytest.mark.parametrize("width", [1366, 1093, 1010])
def test_the_bar_keeps_its_last_button_however_long_the_office_is_called(browser, desk, at, width):
    page = opened(browser, desk, at, viewport={"width": width, "height": 640})
    page.goto(f"{at}{PLACE}/today")
    page.evaluate("document.querySelector('.brand').textContent = '某某自治县安全生产委员会办公室'")
    right = "document.querySelector('.who button').getBoundingClientRect().right"

    assert page.evaluate(right) <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@needs_chromium
def test_a_running_clock_renews_itself_and_what_is_typed_stays(browser, desk, at):
    page = opened(browser, desk, at)
    page.clock.install()
    page.goto(f"{at}{PLACE}/accidents/1")
    before = page.inner_text("#steps")
    page.evaluate("document.title = 'the same page'")
    desk.clock.now += dt.timedelta(minutes=7)
    with page.expect_response("**/accidents/1"):
        page.clock.fast_forward(61_000)
    page.locator("#crumb:has-text('10:32')").wait_for()
    assert page.inner_text("#steps").replace("10:32", "10:25") != before
    assert page.title() == "the same page"
    page.goto(f"{at}{PLACE}/accidents?open=register")
    page.fill("[name=note]", "还在写")
    page.clock.fast_forward(300_000)
    assert page.input_value("[name=note]") == "还在写"
    assert page.locator("[data-live]").count() == 0


@needs_chromium
@needs_axe
def test_axe_finds_nothing_serious_on_any_kind_of_published_page(browser, here, workspace_folder):
    assert here("build").returncode == 0
    assert here("duty", "2030-11").returncode == 0
    out = workspace_folder / "out"
    kinds = {}
    for file in sorted(out.rglob("*.html")):
        kinds.setdefault(file.relative_to(out).parts[0], file)
    found = {}
    for scheme, size in (("light", {"width": 1366, "height": 768}), ("dark", PHONE)):
        page = browser.new_context(color_scheme=scheme, viewport=size).new_page()
        for kind, file in kinds.items():
            page.goto(file.as_uri())
            found[kind, scheme] = grave(page)
            assert page.locator("main").count() == 1, file
    assert {"units", "poster", "check", "conflicts", "duty"} <= set(kinds)
    assert {kind: each for kind, each in found.items() if each} == {}


@pytest.mark.skipif(not ACORN.exists(), reason="acorn is not there: make readers")
def test_every_script_that_is_shipped_parses_as_es2015():
    scripts = sorted((ROOT / "cadence").rglob("static/*.js"))
    assert len(scripts) >= 2
    ran = subprocess.run(["node", PARSER, *scripts], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    newer = ROOT / "tests" / "readers" / "read_icaljs.mjs"  # modules are no scripts
    assert subprocess.run(["node", PARSER, newer], capture_output=True, check=False).returncode == 1
