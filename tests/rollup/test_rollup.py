"""Many places summed up: what check says, what was not reported, files that are none of ours."""

import csv
import io
import json
import shutil

import pytest

pytest.importorskip("duckdb", reason="rolling up needs the extra [province]")

DAY = ("--as-of", "2022-07-10")


@pytest.fixture
def office(cadence, workspace_folder):
    """Run a command in the small county."""

    def run(*asked):
        return cadence("--workspace", str(workspace_folder), *asked)

    return run


@pytest.fixture
def share(office, tmp_path):
    """A share on which two counties of one city and one of another have reported."""
    folder = tmp_path / "share"
    assert office("rollup", "write", str(folder / "henan" / "luoyang"), *DAY).returncode == 0
    (file,) = folder.rglob("*.parquet")
    for other in ("henan/luoyang/dongshi", "henan/shangqiu/xishi"):
        (folder / other).mkdir(parents=True)
        shutil.copy(file, folder / other / file.name)
    return folder


def shown(office, share, by, *more):
    return json.loads(
        office("rollup", "show", str(share), "--by", by, "--format", "json", *(more or DAY)).stdout
    )


def test_the_sums_are_what_check_counts(office, share):
    listed = csv.DictReader(io.StringIO(
        office("check", "--all", "--format", "csv", *DAY).stdout.removeprefix("\ufeff")
    ))  # fmt: skip
    states = [row["状态"].split()[0] for row in listed]
    levels = {row["name"][0]: row for row in shown(office, share, "level")["sums"]}
    county = levels["henan/luoyang/ceshi"]

    assert county["overdue"] == sum(each.startswith("逾期") for each in states)
    assert county["due_soon"] == sum(each.startswith("即将到期") for each in states)
    assert list(levels) == [
        "全部", "henan", "henan/luoyang", "henan/shangqiu",
        "henan/luoyang/ceshi", "henan/luoyang/dongshi", "henan/shangqiu/xishi",
    ]  # fmt: skip
    assert levels["全部"]["overdue"] == 3 * county["overdue"]
    assert levels["henan/luoyang"]["overdue"] == 2 * county["overdue"]


def test_what_is_overdue_longest_stands_first_and_every_miss_has_its_clause(office, share):
    clauses = shown(office, share, "clause")["sums"]
    missed = [row for row in clauses if row["overdue"]]
    assert missed == clauses[: len(missed)]
    ordered = [(row["overdue"], row["longest_days"]) for row in missed]
    assert ordered == sorted(ordered, reverse=True)
    assert all(len(row["name"]) == 3 and all(row["name"]) for row in clauses)


def test_who_reported_nothing_of_the_day_is_told_and_adds_to_no_sum(office, share):
    (gone,) = (share / "henan" / "shangqiu" / "xishi").glob("*.parquet")
    gone.rename(gone.with_name("2022-07-09.parquet"))
    ran = office("rollup", "show", str(share), *DAY)
    assert ran.returncode == 1
    assert "henan/shangqiu/xishi" in ran.stdout
    assert "2022-07-09" in ran.stdout

    found = shown(office, share, "level")
    assert found["places"] == 2
    assert found["missing"] == [
        {"place": "henan/shangqiu/xishi", "last": "2022-07-09", "why": ""}
    ]  # fmt: skip
    whole, county = found["sums"][0], found["sums"][-1]
    assert whole["overdue"] == 2 * county["overdue"]


@pytest.mark.parametrize("content", [b"", b"PAR1 no more", "报表".encode("gbk")])
def test_a_damaged_file_is_named_and_the_others_count(office, share, content):
    (file,) = (share / "henan" / "shangqiu" / "xishi").glob("*.parquet")
    file.write_bytes(content)
    found = shown(office, share, "place")
    (bad,) = found["missing"]
    assert (bad["place"], found["places"]) == ("henan/shangqiu/xishi", 2)
    assert "Parquet" in bad["why"]


def test_a_file_of_another_shape_is_not_summed(office, share):
    import duckdb

    (file,) = (share / "henan" / "shangqiu" / "xishi").glob("*.parquet")
    duckdb.sql("SELECT 'overdue' AS status").write_parquet(str(file))
    (bad,) = shown(office, share, "level")["missing"]
    assert "another version" in bad["why"]


def test_no_evidence_and_no_entry_travels(office, tmp_path):
    tail = "monthly-meeting:2022-06@ceshi/east"
    done = ("done", tail, "--on", "2022-06-20", "--evidence", "纪要第7号", "--by", "办公室主任")
    assert office(*done).returncode == 0
    office("rollup", "write", str(tmp_path / "share"), *DAY)
    (file,) = (tmp_path / "share").rglob("*.parquet")
    import duckdb

    said = repr(duckdb.read_parquet(str(file)).fetchall())
    assert "纪要第7号" not in said
    assert "办公室主任" not in said
    assert "'done'" in said


def test_a_folder_without_results_says_where_they_come_from(office, tmp_path):
    ran = office("rollup", "show", str(tmp_path), *DAY)
    assert ran.returncode == 2
    assert "cadence rollup write" in ran.stderr


def test_sums_are_also_a_table_and_csv(office, share):
    table = office("rollup", "show", str(share), "--by", "unit", *DAY)
    assert "逾期未办" in table.stdout
    assert table.returncode == 0
    rows = office("rollup", "show", str(share), "--by", "unit", "--format", "csv", *DAY).stdout
    assert rows.startswith("\ufeff")
    assert "按时率" in rows


PUBLISHED = "address: http://10.0.0.8:8000/\ntracking_from: 2022-05-01\n"


