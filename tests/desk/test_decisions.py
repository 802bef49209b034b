"""决定: an answer dates what a text left open; the office's rules and days; each taken back."""

import re

import pytest
from desking import form_of, text_of

ROOM = "/desk/yichuan/decisions"
RULE = "yichuan/2022-fifteen-measures:hidden-danger-inspection"


def open_rule(owner):
    """The first question's rule."""
    page = owner.get(ROOM)
    return (
        page.text.split("decisions?open=")[1].split("#")[0].replace("%2F", "/").replace("%3A", ":")
    )


def answer(owner, opened, **fields):
    page = owner.get(f"{ROOM}?open={opened}")
    given = {
        "period": "quarter",
        "by": "安委办主任",
        "on": "2026-11-26",
        "document": "纪要〔2026〕4号",
    }
    return owner.send(page, f"{ROOM}/answer", **given | fields)


def test_an_answer_dates_the_duty_and_stands_as_the_office_s(desk, owner):
    rule = open_rule(owner)
    before = text_of(owner.get(ROOM)).count("多久一次？")

    said = answer(owner, rule)

    assert "日期已经排出" in text_of(said)
    assert text_of(said).count("多久一次？") == before - 1
    assert "纪要〔2026〕4号" in text_of(said)
    policy = (desk.folder / "rules/yichuan/policy.yaml").read_text("utf-8")
    assert rule in policy
    assert "# 本办公室自己的决定" in policy  # what else stands there stays
    dated = owner.get("/desk/yichuan/register.json").json()
    assert any(f"{each['pack']}:{each['rule']}" == rule for each in dated)


def test_what_has_ended_is_not_asked_about(owner):
    assert "2021-hundred-days" not in owner.get(ROOM).text


def test_an_answer_is_taken_back(desk, owner):
    rule = open_rule(owner)
    said = answer(owner, rule)

    back = owner.send(said, f"{ROOM}/back")

    assert "已撤销" in text_of(back)
    assert rule not in (desk.folder / "rules/yichuan/policy.yaml").read_text("utf-8")
    assert len(list((desk.folder / ".cadence/rules").glob("*policy.yaml"))) == 2


def test_a_stale_page_takes_back_no_other_answer(desk, owner):
    first = open_rule(owner)
    stale = answer(owner, first)
    second = open_rule(owner)
    answer(owner, second)
    owner.send(stale, f"{ROOM}/back")
    again = owner.send(stale, f"{ROOM}/back")

    assert again.status_code == 400
    assert "可能刚被撤销" in text_of(again)
    assert second in (desk.folder / "rules/yichuan/policy.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"period": "fortnight"}, "请选多久一次"),
        ({"by": ""}, "请填写“由谁定”"),
        ({"on": "2026-02-30"}, "不是日期"),
        ({"rule": "yichuan/2022-fifteen-measures:township-monthly-meeting"}, "决定："),
    ],
)
def test_what_cannot_be_decided_is_said_and_changes_nothing(desk, owner, fields, words):
    before = (desk.folder / "rules/yichuan/policy.yaml").read_bytes()

    said = answer(owner, open_rule(owner), **fields)

    assert said.status_code == 422
    assert words in text_of(said)
    assert "yaml" not in text_of(said)
    assert (desk.folder / "rules/yichuan/policy.yaml").read_bytes() == before


def test_the_office_s_own_rules_are_changed_in_a_form(desk, owner):
    page = owner.get(ROOM)
    said = owner.send(
        page, f"{ROOM}/policy", address="https://anwei.example/", grace_days="2", by="event",
        tracking_from="2026-10-01",
    )  # fmt: skip
    assert "规矩已改" in text_of(said)
    fields = form_of(said.text, f"{ROOM}/policy")
    assert (fields["address"], fields["grace_days"]) == ("https://anwei.example/", "2")

    wrong = owner.send(said, f"{ROOM}/policy", address="例子.中国", by="event")
    assert wrong.status_code == 422
    assert 'value="例子.中国"' in wrong.text
    assert "https://anwei.example/" in (desk.folder / "rules/yichuan/policy.yaml").read_text(
        "utf-8"
    )


def test_days_of_the_office_s_own_are_added_and_an_upside_down_span_is_not(owner):
    page = owner.get(ROOM)
    days = {"section": "observances", "name": "全国两会", "start": "2027-03-04"}
    assert "全国两会" in text_of(owner.send(page, f"{ROOM}/days", **days, due="2027-03-11"))
    wrong = owner.send(page, f"{ROOM}/days", **days, due="2027-03-01")
    assert wrong.status_code == 422


def test_only_the_office_decides(desk):
    assert desk.person("县长", "leader").get(ROOM).status_code == 403


def test_the_dates_of_an_answer_are_shown_before_it_is_kept(desk, owner):
    before = (desk.folder / "rules/yichuan/policy.yaml").read_bytes()
    rule = open_rule(owner)
    looked = answer(owner, rule, look="1", period="quarter", on="2027-01-01")

    shown = looked.text.split('id="looked"')[1].partition("</div>")[0]
    days = ["2027-03-31", "2027-06-30", "2027-09-30", "2027-12-31"]
    assert re.findall(r'datetime="([^"]+)"', shown) == days
    assert re.search(r'value="quarter" checked', looked.text)
    assert (desk.folder / "rules/yichuan/policy.yaml").read_bytes() == before
    assert answer(owner, rule, look="1", period="").status_code == 422


def test_a_term_that_ends_before_it_begins_is_asked_again_with_the_rest_kept(owner):
    told = {"section": "terms", "name": "2027年春季学期", "start": "2027-02-22"}

    said = owner.send(owner.get(ROOM), f"{ROOM}/days", due="2027-02-01", **told)

    assert said.status_code == 422
    assert "最后一天 2027-02-01 早于第一天 2027-02-22" in text_of(said)
    assert 'value="2027年春季学期"' in said.text
    owner.send(said, f"{ROOM}/days", due="2027-07-03")
    assert "2027-07-03" in text_of(owner.get(ROOM))
