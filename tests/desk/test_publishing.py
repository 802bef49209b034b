"""发布: one build at a time, told as it goes; the backup as a download."""

import io
import zipfile

import pytest
from desking import open_desk, text_of

PUBLISH = "/desk/yichuan/publish"


@pytest.fixture
def desk(tmp_path):
    return open_desk(tmp_path)


def press(desk, browser):
    browser.send(browser.get(PUBLISH), f"{PUBLISH}/build")
    desk.desk.press.wait()
    return browser.get(PUBLISH)


def test_a_build_from_the_page_publishes_what_the_command_would(desk):
    page = press(desk, desk.owner())

    assert "已发布" in text_of(page)
    assert (desk.folder / "out/feeds/yichuan/pengpo.ics").is_file()
    assert (desk.folder / "out/index.html").is_file()


def test_rules_that_cannot_be_read_are_said_with_their_place(desk):
    owner = desk.owner()
    page = owner.get(PUBLISH)
    (desk.folder / "rules/yichuan/units.yaml").write_text("units: [\n", encoding="utf-8")
    owner.send(page, f"{PUBLISH}/build")
    desk.desk.press.wait()

    state = desk.desk.press.state
    assert state is None or (state.failed and "units.yaml" in state.words)
    assert not (desk.folder / "out/feeds").exists()


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