@pytest.fixture
def published(workspace_folder, share, here):
    """The share of a county that publishes, that missed some, and where one thing is claimed."""
    from datetime import date, datetime

    from cadence.core.dates import SHANGHAI
    from cadence.core.facts import Claimed, Done
    from cadence.ledger import open_ledger

    (workspace_folder / "rules" / "ceshi" / "policy.yaml").write_text(PUBLISHED, "utf-8")
    head = "ceshi/notice:monthly-meeting:2022-"
    facts = (
        Done(occurrence=f"{head}06@ceshi/east", on=date(2022, 6, 20), evidence="纪要"),
        Claimed(occurrence=f"{head}06@ceshi/west", on=date(2022, 6, 21), by="西乡"),
    )
    with open_ledger(workspace_folder) as ledger, ledger.writing():
        ledger.append_all(facts, datetime(2022, 6, 22, 9, tzinfo=SHANGHAI))
    assert here("rollup", "write", share / "henan" / "luoyang", *DAY).returncode == 0
    return share


def told(here, *asked):
    return json.loads(here("rollup", "show", *asked, "--format", "json", *DAY).stdout)["sums"]


def test_a_claim_is_owed_and_neither_done_nor_missed(here, published):
    county = "henan/luoyang/ceshi"
    (row,) = (each for each in told(here, published) if each["name"] == [county])
    # May, which both townships missed, and June; what April cut short is shown only.
    assert (row["owed"], row["done"], row["claimed"], row["overdue"]) == (4, 1, 1, 2)
    assert row["page"] == "http://10.0.0.8:8000/check/ceshi.html"
    (east,) = (
        each for each in told(here, published, "--by", "unit", "--within", county)
        if each["name"][1] == "东镇"
    )  # fmt: skip
    assert east["page"] == "http://10.0.0.8:8000/units/ceshi/east.html"
    assert (east["done"], east["claimed"]) == (1, 0)


def test_a_level_alone_is_summed_and_one_that_is_not_there_is_told(here, published):
    names = [row["name"][0] for row in told(here, published, "--within", "henan/luoyang/")]
    assert names == [
        "全部",
        "henan",
        "henan/luoyang",
        "henan/luoyang/ceshi",
        "henan/luoyang/dongshi",
    ]
    ran = here("rollup", "show", published, "--within", "henan/luo", *DAY)
    assert ran.returncode == 2
    assert "henan/luo" in ran.stderr


def test_the_page_leads_from_a_clause_to_who_misses_it_and_to_the_place_s_page(
    here, published, tmp_path
):
    from lxml import html

    (published / "henan" / "kaifeng").mkdir()
    (gone,) = (published / "henan" / "shangqiu" / "xishi").glob("*.parquet")
    gone.rename(published / "henan" / "kaifeng" / "2022-07-01.parquet")
    page = tmp_path / "sums.html"
    ran = here("rollup", "show", published, "--format", "html", "-o", page, *DAY)
    assert ran.returncode == 1  # kaifeng reported nothing of the day
    tree = html.fromstring(page.read_bytes())
    assert tree.xpath("//section[h2/@id='missing']//td[1]/text()") == ["henan/kaifeng"]
    bar = tree.xpath("//nav[@class='rooms']/a")
    assert [each.text for each in bar] == ["没有计入", "各级", "各条款", "各类单位", "各文件"]
    assert all(tree.xpath(f"//*[@id='{each.get('href')[1:]}']") for each in bar)
    (link,) = tree.xpath("//section[h2/@id='level']//a")
    assert (link.text, link.get("href")) == (
        "henan/luoyang/ceshi", "http://10.0.0.8:8000/check/ceshi.html",
    )  # fmt: skip
    opened = tree.xpath("//section[h2/@id='clause']//details")
    assert [each.find("summary").text for each in opened] == ["召开安全专题会议"]
    assert [row.find("td").text for row in opened[0].findall(".//tbody/tr")] == ["henan"]
    within = here(
        "rollup", "show", published, "--format", "html", "--within", "henan/luoyang", *DAY
    )
    opened = html.fromstring(within.stdout).xpath("//section[h2/@id='clause']//details")
    assert [row.find("td").text for row in opened[0].findall(".//tbody/tr")] == [
        "henan/luoyang/ceshi"
    ]


def test_the_workbook_has_a_sheet_for_each_way_to_look_at_it(here, published, tmp_path):
    import openpyxl

    book = tmp_path / "sums.xlsx"
    refused = here("rollup", "show", published, "--format", "xlsx", *DAY)
    assert refused.returncode == 2
    assert here("rollup", "show", published, "--format", "xlsx", "-o", book, *DAY).returncode == 0
    first = book.read_bytes()
    found = openpyxl.load_workbook(book)
    assert found.sheetnames == ["各级", "各地", "各文件", "各条款", "各类单位", "各单位"]
    heads, *rows = ([cell.value for cell in row] for row in found["各级"].iter_rows(min_row=4))
    at = dict(zip(heads, rows[0], strict=True))
    assert (at["范围"], at["应办"], at["办结待补材料"]) == ("全部", 4, 1)
    assert rows[4][-1] == "http://10.0.0.8:8000/check/ceshi.html"
    here("rollup", "show", published, "--format", "xlsx", "-o", book, *DAY)
    assert book.read_bytes() == first


def test_a_place_that_owes_nothing_reports_that(here, workspace_folder, tmp_path):
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    head, rules = pack.read_text(encoding="utf-8").split("rules:\n")
    always = rules.index("  - id: always")
    pack.write_text(f"{head}rules:\n{rules[always : rules.index('  - id: sometimes')]}", "utf-8")
    assert here("rollup", "write", tmp_path / "share", *DAY).returncode == 0
    shown = json.loads(here("rollup", "show", tmp_path / "share", "--format", "json", *DAY).stdout)
    assert (shown["places"], shown["missing"]) == (1, [])
    assert shown["sums"][0]["owed"] == 0
