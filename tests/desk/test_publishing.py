"""发布: one build at a time, told as it goes; the backup as a download."""

import datetime as dt
import hashlib
import io
import shutil
import zipfile

import pytest
from desking import OpenDesk, form_of, open_desk, text_of

from cadence.core import CadenceError
from cadence.desk import Daily
from cadence.desk.daily import write_daily
from cadence.publish.published import read_published

ONE = """  - id: one-of-many-{n}
    clause: 一/{n}
    quote: 按时报送
    act: 报送第{n}份报告
    category: report
    timing: {{kind: deadline, due: 2026-12-{day}}}
    year_from: 文件日期
    responsible: [县应急局]
"""
PUBLISH = "/desk/yichuan/publish"


@pytest.fixture
def desk(tmp_path):
    return open_desk(tmp_path)


def press(desk, browser, page=PUBLISH):
    browser.send(browser.get(page), f"{page}/build")
    desk.desk.press.wait()
    return browser.get(page)


def test_a_build_from_the_page_publishes_what_the_command_would(desk):
    page = press(desk, desk.owner())

    assert "已发布" in text_of(page)
    assert (desk.folder / "out/feeds/yichuan/pengpo.ics").is_file()
    assert (desk.folder / "out/index.html").is_file()


class Shelf(dict):
    """What stands in for an object store, by name."""

    def __init__(self, address):
        self.address = address
        SHELVES[address] = self

    def tags(self):
        return {name: hashlib.md5(each).hexdigest() for name, each in self.items()}  # noqa: S324

    def put(self, name, content, _headers):
        self[name] = content
        return hashlib.md5(content).hexdigest()  # noqa: S324

    def delete(self, names):
        for each in names:
            del self[each]


SHELVES = {}


def test_the_page_also_publishes_where_the_workspace_says(workspace_folder, monkeypatch):
    monkeypatch.setattr("cadence.publish.mirror.Bucket", Shelf)
    (workspace_folder / "workspace.yaml").write_text("publish: s3://county/x\n", encoding="utf-8")
    desk = OpenDesk(workspace_folder)

    page = press(desk, desk.owner(), "/desk/ceshi/publish")

    assert "对象存储：写入" in text_of(page)
    held, feed = SHELVES["s3://county/x"], "feeds/ceshi/bureau.ics"
    assert held[feed] == (workspace_folder / "out" / feed).read_bytes()


def test_rules_that_cannot_be_read_are_said_with_their_place(desk):
    owner = desk.owner()
    page = owner.get(PUBLISH)
    (desk.folder / "rules/yichuan/units.yaml").write_text("units: [\n", encoding="utf-8")

    sent = owner.send(page, f"{PUBLISH}/build")
    assert "units.yaml:2" in text_of(sent)
    assert desk.desk.press.state is None
    office = desk.desk.office
    desk.desk.press.start(office.view(), office.clock)  # broken after the page had looked
    desk.desk.press.wait()
    assert desk.desk.press.state.failed
    assert "units.yaml:2" in desk.desk.press.state.words
    assert not (desk.folder / "out/feeds").exists()
    assert read_published(desk.folder) is None


def test_a_place_that_cannot_be_built_is_named_and_nothing_counts_as_built(workspace_folder):
    rules, feeds = workspace_folder / "rules", workspace_folder / "out/feeds"
    shutil.copytree(rules / "ceshi", rules / "dongshi")
    (workspace_folder / "elsewhere").mkdir()
    feeds.mkdir(parents=True)
    (feeds / "dongshi").symlink_to(workspace_folder / "elsewhere")
    desk = OpenDesk(workspace_folder)
    owner = desk.owner()

    page = text_of(press(desk, owner, "/desk/ceshi/publish"))

    assert "没有全部发布" in page
    assert "测试县：" in page
    assert (feeds / "ceshi/east.ics").is_file()
    assert read_published(desk.folder) is None
    (feeds / "dongshi").unlink()
    assert "没有全部发布" not in text_of(press(desk, owner, "/desk/ceshi/publish"))
    assert read_published(desk.folder).at == desk.clock.now


def owes(folder, many):
    """Let the bureau owe some reports of 2026."""
    pack = folder / "rules/ceshi/notice.yaml"
    text = pack.read_text("utf-8").partition("  - id: one-of-many-0")[0].rstrip() + "\n\n"
    pack.write_text(text + "".join(ONE.format(n=n, day=10 + n) for n in range(many)), "utf-8")


