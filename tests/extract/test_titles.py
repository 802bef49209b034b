"""What a drafted duty is called: tables/titles.txt, by hand."""

import datetime as dt

import pytest
from conftest import ROOT

from cadence.extract.draft.draft import draft

TABLE = ROOT / "tests" / "tables" / "titles.txt"
TODAY = dt.date(2026, 2, 10)
NOTICE = (
    "河西镇安全生产委员会关于做好安全生产工作的通知\n各村、各单位：\n"
    "一、总体要求\n坚持安全第一。\n二、{}。\n2026年2月1日\n"
)
SHOWN = 20  # characters of a title on a phone's agenda


def rows():
    lines = TABLE.read_text("utf-8").splitlines()
    return [line.split(" | ") for line in lines if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize(("sentence", "title"), rows())
def test_a_duty_is_called_by_its_verb_and_object(sentence, title):
    made = draft(NOTICE.format(sentence), TODAY).rules[0].act
    assert made == title
    assert len(made) <= SHOWN


@pytest.mark.parametrize(
    ("sentence", "titles"),
    [
        ("各村每周巡河不少于1次，各镇每旬不少于1次", ["巡河", "巡河"]),
        ("企业主要负责人每季度带队检查不少于一次，分管负责人每月不少于两次", ["带队检查"] * 2),
        ("班组每日检查，各车间每周一次", ["检查", "检查"]),
        ("各村每周巡查一次，每月25日前报送情况", ["巡查", "报送情况"]),
    ],
)
def test_a_count_alone_goes_on_with_the_deed_before_it(sentence, titles):
    assert [each.act for each in draft(NOTICE.format(sentence), TODAY).rules] == titles
