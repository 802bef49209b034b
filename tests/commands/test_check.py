"""`cadence check` from the shell: what is reported, by whom, and what follows from it."""

import csv
import datetime as dt
import io
import json
import re
import shutil

import openpyxl
import pytest
from conftest import ROOT
from docx import Document

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Done, Extension, Waiver
from cadence.ledger.store import open_ledger

EAST = "ceshi/notice:monthly-meeting:2026-09@ceshi/east"
AS_OF = ("--as-of", "2026-11-21")
LONG_AGO = ("--from", "2020-01-01", "--to", "2020-12-31")
THIS_YEAR = ("--from", "2026-01-01", "--to", "2026-12-31")


@pytest.fixture
def office(workspace_folder, cadence):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("tracking_from: 2026-09-01\n", encoding="utf-8")

    def run(*arguments, **more):
        return cadence("--workspace", workspace_folder, *arguments, **more)

    run.folder = workspace_folder
    return run


def known(office, *facts, at="2026-11-10 09:00"):
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    with open_ledger(office.folder) as ledger, ledger.writing():
        for fact in facts:
            ledger.append(fact, moment)


def done(occurrence, on):
    return Done(occurrence=occurrence, on=dt.date.fromisoformat(on), evidence="会议纪要")


def found(office, *arguments):
    ran = office("check", *AS_OF, *arguments, "--format", "json")
    return ran.returncode, {each["id"]: each for each in json.loads(ran.stdout)}


def test_silence_counts_and_the_exit_code_says_so(office):
    code, judged = found(office)
    assert code == 1
    assert judged[EAST]["status"] == "overdue"
    assert judged[EAST]["days_late"] == 52  # September 30 to November 21
    assert len([each for each in judged.values() if each["status"] == "overdue"]) == 5


def test_without_anything_overdue_the_exit_code_is_zero(office):
    ran = office("check", "--as-of", "2026-09-15")
    assert ran.returncode == 0
    assert "0 overdue" in ran.stderr


def test_overdue_comes_first_then_due_soon_then_late(office):
    known(office, done(EAST, "2026-10-12"))
    ran = office("check", "--as-of", "2026-11-28", "--format", "json")
    order = [each["status"] for each in json.loads(ran.stdout)]
    assert order == sorted(order, key=["overdue", "due_soon", "late"].index)
    assert set(order) == {"overdue", "due_soon", "late"}


def test_done_late_stays_late_and_says_both_days(office):
    known(office, done(EAST, "2026-10-12"))
    _code, judged = found(office)
    late = judged[EAST]
    assert (late["status"], late["days_late"]) == ("late", 12)
    assert (late["due"], late["done_on"]) == ("2026-09-30", "2026-10-12")
    assert late["evidence"] == "会议纪要"
    assert "逾期完成（2026-10-12完成，逾12日）" in office("check", *AS_OF).stdout


def test_one_entry_settles_one_occurrence_and_no_other(office):
    known(office, done(EAST, "2026-09-12"))
    _code, judged = found(office, "--all")
    assert judged[EAST]["status"] == "done"
    assert judged[EAST.replace("-09@", "-10@")]["status"] == "overdue"
    assert judged[EAST.replace("east", "west")]["status"] == "overdue"


def test_all_shows_what_is_waived_extended_and_unknown(office):
    west = EAST.replace("east", "west")
    known(
        office,
        Waiver(occurrence=EAST, document="免办决定", by="主任"),
        Extension(occurrence=west, to=dt.date(2026, 12, 1), document="批复", by="主任"),
        at="2026-09-30 17:00",
    )
    _code, judged = found(office, "--all")
    assert judged[EAST]["status"] == "waived"
    assert judged[EAST]["waived_by"] == "免办决定"
    assert judged[west]["status"] == "extended"
    assert judged[west]["extended_to"] == "2026-12-01"
    assert judged[EAST.replace("-09@", "-08@")]["status"] == "untracked"