def test_a_calendar_that_would_lose_much_waits_until_somebody_has_looked(workspace_folder):
    owes(workspace_folder, 5)
    desk = OpenDesk(workspace_folder)
    owner, page = desk.owner(), "/desk/ceshi/publish"
    press(desk, owner, page)
    feed = workspace_folder / "out/feeds/ceshi/bureau.ics"
    before = feed.read_bytes()
    owes(workspace_folder, 2)

    shown = press(desk, owner, page)

    assert feed.read_bytes() == before
    assert "县应急局：5条里要去掉3条" in text_of(shown)
    owner.send(shown, f"{page}/build", released="ceshi/east")  # another's is no leave for this one
    desk.desk.press.wait()
    assert feed.read_bytes() == before
    owner.send(owner.get(page), f"{page}/build", released="ceshi/bureau")
    desk.desk.press.wait()
    assert feed.read_text("utf-8").count("STATUS:CANCELLED") == 3
    assert "要去掉" not in text_of(owner.get(page))


def test_the_backup_is_a_zip_and_leaves_nothing_behind(desk):
    owner = desk.owner()

    sent = owner.send(owner.get(PUBLISH), f"{PUBLISH}/backup")

    with zipfile.ZipFile(io.BytesIO(sent.content)) as bundle:
        assert "rules/yichuan/units.yaml" in bundle.namelist()
    assert "cadence-20261126-1025.zip" in sent.headers["content-disposition"]


def test_only_the_office_publishes(desk):
    for role in ("leader", "auditor"):
        browser = desk.person(role, role)
        assert browser.get(PUBLISH).status_code == 403
        assert browser.post(f"{PUBLISH}/build").status_code == 403


def test_the_desk_publishes_by_the_clock_once_a_day_and_says_when_next(workspace_folder):
    owes(workspace_folder, 2)
    desk = OpenDesk(workspace_folder)
    owner, page = desk.owner(), "/desk/ceshi/publish"
    daily = Daily(desk.desk.office, desk.desk.press)
    assert "没有定时" in text_of(owner.get(page))
    assert not daily.look()

    said = owner.send(owner.get(page), f"{page}/daily", at="11:00")
    assert "下一次： 11月26日（周四）11:00 自动发布" in text_of(said)
    assert daily.look()  # nothing was built since yesterday at eleven
    desk.desk.press.wait()
    assert not daily.look()
    desk.clock.now += dt.timedelta(hours=1)
    assert daily.look()
    desk.desk.press.wait()
    said = text_of(owner.get(page))
    assert "上一次发布： 11月26日（周四）11:25" in said
    assert "下一次： 11月27日（周五）11:00" in said

    form = form_of(owner.get(page).text, f"{page}/daily")
    owner.post(f"{page}/daily", **form, off="1")
    desk.clock.now += dt.timedelta(days=1)
    assert not daily.look()


def test_who_holds_the_ledger_puts_the_build_of_the_day_off_and_not_out(
    workspace_folder, monkeypatch
):
    owes(workspace_folder, 2)
    desk = OpenDesk(workspace_folder)
    write_daily(workspace_folder, dt.time(6))
    daily = Daily(desk.desk.office, desk.desk.press)
    with monkeypatch.context() as held:
        held.setattr(desk.desk.office, "view", refuse)
        with pytest.raises(CadenceError):
            daily.look()
    assert daily.look()
    desk.desk.press.wait()


def refuse():
    raise CadenceError("somebody else is writing")


def test_an_hour_that_is_none_changes_nothing(workspace_folder):
    owner, page = OpenDesk(workspace_folder).owner(), "/desk/ceshi/publish"
    owner.send(owner.get(page), f"{page}/daily", at="06:30")

    said = owner.send(owner.get(page), f"{page}/daily", at="25:00")

    assert said.status_code == 422
    assert "请写几点几分" in text_of(said)
    assert form_of(owner.get(page).text, f"{page}/daily")["at"] == "06:30"


def test_a_build_that_fails_by_the_clock_is_not_tried_every_minute(workspace_folder):
    desk = OpenDesk(workspace_folder)
    daily = Daily(desk.desk.office, desk.desk.press)
    owner, page = desk.owner(), "/desk/ceshi/publish"
    owner.send(owner.get(page), f"{page}/daily", at="06:00")
    (workspace_folder / "rules/ceshi/units.yaml").write_text("name: [", "utf-8")

    assert daily.look()
    desk.desk.press.wait()
    desk.clock.now += dt.timedelta(minutes=1)

    assert desk.desk.press.state.failed
    assert not daily.look()
