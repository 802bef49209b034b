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
