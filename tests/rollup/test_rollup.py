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
