"""全覆盖, one story: a round of visits is recorded body by body, and everybody says the same."""

import json

import pytest

RULE = """
  - id: full-inspection
    clause: 二/（二）
    quote: 年内对乡镇和县应急局全覆盖巡查
    act: 全覆盖巡查乡镇和县应急局
    category: inspection
    timing: {kind: deadline, due: 2022-11-30}
    year_from: 文号
    actors: [县委]
    over: [各乡镇, 县应急局]
"""
ID = "ceshi/notice:full-inspection:2022-11-30@ceshi/county"
AFTER = ("--from", "2022-01-01", "--to", "2022-12-31", "--as-of", "2022-12-05")


@pytest.fixture
def office(workspace_folder):
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    pack.write_text(pack.read_text(encoding="utf-8").rstrip() + "\n" + RULE, encoding="utf-8")
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("tracking_from: 2022-05-01\n", encoding="utf-8")
    return workspace_folder


def said(here, *more):
    listed = json.loads(here("check", *AFTER, *more, "--all", "--format", "json").stdout)
    return next(each for each in listed if each["id"] == ID)


def visit(here, on, *covered):
    names = [word for each in covered for word in ("--covered", each)]
    return here("done", ID, "--on", on, "--evidence", f"巡查报告〔2022〕{on[-2:]}号", *names)


@pytest.mark.usefixtures("office")
def test_a_round_of_visits_is_done_when_the_last_was_made(here):
    assert said(here)["coverage"] == {
        "covered": {},
        "left": ["ceshi/east", "ceshi/west", "ceshi/bureau"],
    }
    whole = visit(here, "2022-06-01")
    assert whole.returncode == 2
    assert "one by one; say whom: 东镇、西乡、县应急局" in whole.stderr
    assert visit(here, "2022-06-01", "东镇").returncode == 0
    shown = said(here)
    assert (shown["status"], shown["done_on"]) == ("overdue", None)
    assert shown["coverage"]["covered"] == {"ceshi/east": "2022-06-01"}
    again = visit(here, "2022-06-09", "东镇人民政府")
    assert "entry 1 says that 东镇 was reached on 2022-06-01" in again.stderr
    assert "ceshi/deputy is not one of those" in visit(here, "2022-06-09", "常务副县长").stderr

    assert visit(here, "2022-12-03", "各乡镇", "应急局").returncode == 0
    shown = said(here)
    assert (shown["status"], shown["done_on"], shown["days_late"]) == ("late", "2022-12-03", 3)
    before = said(here, "--as-of", "2022-12-02")
    assert before["status"] == "overdue"
    assert before["coverage"]["left"] == ["ceshi/west", "ceshi/bureau"]
    waived = here("waive", ID, "--document", "纪要", "--by", "主任")
    assert "it was done on 2022-12-03" in waived.stderr
    third = visit(here, "2022-12-04")
    assert third.returncode == 2

    assert here("ledger", "reverse", "2", "--reason", "记错").returncode == 0
    assert said(here)["status"] == "overdue"
    assert visit(here, "2022-12-05", "all").returncode == 0
    assert said(here)["done_on"] == "2022-12-05"


def test_feed_page_paper_and_explanation_count_alike(here, office):
    assert visit(here, "2022-06-01", "东镇").returncode == 0
    line = "已覆盖1/3，未覆盖：西乡、县应急局"
    assert here("build", "--as-of", "2022-07-01").returncode == 0
    feed = (office / "out/feeds/ceshi/county.ics").read_bytes().replace(b"\r\n ", b"").decode()
    assert line in feed
    assert f"批准：{line}" not in feed, "nobody approved anything"
    assert "逐个覆盖：各乡镇、县应急局" in feed
    pages = [*(office / "out").rglob("county*.html")]
    assert any(line in page.read_text(encoding="utf-8") for page in pages)
    assert line in here("explain", ID, "--as-of", "2022-07-01").stdout
    assert line in here("check", *AFTER).stdout
    listed = here("duty", "2022-11", "--unit", "county", "--format", "csv").stdout
    assert line in listed


def test_what_the_roster_does_not_list_is_done_as_a_whole(here, office):
    pack = office / "rules" / "ceshi" / "notice.yaml"
    text = pack.read_text(encoding="utf-8").replace("over: [各乡镇, 县应急局]", "over: [各企业]")
    pack.write_text(text, encoding="utf-8")
    assert "does not list" in visit(here, "2022-06-01", "东镇").stderr
    assert visit(here, "2022-06-01").returncode == 0
    shown = said(here)
    assert (shown["status"], shown["coverage"]) == ("done", None)
