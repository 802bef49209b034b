"""Ways of speaking met in documents that nobody had tuned the grammar to, in invented sentences.

Each line of tables/unseen.txt is read as one clause of a notice or of a standing rule, and gives
its timings and who is bound; what it says of time is found somewhere in the output in any case.
"""

import datetime as dt

import pytest
from conftest import ROOT
from timing_text import shown

from cadence.extract.draft.draft import draft
from cadence.extract.draft.nouns import Draft

TABLE = ROOT / "tests" / "tables" / "unseen.txt"
TODAY = dt.date(2026, 2, 10)
KINDS = {
    "通知": "河西镇安全生产委员会关于做好安全生产工作的通知\n各村、各单位：\n"
    "一、总体要求\n坚持安全第一。\n二、{}。\n2026年2月1日\n",
    "制度": "河西镇安全生产工作考核办法\n第一条 为做好安全生产工作，制定本办法。\n"
    "第二条 {}。\n第三条 本办法自印发之日起施行。\n2026年2月1日\n",
}


def rows():
    lines = TABLE.read_text("utf-8").splitlines()
    return [line.split(" | ") for line in lines if line.strip() and not line.startswith("#")]


def read(kind: str, sentence: str) -> Draft:
    return draft(KINDS[kind].format(sentence), TODAY)


@pytest.mark.parametrize(("kind", "sentence", "timings", "names"), rows())
def test_a_sentence_gives_its_timings_and_who_is_bound(kind, sentence, timings, names):
    dated = [rule for rule in read(kind, sentence).rules if rule.timing.kind != "unspecified"]
    wanted = [] if timings == "none" else timings.split(" ; ")
    assert [shown(rule.timing) for rule in dated] == wanted
    if names != "-":
        assert {name for rule in dated for name in rule.named} == set(names.split("、"))


@pytest.mark.parametrize(
    "sentence",
    [
        "扣除方式在一个纳税年度内不得变更",
        "24小时尚未扑灭的火灾要上报",
        "整改效果保持至下次检查",
        "纳入县对镇年度绩效考评",
        "全年形势保持平稳",
    ],
)
def test_no_word_of_time_is_dropped_in_silence(sentence):
    made = read("通知", sentence)
    assert any(
        sentence[:6] in each.quote
        for each in (*made.rules, *made.no_duty, *made.not_understood)
    )  # fmt: skip