def test_a_past_day_is_judged_alike_whenever_it_is_asked_for(office):
    asked = ("--as-of", "2026-10-05", "--known-at", "2026-10-05", "--all", "--format", "json")
    before = office("check", *asked).stdout
    known(office, done(EAST, "2026-09-12"), at="2026-10-20 09:00")
    assert office("check", *asked).stdout == before
    by_now = json.loads(office("check", *asked[:2], "--all", "--format", "json").stdout)
    assert next(each for each in by_now if each["id"] == EAST)["status"] == "done"


def test_what_was_missed_last_year_is_still_listed_this_year(office):
    ran = office("check", "--as-of", "2027-01-10", "--format", "json")
    assert EAST in [each["id"] for each in json.loads(ran.stdout)]
    ran = office("check", "--as-of", "2027-01-10", "--from", "2027-01-01", "--format", "json")
    assert EAST not in [each["id"] for each in json.loads(ran.stdout)]


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("unit", ["东镇", "西乡", "县委主要负责人"]),
        ("post", ["县委主要负责人"]),
        ("document", ["测安委〔2022〕1号"]),
        ("month", [f"2026-{month:02}" for month in range(1, 13)]),
    ],
)
def test_duties_are_counted_by_four_ways_to_look_at_them(office, by, names):
    ran = office("check", *AS_OF, *THIS_YEAR, "--by", by, "--format", "json")
    counted = json.loads(ran.stdout)
    assert sorted(each["name"] for each in counted) == sorted(names)
    if by == "unit":
        east = next(each for each in counted if each["name"] == "东镇")
        assert (east["overdue"], east["open"], east["untracked"]) == (2, 1, 8)


@pytest.mark.parametrize(
    ("name", "begins"), [("c.xlsx", b"PK"), ("c.html", b"<!doctype"), ("c.txt", "状态".encode())]
)
def test_the_ending_of_the_file_says_what_it_holds(office, tmp_path, name, begins):
    file = tmp_path / name
    assert office("check", *AS_OF, "-o", file).returncode == 1
    assert file.read_bytes().removeprefix("#　 ".encode()).lstrip().startswith(begins)
    told = office("check", *AS_OF, "--format", "json", "-o", file)  # unless one says otherwise
    assert told.returncode == 1
    assert file.read_bytes().startswith(b"[")


def test_csv_and_xlsx_and_html_hold_the_same_rows(office, tmp_path):
    rows = list(csv.reader(io.StringIO(office("check", *AS_OF, "--format", "csv").stdout[1:])))
    book, page = tmp_path / "check.xlsx", tmp_path / "check.html"
    for file in (book, page):
        assert office("check", *AS_OF, "--format", file.suffix[1:], "-o", file).returncode == 1
    sheet = openpyxl.load_workbook(book).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert cells == rows
    assert rows[0][-1] == "编号"  # by which the file is read back; on paper nobody needs it
    last = openpyxl.utils.get_column_letter(len(rows[0]) - 1)
    assert sheet.print_area.endswith(f"!$A$1:${last}${3 + len(rows)}")
    assert max(sheet.row_dimensions[at].height for at in range(5, 4 + len(rows))) <= 16
    text = page.read_text(encoding="utf-8")
    assert all(cell in text for row in rows[1:] for cell in row)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "xlsx"), "needs -o FILE"),
        (("--by", "unit", "--format", "html"), "prints a table, json or csv"),
        (("--as-of", "2026-02-30"), "is not a time"),
        (("--unit", "nobody"), 'no unit has the id "nobody"'),
        (("--format", "html", "-o", "no/such/folder/a.html"), "cannot be written"),
    ],
)
def test_what_cannot_be_asked_is_refused(office, arguments, message):
    ran = office("check", *arguments)
    assert ran.returncode == 2
    assert message in ran.stderr


