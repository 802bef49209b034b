"""发布: one build at a time, told as it goes; the backup as a download."""

import io
import shutil
import zipfile

import pytest
from desking import OpenDesk, open_desk, text_of

from cadence.publish.published import read_published

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
