"""What is plainly a name is taken for one at once, and never where it is none."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cadence.ledger.evidence import NOTHING, _is_named, _is_plainly_named, leads_somewhere

ODD = ("=", "@", "#N/A", "<br>", "DISPIMG(", "（", "&nbsp;", "_xlfn", "１２", "·", " ", ".", "-")
NAMED = ("详见附件", "电子版", "会议纪要", "〔2026〕11号", "2026-11-18", "a")
PIECES = (*sorted(NOTHING), *NAMED, *ODD)


@given(st.lists(st.sampled_from(PIECES), max_size=5).map("".join))
@settings(max_examples=400, deadline=None)
@example("false 1")
@example("false1")
@example("全部完成1")
@example("会议纪要<br>")
def test_what_is_taken_at_once_is_what_a_long_look_takes_too(text):
    assert _is_named(text) or not _is_plainly_named(text)


@pytest.mark.parametrize("text", ["会议纪要第5号", "None of these.pdf", "安委〔2026〕3号"])
def test_names_are_evidence(text):
    assert leads_somewhere(text)


@pytest.mark.parametrize("text", ["已完成", "全部完成", "详见附件 1", "nan", "NaN", "False 2026"])
def test_words_that_name_nothing_are_none(text):
    assert not leads_somewhere(text)
