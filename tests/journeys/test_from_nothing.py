"""A county from an empty folder to a month that is ticked, checked, printed and subscribed to.

In Chromium, as a clerk clicks: once without scripts, once with them on a phone. Nothing is opened
in an editor, and no command is typed.
"""

import contextlib
import re

import pytest
from browsing import chromium, needs_chromium, served
from desking import NOW, OpenDesk
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from cadence.rules import make_workspace

LIST = """\
名称\t其他叫法\t类别
城关镇\t城关镇人民政府\t各乡镇（街道）
河西镇\t\t各乡镇（街道）
县应急局\t应急局\t
"""
DOCUMENT = """\
青石县安全生产委员会关于加强冬季安全生产工作的通知
青安委〔2026〕11号
各乡镇（街道）：
一、各乡镇（街道）每月25日前报送隐患排查情况。
二、县应急局每季度召开一次安全形势分析会。
三、蓝天救援队每月开展一次应急演练。
四、县应急局定期开展烟花爆竹抽查。
2026年11月20日
"""
pytestmark = needs_chromium


@pytest.fixture
def office(tmp_path):
    """An empty folder's desk, and what it publishes, as `cadence desk` serves both."""
    folder = tmp_path / "office"
    make_workspace(folder, NOW.date(), example=False)
    desk = OpenDesk(folder)
    out = StaticFiles(directory=folder / "out", html=True, check_dir=False)
    desk.app.routes.append(Mount("/", out))
    return desk


@contextlib.contextmanager
def clerk(office, **options):
    """A page of somebody at the computer itself, and the address that all is below."""
    with served(office.app) as at, chromium() as browser:
        context = browser.new_context(**options)
        page = context.new_page()
        page.goto(f"{at}/desk/enter?key={office.ticket.text}")
        yield page, at
        context.close()


def test_without_scripts_an_empty_folder_comes_to_a_checked_and_published_month(office):
    with clerk(office, java_script_enabled=False) as (page, at):
        found(page)
        reviewed(page)
        joined(page)
        ticked(page)
        published(page, at, office)


def test_on_a_phone_with_scripts_too(office):
    with clerk(office, viewport={"width": 390, "height": 800}, is_mobile=True) as (page, _at):
        found(page)
        reviewed(page)
        joined(page)
        ticked(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def room(page, name):
    """Go to a room by the bar, or by the menu that a phone has."""
    if page.locator(f"nav.rooms a:text-is('{name}'):visible").count():
        page.click(f"nav.rooms a:text-is('{name}')")
    else:
        page.click("details.menu summary")
        page.click(f"details.menu a:text-is('{name}')")


def found(page):
    page.fill("[name=name]", "青石县")
    page.fill("[name=office]", "青石县安全生产委员会办公室")
    page.fill("[name=list]", LIST)
    page.fill("[name=tracking_from]", "2026-11-01")
    page.click("button:text-is('建好')")
    assert "4个单位" in page.inner_text("main")


def reviewed(page):
    room(page, "文件")
    page.set_input_files(
        "[name=file]", {"name": "通知.txt", "mimeType": "text/plain", "buffer": DOCUMENT.encode()}
    )
    page.click("button:text-is('读成任务')")
    decided(page)
    page.click("button:has-text('有把握的')")
    page.get_by_text("已照用").wait_for()  # where scripts send it, the page before still stands
    page.click(
        "article:not(:has(.c-done)) button:text-is('不用')"
    )  # 蓝天救援队 is not the county's
    page.locator("article:not(:has(.c-done))").wait_for(state="detached")
    page.click("a:has-text('启用'), button:has-text('启用')")
    page.click("main form button.go")
    assert "已启用" in page.inner_text("main")


def decided(page):
    """Answer 定期 where it is read: the days are shown first, and nothing is asked again."""
    page.click("article:has-text('烟花爆竹抽查') a:text-is('现在就定…')")
    page.click("#decide label:has-text('每季度')")
    page.fill("#decide [name=document]", "纪要〔2026〕3号")
    page.click("#decide button:text-is('先看日期')")
    page.get_by_text("这样定的话").wait_for()
    page.click("#decide button:text-is('记下决定并照用')")
    page.get_by_text("办公室定").wait_for()
    assert "现在就定" not in page.inner_text("main")


def joined(page):
    """Add a unit that came later to the roster, and to its group."""
    room(page, "名册")
    page.click("a:text-is('加一个单位')")
    page.fill("#add [name=name]", "东河镇")
    page.check("#add label:has-text('各乡镇')")
    page.click("#add button:text-is('加上')")
    page.get_by_text("“东河镇”已经加上").wait_for()


def ticked(page):
    room(page, "今日")
    page.click(".duty:has-text('报送隐患排查情况') a:text-is('办结') >> nth=0")
    page.locator("form.open button:text-is('办结')").wait_for()
    for box in page.locator("form.open [name=occurrence][type=checkbox]").all():
        box.check()
    page.fill("[name=evidence]", "青安办〔2026〕21号")
    page.click("form.open button:text-is('办结')")
    page.get_by_text("已记下").first.wait_for()  # where scripts send it, no other page is opened
    room(page, "检查")
    page.click("a.pick:has-text('完成')")
    assert "报送隐患排查情况" in page.inner_text("main table")
    room(page, "记录")
    assert "青安办〔2026〕21号" in page.inner_text("main")
    room(page, "表格")
    page.click("a:text-is('看纸面、打印')")
    assert "报送隐患排查情况" in page.inner_text("body")
    page.go_back()


def published(page, at, office):
    room(page, "发布")
    page.click("main form button:text-is('发布')")
    office.desk.press.wait()
    room(page, "发布")  # a click waits for the page on its way, where a reload breaks it off
    assert "已发布" in page.inner_text("main")
    page.goto(f"{at}/index.html")
    page.click("a:text-is('河西镇')")
    feed = page.get_attribute("a[href$='.ics'], a[href^='webcal']", "href")
    (name,) = re.findall(r"feeds/[^?]*\.ics", feed)
    assert "报送隐患排查情况" in (office.folder / "out" / name).read_text("utf-8").replace(
        "\r\n ", ""
    )
    assert "河西镇" in page.inner_text("h1")
