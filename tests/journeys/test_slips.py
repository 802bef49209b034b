"""A 督办单 from its issuing to its second round, and a matter that stands in no document."""

import datetime as dt
import json

import pytest
from conftest import PACK
from docx import Document
from icalendar import Calendar

from cadence.core import SHANGHAI, Entry, Reversal, Supervision
from cadence.ledger import read_entries
from cadence.ledger.slips import numbered

DUE = dt.datetime.now(SHANGHAI).date() + dt.timedelta(days=20)
MATTER = ("--matter", "整改水库大坝隐患", "--due", DUE, "--basis", "县安委会第6次会议")
NOTICE = PACK.split("  - id: quarterly")[0]


@pytest.fixture
def told(here, workspace_folder):
    """The office of the story: whatever was due since 2022 counts; a refusal ends the story."""
    place = workspace_folder / "rules" / "ceshi"
    (place / "policy.yaml").write_text("tracking_from: 2022-01-01\n", encoding="utf-8")
    (place / "notice.yaml").write_text(NOTICE, encoding="utf-8")

    def run(*arguments):
        ran = here(*arguments)
        assert ran.returncode in {0, 1}, ran.stderr
        return ran.stdout

    return run


def rows(told, *asked):
    return json.loads(told(*asked, "--format", "json"))


def pages_of(out, unit):
    """All that a unit's page says, whole or parted."""
    found = sorted((out / "units" / "ceshi").glob(f"{unit}*/*.html"))
    page = out / "units" / "ceshi" / f"{unit}.html"
    return "".join(each.read_text("utf-8") for each in (page, *found))


def test_a_slip_is_issued_received_answered_and_issued_again(told, here, workspace_folder):
    first, second = workspace_folder / "1.docx", workspace_folder / "2.html"
    told("slip", "issue", "东镇", "--reply-by", DUE, "-o", first)
    told("slip", "receive", "1", "--by", "党政办")
    told("slip", "receive", "1", "--by", "党政办")
    told("slip", "reply", "1", "--words", "正在补办", "--by", "镇长")
    told("slip", "issue", "东镇", "-o", second)

    one, two = rows(told, "slip", "list")
    year = dt.datetime.now(SHANGHAI).year
    assert (one["slip"], one["round"], two["slip"], two["round"]) == (
        f"督〔{year}〕1号", 1, f"督〔{year}〕2号", 2,
    )  # fmt: skip
    assert (bool(one["received"]), one["answers"]) == (True, ["正在补办"])
    assert (two["received"], two["answers"]) == (None, [])
    paper = "\n".join(each.text for each in Document(str(first)).paragraphs)
    assert f"督〔{year}〕1号" in paper
    assert f"{DUE.year}年{DUE.month}月{DUE.day}日前" in paper
    assert f"督〔{year}〕2号，第2次督办" in second.read_text("utf-8")

    june = ("--unit", "东镇", "--from", "2022-06-01", "--to", "2022-06-30")
    assert "第2次督办，未签收" in told("check", *june, "--format", "csv")
    explained = told("explain", "2022-06@ceshi/east")
    assert "第2次督办，未签收" in explained
    told("build")
    traces = pages_of(workspace_folder / "out", "east")
    assert "第2次督办，未签收" in traces
    assert f"督〔{year}〕2号督办单（第2次）" in traces
    kinds = [each.fact.kind for each in read_entries(workspace_folder)]
    assert kinds[:2] == ["supervision", "receipt"]
    assert set(kinds[2:-1]) == {"answer"}

    told("ledger", "reverse", str(len(kinds)), "--reason", "发错了")
    assert len(rows(told, "slip", "list")) == 1
    assert "第2次" not in told("check", *june, "--format", "csv")
    assert "no slip that counts" in here("slip", "receive", str(len(kinds)), "--by", "x").stderr


