"""A draft that nobody has checked: published nowhere, or everywhere with its mark."""

import datetime as dt
import json
import re

import pytest
from conftest import PACK
from icalendar import Calendar

MARK = "草稿未核"
YEAR = dt.date.today().year  # noqa: DTZ011 - the build asks the clock too
DRAFT = PACK.replace("每月至少召开一次", "每月至少学习一次").split("  - id: quarterly")[0]
DRAFT = DRAFT.replace("act: 召开安全专题会议", "act: 学习安全文件").replace("1号", "2号")
DRAFT = DRAFT.replace("id: monthly-meeting", "id: monthly-study") + "    drafted: abc\n"
DRAFTED = "    drafted: abc\n"
JUNE = ("--from", "2022-06-01", "--to", "2022-06-30", "--unit", "东镇")


@pytest.fixture
def place(workspace_folder):
    """The office of the story, with a draft among its packs."""
    found = workspace_folder / "rules" / "ceshi"
    (found / "policy.yaml").write_text("tracking_from: 2022-01-01\n", encoding="utf-8")
    (found / "study.yaml").write_text(DRAFT, encoding="utf-8")
    return found


def files(folder):
    return {
        each.relative_to(folder / "out").as_posix(): each.read_text("utf-8")
        for each in (folder / "out").rglob("*")
        if each.suffix in {".html", ".ics"} and "ceshi" in str(each)
    }


def acts(here, *more):
    return [each["act"] for each in json.loads(here("check", "--all", *JUNE, *more).stdout)]


def test_what_nobody_has_checked_is_published_nowhere_unless_the_office_says_so(
    here, place, workspace_folder
):
    ran = here("check", "--all", *JUNE, "--format", "json")
    assert [each["act"] for each in json.loads(ran.stdout)] == ["召开安全专题会议"]
    assert "no verdict yet and is not published" in ran.stderr
    here("build")
    assert not [name for name, text in files(workspace_folder).items() if "学习安全文件" in text]

    with (place / "policy.yaml").open("a", encoding="utf-8") as policy:
        policy.write("drafts: shown\n")
    marked = f"【{MARK}】学习安全文件"
    assert set(acts(here, "--format", "json")) == {"召开安全专题会议", marked}
    assert "published as 草稿未核" in here("check", *JUNE).stderr
    here("build")
    found = files(workspace_folder)
    pages = {name for name, text in found.items() if "学习安全文件" in text}
    assert {"units/ceshi/east.html", "register/ceshi/study.html"} <= pages
    for name in pages:
        text = re.sub(r"\r?\n[ \t]", "", found[name]) if name.endswith(".ics") else found[name]
        assert text.count("学习安全文件") == text.count(marked), name
    assert MARK in found["check/ceshi.html"]
    feed = Calendar.from_ical(found["feeds/ceshi/east.ics"])
    entries = [str(each["SUMMARY"]) for each in feed.walk("VEVENT")]
    assert any("学习安全文件" in each for each in entries)
    assert all(MARK in each for each in entries if "学习安全文件" in each)
    duty = here("duty", f"{YEAR}-12", "--unit", "东镇")
    assert duty.stdout.count("学习安全文件") == duty.stdout.count(marked) > 0
    assert "尚无人核对" in duty.stdout


def test_a_rule_that_was_checked_loses_its_mark(here, place):
    text = DRAFT.replace(DRAFTED, f"{DRAFTED}    verdict: accepted\n")
    (place / "study.yaml").write_text(text, encoding="utf-8")
    assert set(acts(here, "--format", "json")) == {"召开安全专题会议", "学习安全文件"}


@pytest.mark.parametrize(("drafts", "old"), [("hidden", 1), ("shown", 0)])
def test_a_hidden_draft_ends_no_older_document(here, place, drafts, old):
    (place / "study.yaml").write_text(
        DRAFT.replace("rules:\n", "supersedes: [{pack: ceshi/notice}]\nrules:\n", 1), "utf-8"
    )
    (place / "policy.yaml").write_text(f"drafts: {drafts}\n", encoding="utf-8")
    assert acts(here, "--format", "json").count("召开安全专题会议") == old
