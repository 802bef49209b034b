"""文件 › 核对: 定期 is answered in the review, and the answer enters the policy with the draft."""

import re

import pytest
import yaml
from desking import form_of, text_of
from handing_in import ROOM, accept_all, article, decide, hand_in, ids_of, name_of

GIVEN = {"period": "quarter", "by": "安委办主任", "document": "纪要〔2026〕9号", "on": "2026-12-01"}


def open_one(page):
    """The rule that says 定期."""
    (rule,) = [each for each in ids_of(page) if "水库巡查" in article(page, each)]
    return rule


def answer(owner, page, **fields):
    name, rule = name_of(page), open_one(page)
    opened = owner.get(f"{ROOM}/{name}?decide={rule}")
    return owner.send(opened, f"{ROOM}/{name}/decide", **GIVEN | fields)


def policy(desk):
    return yaml.safe_load((desk.folder / "rules/yichuan/policy.yaml").read_text("utf-8"))


def decided_here(desk, name):
    decisions = policy(desk).get("decisions", [])
    return [each for each in decisions if each["rule"].startswith(f"yichuan/{name}:")]


def test_an_answer_dates_the_rule_and_takes_it(desk, owner):
    page = hand_in(owner)
    rule = open_one(page)
    assert "没有日期" in article(page, rule)

    said = answer(owner, page)

    shown = article(said, rule)
    assert "✓ 照用" in shown
    assert "2026-12-31" in shown
    assert "每季度至少1次" in shown
    assert "问：" not in shown  # what is answered is asked no more
    assert "纪要〔2026〕9号" in shown
    assert not decided_here(desk, name_of(page))  # nothing binds before the document is in use


def test_its_days_are_shown_before_it_is_kept(owner):
    page = hand_in(owner)
    looked = answer(owner, page, look="1", period="month")

    assert "这样定的话" in text_of(looked)
    assert "2027-01-31" in looked.text
    assert "已核 0/5" in text_of(looked)
    assert form_of(looked.text, f"{ROOM}/{name_of(page)}/decide")["document"] == "纪要〔2026〕9号"


def test_taken_into_use_it_is_the_office_s_decision_and_out_again_it_waits(desk, owner):
    page = hand_in(owner)
    name = name_of(page)
    before = policy(desk).get("decisions", [])
    answer(owner, page)
    accept_all(owner, owner.get(f"{ROOM}/{name}"))

    owner.send(owner.get(f"{ROOM}/{name}/use"), f"{ROOM}/{name}/use")
    (kept,) = decided_here(desk, name)
    assert (kept["timing"]["period"], kept["document"]) == ("quarter", "纪要〔2026〕9号")
    dated = owner.get("/desk/yichuan/register.json?q=水库巡查").json()
    assert [each["due"] for each in dated] == ["2026-12-31"]

    owner.post(f"{ROOM}/out", csrf=form_of(page.text, ROOM)["csrf"], name=name)
    assert policy(desk).get("decisions", []) == before
    back = owner.get(f"{ROOM}/{name}")
    assert "纪要〔2026〕9号" in article(back, open_one(back))


def test_an_answer_is_taken_back(owner):
    page = hand_in(owner)
    rule = open_one(page)
    said = answer(owner, page)

    back = owner.send(said, f"{ROOM}/{name_of(page)}/undecide")

    assert "现在就定" in article(back, rule)
    assert "没有日期" in article(back, rule)


def test_what_the_text_dates_after_all_is_decided_no_more(desk, owner):
    page = hand_in(owner)
    name, rule = name_of(page), open_one(page)
    answer(owner, page)
    opened = owner.get(f"{ROOM}/{name}?open={rule}")
    owner.send(opened, f"{ROOM}/{name}/edit", kind="cadence", period="month", count="1")
    accept_all(owner, owner.get(f"{ROOM}/{name}"))

    owner.send(owner.get(f"{ROOM}/{name}/use"), f"{ROOM}/{name}/use")

    assert not decided_here(desk, name)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"period": ""}, "请选多久一次"),
        ({"by": " "}, "请填写“由谁定”"),
        ({"on": "2026-02-30"}, "不是日期"),
    ],
)
def test_what_cannot_be_is_said_in_its_place_and_kept_as_typed(owner, fields, words):
    page = hand_in(owner)
    said = answer(owner, page, **fields)

    assert said.status_code == 422
    assert words in article(said, open_one(page))
    assert "纪要〔2026〕9号" in said.text
    assert "已核 0/5" in text_of(said)


def test_a_rule_that_another_refused_meanwhile_is_not_decided(owner):
    page = hand_in(owner)
    name, rule = name_of(page), open_one(page)
    opened = owner.get(f"{ROOM}/{name}?decide={rule}")
    decide(owner, page, rule, "refused")

    said = owner.send(opened, f"{ROOM}/{name}/decide", **GIVEN)

    assert "可能刚被改过" in text_of(said)
    assert not re.search("纪要〔2026〕9号", owner.get(f"{ROOM}/{name}").text)


def test_only_the_office_decides(desk, owner):
    page = hand_in(owner)
    leader = desk.person("县领导", "leader")
    refused = leader.post(f"{ROOM}/{name_of(page)}/decide", rule=open_one(page), **GIVEN)

    assert refused.status_code == 403
