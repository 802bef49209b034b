"""Every notice that we know agrees with the package on every day, and its own figures with it."""

from datetime import date
from pathlib import Path

import chinese_calendar
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from notice_text import NOTICE

from cadence.core import plain_text, unwritable
from cadence.rules.calendars import read_years, render_year
from cadence.workdays.notices import parse_notice
from cadence.workdays.years import days_of_year, differences, looker

NOTICES = sorted(ROOT.joinpath("tests", "notices").glob("*.txt"))
YEARS = [int(file.stem) for file in NOTICES]
# Days that a later decree moved, after the yearly notice: the package knows them, a notice cannot.
DECREES = {
    2015: {date(2015, 9, 3), date(2015, 9, 4), date(2015, 9, 6)},  # 70 years since the war's end
    2019: {
        date(2019, 4, 28),
        date(2019, 5, 2),
        date(2019, 5, 3),
        date(2019, 5, 5),
    },  # a longer 五一
    2020: {date(2020, 1, 31), date(2020, 2, 1)},  # the Spring Festival, prolonged for the epidemic
}


def parsed(text, document=None):
    return parse_notice(text, "notice.txt", document)


def problems(text, document=None):
    return [str(each) for each in parsed(text, document)[1]]


def notice_of(file):
    found, faults = parsed(file.read_text(encoding="utf-8"), "国办发明电")
    assert faults == ()
    return found


def test_the_notices_at_hand_are_those_of_2010_to_2026():
    assert list(range(2010, 2027)) == YEARS


@pytest.mark.parametrize("file", NOTICES, ids=lambda file: file.stem)
def test_a_notice_agrees_with_the_package_on_every_day_of_its_year(file):
    notice = notice_of(file)
    look = looker([notice])
    differing = {
        day.date
        for day in days_of_year(look, notice.year)
        if day.is_worked != chinese_calendar.is_workday(day.date)
    }
    assert differing == DECREES.get(notice.year, set())
    assert set(differences(notice)) == differing


@pytest.mark.parametrize("file", NOTICES, ids=lambda file: file.stem)
def test_days_of_the_december_before_agree_too(file):
    notice = notice_of(file)
    before = [
        day
        for each in notice.holidays
        for day in (*each.off, *each.worked)
        if day.year != notice.year
    ]
    look = looker([notice])
    assert [look(day).is_worked for day in before] == [
        chinese_calendar.is_workday(day) for day in before
    ]
    assert bool(before) == (notice.year in {2012, 2018, 2019, 2023, 2024})


@pytest.mark.parametrize("file", NOTICES, ids=lambda file: file.stem)
def test_what_is_written_is_read_back(file, tmp_path):
    notice = notice_of(file)
    (tmp_path / f"{notice.year}.yaml").write_text(render_year(notice), encoding="utf-8")
    assert read_years(tmp_path, "rules/calendar")[0] == (notice,)


@given(st.text().filter(lambda text: plain_text(text).strip() and not unwritable(plain_text(text))))
def test_a_number_of_any_signs_is_written_and_read_back(document):
    import tempfile

    notice, _faults = parsed(NOTICE, document)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "2027.yaml").write_bytes(render_year(notice).encode())
        (found,), (tree,) = read_years(Path(folder), "rules/calendar")
    assert tree.problems == []
    assert found.document == plain_text(document).strip()


@pytest.mark.parametrize("sign", ["\n", "\x0b", "\x1f", "\u2028", "\ud800", "\ufdd0"])
def test_a_number_that_no_file_can_hold_is_named(sign):
    (said,) = problems(NOTICE, f"国办发明电〔2026〕{sign}1号")
    assert f"U+{ord(sign):04X}" in said


def test_a_notice_as_it_is_published_is_read():
    notice, faults = parsed(NOTICE)
    assert faults == ()
    assert (notice.year, notice.document) == (2027, "国办发明电〔2026〕9号")
    assert [each.name for each in notice.holidays][-1] == "国庆节"
    qingming = next(each for each in notice.holidays if each.name == "清明节")
    assert qingming.off == (date(2027, 4, 3), date(2027, 4, 4), date(2027, 4, 5))
    assert not any(date(2027, 4, 30) in each.off for each in notice.holidays)


