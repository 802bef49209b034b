"""任务台账: one list, sifted by its address, and the same rows as files."""

import csv
import io
import re

import pytest
from desking import open_desk, text_of
from openpyxl import load_workbook

REGISTER = "/desk/yichuan/register"


@pytest.fixture(scope="module")
def owner(tmp_path_factory):
    return open_desk(tmp_path_factory.mktemp("desk")).owner()


def shown(page):
    return int(re.search(r"共 (\d+) 项", text_of(page))[1])


def rows(browser, asked):
    return browser.get(f"{REGISTER}.json?{asked}").json()


def test_each_status_counts_what_its_list_holds(owner):
    page = owner.get(REGISTER)

    counts = {int(n) for n in re.findall(r"(?:进行中|未开始|未纳入记录) (\d+)", text_of(page))}
    held = {shown(owner.get(f"{REGISTER}?status={one}")) for one in ("open", "upcoming")}
    assert held <= counts
    assert shown(page) == len(rows(owner, ""))


def test_sieves_work_together_and_words_find_act_and_alias(owner):
    found = rows(owner, "unit=yichuan/pengpo&month=2026-11&q=会议")

    assert {each["unit"] for each in found} == {"pengpo"}
    assert {each["due"][:7] for each in found} == {"2026-11"}
    assert rows(owner, "q=彭婆 会议") == rows(owner, "unit=yichuan/pengpo&q=会议")


def test_what_fits_nothing_says_what_to_drop(owner):
    page = text_of(owner.get(f"{REGISTER}?q=牡丹&month=2026-11"))

    assert "去掉“牡丹”" in page
    assert "去掉“2026-11”" in page


def test_a_page_too_far_is_the_last_one(owner):
    last = owner.get(f"{REGISTER}?p=99999")

    assert f"–{shown(owner.get(REGISTER))} 项" in text_of(last) or "项，共" in text_of(last)
    assert owner.get(f"{REGISTER}?p=-1").status_code == owner.get(f"{REGISTER}?p=x").status_code


def test_files_hold_the_rows_of_the_list(owner):
    asked = "unit=yichuan/pengpo&month=2026-11"
    count = len(rows(owner, asked))

    content = owner.get(f"{REGISTER}.csv?{asked}").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(content)))
    book = load_workbook(io.BytesIO(owner.get(f"{REGISTER}.xlsx?{asked}").content))
    ids = [row for row in book.active.iter_rows(values_only=True) if row[0] and "-" in str(row)]

    assert len(lines) == count + 1
    assert not content.startswith("\ufeff"), "a second mark would stand in the first heading"
    assert len([row for row in ids if any("@yichuan/pengpo" in str(one) for one in row)]) == count
    assert owner.get(f"{REGISTER}.docm").status_code == 404


def test_duties_without_a_date_are_listed_with_the_reason(owner):
    page = text_of(owner.get(REGISTER))

    assert "没有日期的" in page
    assert "原文只写“定期”" in page


def test_a_unit_sees_its_own_alone(tmp_path):
    desk = open_desk(tmp_path)
    person = desk.person("彭婆镇", "unit", "yichuan/pengpo")

    assert {each["unit"] for each in rows(person, "")} == {"pengpo"}
    assert rows(person, "unit=yichuan/baisha") == []


def test_a_tick_shows_in_the_rows_that_were_written_before(tmp_path):
    desk = open_desk(tmp_path)
    owner = desk.owner()
    asked = "unit=yichuan/pengpo&month=2026-11"
    before = rows(owner, asked)
    today = "/desk/yichuan/today"
    window = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11"
    page = owner.get(f"{today}?open={window}~2026-11-30")
    ticked = f"{window}@yichuan/pengpo"
    owner.send(page, "/desk/yichuan/done", occurrence=ticked, day="2026-11-25", evidence="1号")

    changed = [each for each in rows(owner, asked) if each not in before]
    assert [(each["id"], each["status"]) for each in changed] == [(ticked, "done")]


@pytest.mark.parametrize("asked", ["pengpo", "ppz", "彭婆", "PPZ"])
def test_a_unit_is_found_by_its_name_its_pinyin_and_its_initials(owner, asked):
    found = rows(owner, f"q={asked}")

    assert {each["unit"] for each in found} >= {"pengpo"}
    assert len({each["unit"] for each in found}) < 4