def test_a_matter_of_no_document_falls_due_is_shown_everywhere_and_is_done(told, workspace_folder):
    paper = workspace_folder / "督办单.docx"
    told("slip", "issue", "西乡", *MATTER, "-o", paper)
    cells = [cell.text for table in Document(str(paper)).tables for cell in table._cells]  # noqa: SLF001
    assert {"整改水库大坝隐患", "县安委会第6次会议", DUE.isoformat()} <= set(cells)
    (listed,) = rows(told, "slip", "list")
    (identifier,) = listed["occurrences"]
    when = ("--from", DUE, "--to", DUE, "--unit", "西乡")
    after = ("--as-of", DUE + dt.timedelta(days=1))
    (row,) = [each for each in rows(told, "check", *when, *after) if each["id"] == identifier]
    assert (row["status"], row["due"], row["act"]) == ("overdue", DUE.isoformat(), MATTER[1])
    assert "县安委会第6次会议" in row["clause"]
    told("build")
    out = workspace_folder / "out"
    assert MATTER[1] in (out / "register/ceshi/duban.html").read_text("utf-8")
    assert MATTER[1] in pages_of(out, "west")
    feed = Calendar.from_ical((out / "feeds/ceshi/west.ics").read_bytes())
    assert any(MATTER[1] in str(each["SUMMARY"]) for each in feed.walk("VEVENT"))
    table = rows(told, "duty", f"{DUE:%Y-%m}", "--unit", "西乡")
    assert identifier in {each["id"] for each in table}

    today = dt.datetime.now(SHANGHAI).date().isoformat()
    told("done", identifier, "--on", today, "--evidence", "整改报告〔2026〕3号")
    (listed,) = rows(told, "slip", "list")
    assert listed["statuses"] == {identifier: "done"}
    assert MATTER[1] not in told("check", *when, *after)
    entry = next(iter(read_entries(workspace_folder)))
    told("ledger", "reverse", str(entry.number), "--reason", "发错了")
    told("build")
    assert not (out / "register/ceshi/duban.html").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--matter", "整改"), "needs --matter, --due and --basis"),
        ((*MATTER[:2], "--due", "2022-01-01", "--basis", "会议"), "has passed"),
        (("--reply-by", "2022-01-01"), "has passed"),
    ],
)
def test_a_slip_without_its_day_or_basis_is_not_issued(
    told, here, workspace_folder, arguments, message
):
    del told
    ran = here("slip", "issue", "东镇", *arguments, "-o", workspace_folder / "1.docx")
    assert (ran.returncode, message in ran.stderr) == (2, True)
    assert not (workspace_folder / "1.docx").exists()
    assert list(read_entries(workspace_folder)) == []


def test_what_cannot_be_handed_over_is_not_said_to_be_issued(told, here, workspace_folder):
    del told
    ran = here("slip", "issue", "东镇", "-o", workspace_folder / "nowhere" / "1.docx")
    assert ran.returncode == 2
    assert list(read_entries(workspace_folder)) == []


def slip(number=0, *, unit="a/x", on="2026-03-01", about=("a",), nth=1):
    return Supervision(
        message=f"{unit}{number}{on}", unit=unit, number=number, round=nth, occurrences=about,
        on=dt.date.fromisoformat(on), by="安委办",
    )  # fmt: skip


def test_numbers_go_on_by_place_and_year_and_rounds_by_what_is_pressed_for():
    when = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
    facts = [
        slip(1), slip(2, about=("a", "b"), nth=2), slip(7, unit="b/y"), slip(9, on="2025-12-31"),
        slip(3, about=("c",), nth=4), Reversal(number=5, reason="错"),
    ]  # fmt: skip
    known = [Entry(number=n, recorded=when, fact=each) for n, each in enumerate(facts, 1)]
    found = [numbered(slip(about=about), known) for about in (("a",), ("b",), ("c",), ("d",))]
    assert [(each.number, each.round) for each in found] == [(4, 3), (4, 3), (4, 1), (4, 1)]
    assert numbered(slip(unit="b/y"), known).number == 8
    assert numbered(slip(on="2027-01-04"), known).number == 1
