"""Checking by keys: nothing jumps, dates appear as one types, a fault keeps what is typed."""

import pytest
from browsing import chromium, needs_chromium, served
from desking import open_desk
from handing_in import hand_in

ASKED = "data-asked"  # on the page itself: gone once a whole page comes


@pytest.fixture
def page(tmp_path):
    desk = open_desk(tmp_path)
    owner = desk.owner()
    review = hand_in(owner).url.path
    with served(desk.app) as at, chromium() as browser:
        context = browser.new_context()
        cookie = {"name": "cadence", "value": owner.cookies.get("cadence"), "url": at}
        context.add_cookies([cookie])
        page = context.new_page()
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.at, page.review = at, f"{at}{review}"
        yield page


def marked(page, address):
    page.goto(address)
    page.evaluate(f"document.documentElement.setAttribute('{ASKED}', '1')")


def is_same(page):
    return page.evaluate(f"document.documentElement.hasAttribute('{ASKED}')")


@needs_chromium
def test_a_document_is_checked_by_keys_and_dates_appear_as_one_types(page):
    marked(page, page.review)
    page.keyboard.press("y")
    page.locator("b:has-text('已核 1/5')").wait_for()
    second = page.locator("article").nth(1).get_attribute("id")
    assert page.evaluate("document.activeElement.id") == second
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("e")
    page.locator("#edit").wait_for()
    assert page.locator("#edit [name=event]").is_hidden()
    page.fill("#edit [name=count]", "2")
    page.locator("#looked:has-text('每季度至少2次')").wait_for()
    page.select_option("#edit [name=kind]", "periodic_deadline")
    page.fill("#edit [name=day]", "40")
    page.locator("#looked [role=alert]").wait_for()
    page.fill("#edit [name=day]", "最后一天")
    page.locator("#looked:has-text('2026-12-31')").wait_for()
    page.click("#edit button.go")
    page.locator("b:has-text('已核 2/5')").wait_for()
    page.keyboard.press("n")
    page.locator("b:has-text('已核 3/5')").wait_for()
    assert is_same(page)
    assert page.wrong == []


@needs_chromium
def test_who_types_faster_than_answers_come_is_understood_all_the_same(page):
    marked(page, page.review)
    for _rule in range(3):
        page.keyboard.press("n")
    page.locator("b:has-text('已核 3/5')").wait_for()
    assert is_same(page)
    assert page.wrong == []


@needs_chromium
def test_a_duty_is_ticked_in_place_and_a_fault_keeps_what_was_typed(page):
    marked(page, f"{page.at}/desk/yichuan/today")
    page.locator("#week .duty .do a").first.click()
    page.locator("form.open [name=day]").fill("2026-11-24")
    page.click("form.open button.go")
    page.locator("form.open [role=alert]").wait_for()
    assert page.input_value("form.open [name=day]") == "2026-11-24"
    page.fill("form.open [name=evidence]", "纪要1号")
    boxes = page.locator("form.open [name=occurrence][type=checkbox]")
    if boxes.count():
        boxes.first.check()
    page.click("form.open button.go")
    page.locator(".notice.done:has-text('已记下')").wait_for()
    assert is_same(page)


@needs_chromium
def test_what_is_refused_is_said_on_the_page_and_nothing_typed_is_lost(page):
    marked(page, f"{page.at}/desk/yichuan/today")
    page.locator("#week .duty .do a").first.click()
    page.fill("form.open [name=evidence]", "纪要1号")
    page.evaluate("document.querySelector('form.open [name=csrf]').value = 'other'")
    page.click("form.open button.go")
    page.locator("#quick-fault:has-text('没有记下')").wait_for()
    assert page.input_value("form.open [name=evidence]") == "纪要1号"
    assert is_same(page)
