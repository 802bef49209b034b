"""A pack held against its text: what agrees is silent, every planted mistake is found."""

import hashlib

import pytest
from conftest import PACK, TEXT

from cadence.extract.verify.coverage import cover, read_clauses
from cadence.rules.workspace import read_workspace

NO_DUTY = "no_duty: [{clause: 一, reason: 总体要求}]\n"


@pytest.fixture
def codes(workspace_folder):
    """Check a changed pack against a changed text; gives the findings' codes and clauses."""

    def check(old="", new="", text=TEXT, known=True, idle="]"):
        content = text.encode()
        digest = hashlib.sha256(content).hexdigest()
        pack = PACK.replace(old, new, 1) + NO_DUTY.replace("]", idle)
        if known:
            pack = pack.replace("  revised", f"  sha256: {digest}\n  revised")
        file = workspace_folder / "rules" / "ceshi" / "notice.yaml"
        file.write_text(pack, encoding="utf-8")
        found = cover(read_workspace(workspace_folder).packs[0], content, text)
        return [(each.code, *each.clauses) for each in found.findings], found

    return check


def test_a_pack_that_accounts_for_its_text_is_silent(codes):
    found, coverage = codes()
    assert found == []
    assert (coverage.carried, coverage.without_duty, coverage.unaccounted) == (4, 1, 0)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("quote: 每季度至少", "quote: 每季度最少", ("quote_missing", "ceshi/notice:二/（一）/2")),
        (
            "quote: 定期研判安全风险",
            "quote: 每月至少召开一次",
            ("quote_missing", "ceshi/notice:二/（三）"),
        ),
        ("clause: 二/（三）", "clause: 二/（四）", ("clause_missing", "ceshi/notice:二/（四）")),
        ("clause: 二/（二）", "clause: 二/（三）", ("unaccounted", "ceshi/notice:二/（二）")),
    ],
)
def test_a_planted_mistake_is_found(codes, old, new, expected):
    assert old in PACK
    found, _ = codes(old, new)
    assert expected in found


def test_the_acts_own_words_stand_in_the_clause_too(codes):
    found, _ = codes("quote: 定期研判安全风险", "quote: 定期研判\n    act_quote: 安全风险")
    assert found == []
    wrong, coverage = codes("quote: 定期研判安全风险", "quote: 定期研判\n    act_quote: 质量风险")
    assert wrong == [("quote_missing", "ceshi/notice:二/（三）")]
    assert coverage.findings[0].advice == "请按原文逐字改正 act_quote"


def test_a_clause_cannot_be_both_ruled_and_idle(workspace_folder):
    file = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    file.write_text(f"{PACK}no_duty: [{{clause: 二/（三）, reason: 无}}]\n", encoding="utf-8")
    found = cover(read_workspace(workspace_folder).packs[0], TEXT.encode(), TEXT)
    assert any("既有规则，又列在 no_duty 中" in each.message for each in found.findings)


def test_brackets_are_folded_where_clauses_are_compared(codes):
    found, _ = codes("clause: 二/（三）", "clause: 二/(三)")
    assert found == []


def test_a_clause_added_to_the_text_is_unaccounted_and_the_bytes_differ(codes):
    found, coverage = codes(text=TEXT + "（四）督导检查。每旬督导一次。\n", known=False)
    assert ("unaccounted", "ceshi/notice:二/（四）") in found
    assert coverage.unaccounted == 1
    assert ("text_differs",) in found


@pytest.mark.parametrize(
    ("added", "found"),
    [
        ("每年12月底前向县安委办报送年度总结。", True),
        ("接到事故报告后1小时内上报。", True),
        ("认真落实责任。", False),
        ("2021年以来成效明显。", False),
    ],
)
def test_time_words_that_no_rule_of_their_clause_quotes_are_found(codes, added, found):
    text = TEXT.replace("长期坚持。", f"长期坚持。{added}")
    codes, _ = codes(text=text)
    assert (("time_unaccounted", "ceshi/notice:二/（二）") in codes) is found


@pytest.mark.parametrize(
    ("quote", "answers"),
    [
        ("每年12月底前向县安委办报送年度总结", True),
        ("12月底前", True),
        ("每年", False),
        ("报送年度总结", False),
        ("每年2月底前", False),
    ],
)
def test_a_person_says_of_time_words_that_they_ask_nothing_with_each_figure(codes, quote, answers):
    text = TEXT.replace("长期坚持。", "长期坚持。每年12月底前向县安委办报送年度总结。")
    idle = f"{{clause: 二/（二）, quote: {quote}, reason: 无}}"
    found, _ = codes(text=text, idle=f", {idle}]")
    assert (("time_unaccounted", "ceshi/notice:二/（二）") not in found) is answers


def test_headings_need_no_rule():
    clauses = read_clauses(TEXT)
    assert [key for key, clause in clauses.items() if clause.is_heading] == [
        "二",
        "二/(一)",
        "末段",
        "正文",
    ]
    assert clauses["二/(一)/1"].own == "每月至少召开一次安全专题会议，有会议记录。"
