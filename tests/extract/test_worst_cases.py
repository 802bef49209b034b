"""Texts made to trip regular expressions: every one is read to its end, none for ever."""

from datetime import date
from pathlib import Path

import pytest
from mutants import at_most

from cadence.core import CadenceError
from cadence.extract.draft.draft import draft
from cadence.extract.files.markup import html_text
from cadence.extract.text.bodies import is_bodies, split, subject
from cadence.extract.text.head import ABOUT, ADOPTED
from cadence.extract.text.paragraphs import Source
from cadence.extract.text.tails import tails
from cadence.extract.times.phrases import find, table

LONG = 100_000
SECONDS = 10  # of minutes or years that a pattern that goes back takes
PIECES = (  # noqa: SIM905 - a list would fill the page
    "每 年 年内 一 1 九十 2022年 2022年6月 每月 每季度 自起 内 前 不少于 至少 （ ） （（ 《 、 至"
    " 年度 应当 的 各 局 县局、 责任单位： 完成时限： 发生 一、 （一） 1. 每年1月和 制定年度 保存"
    " 1月1日至 6月至 关于 按月 次 期间 汛期 第一条 各村、 2022- ― a １"
).split()


@pytest.mark.parametrize("piece", PIECES)
def test_a_hundred_thousand_characters_of_one_piece_are_read_to_the_end(piece):
    text = piece * (LONG // len(piece))
    with at_most(SECONDS):
        made = draft(text, date(2026, 1, 1))
    told = (*made.rules, *made.no_duty, *made.not_understood)
    assert all("".join(each.quote.split()) in "".join(text.split()) for each in told)
    assert len(made.passages) <= len(text)


@pytest.mark.parametrize(
    "piece", ["每月", "2022年", "年内发生", "制定年度", "至少", "自", "保存", "累计"]
)
def test_a_long_sentence_that_almost_matches_is_read_to_the_end(piece):
    text = (piece + "甲乙丙丁" * 4) * (LONG // 20)
    with at_most(SECONDS):
        found = find(text)
    ends = [0, *(phrase.end for phrase in found)]
    assert all(phrase.start >= end for phrase, end in zip(found, ends, strict=False))


def test_every_line_of_the_table_meets_its_own_words_over_and_over():
    for words in table():
        plain = "".join(sign for sign in words.words if "\u4e00" <= sign <= "\u9fff")
        text = plain * (10_000 // max(1, len(plain)))
        with at_most(SECONDS):
            covered = sum(len(found[0]) for found in words.pattern.finditer(text))
        assert covered <= len(text)


@pytest.mark.parametrize(
    "piece", ["县", "各乡镇、", "（", "（各局", "责任单位：各", "部门和", "，牵头", "局"]
)
def test_names_that_never_end_are_read_to_the_end(piece):
    text = piece * (LONG // len(piece))
    with at_most(SECONDS):
        named = [name for _role, names in tails(text) for name in names]
        parts = split(text[:5000])
        begun = subject(text)
        is_bodies(text)
    assert sum(map(len, named)) <= len(text)
    assert sum(map(len, parts)) <= len(text)
    assert all(name in text for name in begun)


@pytest.mark.parametrize("pattern", [ABOUT, ADOPTED])
@pytest.mark.parametrize("piece", ["关于", "县", "2022年1月1日", "委员会", "（"])
def test_heads_that_never_end_are_read_to_the_end(pattern, piece):
    # A head is never longer; see head.LONGEST_LINE.
    text = piece * (2_000 // len(piece))
    with at_most(SECONDS):
        assert sum(len(found[0]) for found in pattern.finditer(text)) <= len(text)


@pytest.mark.parametrize(
    "said", ["1月1日至", "第{}村每月25日前报送情况", "{}号楼2026年6月30日前完成"]
)
def test_more_times_than_any_document_names_are_refused_before_they_are_read(said):
    cells = "".join(f"<td>{said.format(n)}</td>" for n in range(4500))
    with at_most(SECONDS), pytest.raises(CadenceError, match=r"more than 4000 times; cut it"):
        draft(html_text(f"<table><tr>{cells}</tr></table>", Path("x.html")), date(2026, 1, 1))


def test_as_many_times_as_a_document_may_name_are_all_read():
    lines = (f"县局第{n}科每月25日前报送。\n" for n in range(4000))
    made = draft("关于加强安全生产工作的通知\n" + "".join(lines), date(2026, 1, 1))
    assert len(made.rules) == 4000


def test_blank_lines_and_short_lines_in_great_number_are_read_to_the_end():
    with at_most(SECONDS):
        assert Source("\n" * LONG).paragraphs == ()
        assert len(Source("甲。\n" * LONG).paragraphs) == LONG