def test_a_digest_writes_a_message_and_a_slip_for_each_unit_and_sends_nothing(office):
    ran = office("check", *AS_OF, "--digest")
    folder = office.folder / "out" / "check" / "ceshi" / "digest-2026-11-21"
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        f"{unit}.{ending}"
        for unit in ("east", "west", "secretary")
        for ending in ("txt", "html", "docx")
    )
    message = (folder / "east.txt").read_text(encoding="utf-8")
    assert message.strip() in ran.stdout
    assert "东镇：截至11月21日，逾期未完成2项" in message
    assert (
        "召开安全专题会议（测安委〔2022〕1号 二/（一）/1），2026-09-30到期，已逾期52日" in message
    )
    words = ("督办单", "东镇", "召开安全专题会议", "2026-09-30", "52日", "测试县安委会办公室")
    page = (folder / "east.html").read_text(encoding="utf-8")
    assert all(word in page for word in words)
    document = Document(folder / "east.docx")
    texts = [each.text for each in document.paragraphs]
    texts += [cell.text for row in document.tables[0].rows for cell in row.cells]
    everything = "\n".join(texts).replace("督　办　单", "督办单")
    assert all(word in everything for word in words)


def test_a_slip_that_holds_no_more_is_withdrawn_the_same_day(office):
    office("check", *AS_OF, "--digest")
    folder = office.folder / "out" / "check" / "ceshi" / "digest-2026-11-21"
    assert (folder / "west.docx").exists()
    missed = json.loads(office("check", *AS_OF, "--unit", "west", "--format", "json").stdout)
    overdue = [each["id"] for each in missed if each["status"] == "overdue"]
    known(office, *(done(each, "2026-11-20") for each in overdue))

    office("check", *AS_OF, "--pack", "ceshi/notice", "--digest")
    assert (folder / "west.docx").exists()  # of one document alone nobody can tell
    office("check", *AS_OF, "--digest")

    assert {each.suffix for each in folder.glob("west.*")} <= {".txt"}
    assert (folder / "east.docx").exists()


def test_a_digest_of_the_same_day_is_the_same_bytes(office):
    def files():
        office("check", *AS_OF, "--digest")
        folder = office.folder / "out" / "check" / "ceshi" / "digest-2026-11-21"
        return {
            file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in folder.iterdir()
        }

    assert files() == files()


def test_the_board_shows_the_worst_of_each_cell_and_leads_to_its_list(office):
    known(office, done(EAST, "2026-10-12"))
    assert office("build", *AS_OF).returncode == 0
    page = (office.folder / "out" / "check" / "ceshi.html").read_text(encoding="utf-8")
    units = "../units/ceshi"
    for cell in (
        f'class="c-late" href="{units}/east.html#m2026-09" title="逾期完成1项">迟1<',
        f'class="c-overdue" href="{units}/west.html#m2026-09"',
        f'class="c-untracked" href="{units}/east.html#m2026-08"',
        f'class="c-upcoming" href="{units}/east.html#m2027-01"',
    ):
        assert cell in page
    listed = (office.folder / "out" / "units" / "ceshi" / "east.html").read_text(encoding="utf-8")
    assert 'id="m2026-09"' in listed
    found = re.search(r'title="([^"]*)">✕(\d)/(\d)<', page.partition("<tfoot>")[2])  # the foot's
    assert found
    worst, size = int(found[2]), int(found[3])
    assert {"逾期完成1项", f"逾期未完成{worst}项"} == set(found[1].split("、"))
    assert size == worst + 1


def test_words_of_others_are_escaped_on_every_page(office):
    pack = office.folder / "rules" / "ceshi" / "notice.yaml"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(
        text.replace("act: 召开安全专题会议", "act: <script>x</script>"), encoding="utf-8"
    )
    office("build", *AS_OF)
    office("check", *AS_OF, "--digest")
    pages = list((office.folder / "out" / "check").rglob("*.html"))
    assert len(pages) > 3
    assert not [page for page in pages if "<script>" in page.read_text(encoding="utf-8")]


def test_the_board_of_a_place_that_left_goes(office):
    assert office("build", *AS_OF).returncode == 0
    (office.folder / "rules" / "ceshi").rename(office.folder / "rules" / "other")
    assert office("build", *AS_OF, "--force").returncode == 0
    folder = office.folder / "out" / "check"
    left = {file.relative_to(folder).as_posix() for file in folder.rglob("*.html")}
    assert left == {"other.html", "other/overview.html"}


