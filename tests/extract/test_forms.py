"""A copy of a document in traditional characters is read as the document itself is."""

import datetime as dt

import pytest
from timing_text import shown

from cadence.extract.draft.draft import draft
from cadence.extract.files.forms import simplified
from cadence.extract.files.reader import read_text

TODAY = dt.date(2026, 2, 10)
COPY = (
    "河西縣安全生產例會制度\n為加強對安全生產工作的領導，特制定本制度。\n"
    "一、縣應急局每季度組織召開一次安全生產會議。\n二、各鄉鎮應當於每月25日前報送檢查情況。\n"
    "三、各學校每學期組織開展一次演練。\n"
)


def test_a_copy_in_traditional_characters_gives_its_duties(tmp_path):
    file = tmp_path / "制度.txt"
    file.write_text(COPY, "utf-8")
    made = draft(read_text(file), TODAY)
    assert [(rule.named, shown(rule.timing)) for rule in made.rules] == [
        (("县应急局",), "cadence quarter 1"),
        (("各乡镇",), "periodic_deadline month 25"),
        (("各学校",), "cadence term 1"),
    ]
    assert made.rules[0].quote in read_text(file)


def test_every_letter_keeps_its_place():
    assert len(simplified(COPY)) == len(COPY)


@pytest.mark.parametrize(
    "text",
    [
        "一、县应急局每季度组织召开一次会议。\n二、港澳商户“東門老鋪”由商会联系。\n" * 3,
        "東門會議",  # a name of four letters tells nothing
        "",
    ],
)
def test_a_name_in_traditional_characters_stays_as_it_is_printed(text):
    assert simplified(text) == text