def test_spaces_and_widths_of_signs_mean_nothing():
    plain = NOTICE.replace("，", ",").replace("：", ":").replace("（", "(").replace("）", ")")
    spaced = plain.replace("月", " 月 ").replace("2027", "２０２７").replace("放假", "放\n  假")
    assert parsed(spaced) == parsed(NOTICE)
    assert parsed(NOTICE.replace("周日", "星期天")) == parsed(NOTICE)


FAULTS = {
    "共N天": ("共3天", "共4天", "notice.txt:5:24: says 4 days off and names 3"),
    "放假1天": ("放假1天，不", "放假2天，不", "notice.txt:9:17: says 2 days off and names 1"),
    "weekday": (
        "1月1日（周五）",
        "1月1日（周四）",
        "notice.txt:5:6: 2027年1月1日（周五） is not 周",
    ),
    "no end": ("至3日（周日）放假", "至放假", "5:15: a span needs its first and its last day"),
    "no beginning": ("1月1日（周五）至3", "至1月3", "5:6: a span needs its first and its last"),
    "no such day": ("6月9日（周三）", "6月31日", 'notice.txt:9:7: "6月31日" is not a date that'),
    "upside down": ("至11日（周四）", "至3日", "the span is upside down: it ends 2027-02-03"),
    "weekday worked": (
        "、2月20日（周六）上班",
        "、2月22日上班",
        "notice.txt:6:41: 2027年2月22日（周一） is no day of a weekend",
    ),
    "twice": ("9月15日（周三）", "10月1日（周五）", "notice.txt:11:7: 2027-10-01 is named twice"),
    "other year": ("五、端午节：6", "五、端午节：2028年6", "lies neither in 2027 nor in the"),
    "no weekend": (
        "4月5日（周一）",
        "4月7日",
        "notice.txt:7:14: these days do not adjoin",
    ),
    "no leave": ("放假1天。", "休1天。", 'notice.txt:10:16: "休1天" is not understood'),
    "nothing said": (
        "7日（周四）放假调休，",
        "7日（周四），",
        "is followed by neither 放假",
    ),
    "holiday missing": ("六、中秋节：9月15日（周三）放假1天。\n", "", "says nothing of: 中秋节"),
    "holiday empty": ("9月15日（周三）放假1天。", "另行通知。", "no day off is given for 中秋节"),
    "number missing": ("国办发明电〔2026〕9号", "", "prints no document number; give it with"),
    "title missing": ("关于2027年", "关于", "no title such as 关于2027年部分节假日安排的通知"),
}


@pytest.mark.parametrize(("old", "new", "message"), FAULTS.values(), ids=FAULTS)
def test_a_notice_that_does_not_agree_with_itself_is_refused(old, new, message):
    assert old in NOTICE
    found = problems(NOTICE.replace(old, new, 1))
    assert any(message in each for each in found), found


def test_the_number_may_be_given_beside_the_text():
    text = NOTICE.replace("国办发明电〔2026〕9号", "")
    notice, faults = parsed(text, "国办发明电〔2026〕9号")
    assert faults == ()
    assert notice == parsed(NOTICE)[0]


def test_nothing_at_all_is_no_notice():
    for text in ("", "\n", "关于2027年部分节假日安排的通知"):
        assert problems(text)


def test_what_the_whole_notice_lacks_is_said_at_its_beginning():
    (said,) = problems(NOTICE.replace("国办发明电〔2026〕9号", ""))
    assert said.startswith("notice.txt:1:1: prints no document number")
    (said,) = problems(NOTICE, "国办发明电〔2026〕\x0b1号")
    assert said.startswith("notice.txt:1:1: the document number")


CUTS = st.tuples(st.integers(0, len(NOTICE)), st.integers(0, 12))
SIGNS = st.text(alphabet="一二、：，。；（）0139年月日至上班放假共天补休\n 周星期", max_size=6)


@given(CUTS, SIGNS)
def test_a_damaged_notice_gives_a_notice_or_problems_and_never_falls_over(cut, signs):
    at, length = cut
    notice, faults = parsed(NOTICE[:at] + signs + NOTICE[at + length :])
    assert (notice is None) == bool(faults)
    assert all(each.message for each in faults)


@given(
    st.text(alphabet=st.sampled_from("0123456789年月日至周一二六（）、，。放假共天上班与末连休"))
)
def test_any_sentence_is_understood_or_said_not_to_be(sentence):
    text = NOTICE.replace("9月15日（周三）放假1天。", f"9月15日（周三）放假1天。{sentence}。")
    notice, faults = parsed(text)
    assert (notice is None) == bool(faults)