def test_a_part_of_a_build_leaves_the_others_as_they_were(office):
    assert office("build", *AS_OF, "--only", "boards").returncode == 0
    assert sorted(each.name for each in (office.folder / "out").glob("[a-z]*")) == ["check"]


def test_an_extended_duty_is_listed_once_its_new_day_is_near(office):
    given_more = Extension(occurrence=EAST, to=dt.date(2026, 12, 5), document="批复", by="主任")
    known(office, given_more, at="2026-09-30 17:00")
    far, near = (
        office("check", "--as-of", day, "--unit", "east", "--format", "json").stdout
        for day in ("2026-12-01", "2026-12-02")
    )
    assert EAST not in [each["id"] for each in json.loads(far)]
    (listed,) = [each for each in json.loads(near) if each["id"] == EAST]
    assert (listed["status"], listed["extended_by"]) == ("extended", "批复")
    message = office("check", "--as-of", "2026-12-05", "--unit", "east", "--digest").stdout
    assert "已延至2026-12-05" in message


def test_what_was_recorded_on_the_day_known_at_counts(office):
    known(office, done(EAST, "2026-09-12"), at="2026-09-30 17:00")
    asked = ("--as-of", "2026-10-05", "--all", "--unit", "east", "--format", "json", "--known-at")
    for known_at, status in (("2026-09-30", "done"), ("2026-09-30 16:59", "overdue")):
        judged = json.loads(office("check", *asked, known_at).stdout)
        assert [each["status"] for each in judged if each["id"] == EAST] == [status]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("check", "--from", "2026-11-01", "--to", "2026-11-05"), "nothing is overdue, late or"),
        (("check", "--all", *LONG_AGO), "no duty falls into the days asked about"),
        (("occurrences", *LONG_AGO), "nothing to list"),
        (("ledger", "show"), "nothing to list"),
    ],
)
def test_a_list_of_nothing_is_a_sentence_and_no_head_without_rows(office, arguments, sentence):
    ran = office(*arguments)
    assert ran.stdout.startswith(sentence)
    assert ran.stdout.count("\n") == 1


def test_a_build_that_has_stopped_running_is_noticed(office):
    quiet = ("check", "--as-of", "2026-09-15")
    assert office(*quiet).returncode == 0  # never built: nothing is stale
    assert office("build").returncode == 0
    assert office(*quiet).returncode == 0
    built = office.folder / ".cadence" / "built.json"
    noted = json.loads(built.read_text(encoding="utf-8"))
    at = dt.datetime.fromisoformat(noted["at"])
    for days, code in ((2, 0), (4, 1)):
        noted["at"] = (at - dt.timedelta(days=days)).isoformat()
        built.write_text(json.dumps(noted), encoding="utf-8")
        ran = office(*quiet)
        assert ran.returncode == code, ran.stderr
        assert ("out/ was built 4 days ago, and the office allows 3" in ran.stderr) is (code == 1)
    office("build", "--only", "feeds")
    assert office(*quiet).returncode == 1  # a part is not the whole
    index = (office.folder / "out" / "index.html").read_text(encoding="utf-8")
    assert 'data-days="3"' in index
    built.write_text("{", encoding="utf-8")
    assert office(*quiet).returncode == 0


def test_one_unit_is_asked_about_beside_places_that_do_not_have_it(here, workspace_folder):
    """A workspace of `init` holds national/, whose rules bind everywhere and which has no units."""
    shutil.copytree(ROOT / "rules" / "national", workspace_folder / "rules" / "national")
    for asked in (["check"], ["occurrences"], ["overview"]):
        ran = here(*asked, "--unit", "east", "--from", "2022-06-01", "--to", "2022-12-31")
        assert (ran.returncode in {0, 1}, ran.stderr.count("left out")) == (True, 0), ran.stderr
