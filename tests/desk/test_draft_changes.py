"""文件 › 核对: verdicts taken back, heads put right, groups made, drafts that go and return."""

import re

import pytest
import yaml
from desking import text_of
from handing_in import BODY, HEAD, ROOM, article, decide, hand_in, ids_of, name_of

from cadence.core import Cadence, PeriodicDeadline, Season, Threshold, Trigger, said_of
from cadence.desk.rule_form import told_of

MORE = """\
一、各乡镇（街道）每两个月召开一次例会。
二、县应急局接到事故报告后24小时内书面上报。
三、各乡镇（街道）每年6月、12月各开展一次检查。
2026年11月20日
"""


def rules_of(desk, name):
    file = desk.folder / f"drafts/yichuan/{name}.yaml"
    return {each["id"]: each for each in yaml.safe_load(file.read_text("utf-8"))["rules"]}


def edit(owner, page, rule, **fields):
    name = name_of(page)
    opened = owner.get(f"{ROOM}/{name}?open={rule}")
    return owner.send(opened, f"{ROOM}/{name}/edit", **fields)


def test_a_verdict_is_taken_back_and_the_rule_waits_again(desk, owner):
    page = hand_in(owner)
    name, rule = name_of(page), ids_of(page)[0]
    page = decide(owner, page, rule, "refused")
    assert "已核 1/5" in text_of(page)
    fields = re.search(rf'action="{ROOM}/{name}/reopen".*?</form>', page.text, re.DOTALL)[0]
    mark = re.search(r'name="mark" value="([^"]+)"', fields)[1]
    back = owner.send(page, f"{ROOM}/{name}/reopen", rule=rule, mark=mark)

    assert "已核 0/5" in text_of(back)
    assert "verdict" not in rules_of(desk, name)[rule]


def test_a_verdict_that_another_has_given_meanwhile_is_not_taken_back(desk, owner):
    page = hand_in(owner)
    name, rule = name_of(page), ids_of(page)[0]
    page = decide(owner, page, rule, "refused")
    decide(owner, page, rule, "accepted")
    back = owner.send(page, f"{ROOM}/{name}/reopen")

    assert back.status_code == 422
    assert "刚刚被别人改过" in text_of(back)
    assert rules_of(desk, name)[rule]["verdict"] == "accepted"


def test_title_number_and_days_are_put_right(desk, owner):
    name = name_of(hand_in(owner))
    page = owner.get(f"{ROOM}/{name}")
    told = {"title": "关于冬季安全的通知", "number": "", "effective": "2026-12-01"}
    right = owner.send(page, f"{ROOM}/{name}/head", until="2027-03-31", **told)
    assert "2026-12-01" in text_of(right)
    assert "到 2027-03-31 止" in text_of(right)
    file = desk.folder / f"drafts/yichuan/{name}.yaml"
    document = yaml.safe_load(file.read_text("utf-8"))["document"]
    assert "number" not in document
    assert document["basis"] == "由伊川县安全生产委员会办公室核定"

    before = file.read_bytes()
    wrong = owner.send(right, f"{ROOM}/{name}/head", until="2026-11-30")
    assert wrong.status_code == 422
    assert "早于" in text_of(wrong)
    assert file.read_bytes() == before


def test_a_draft_goes_and_comes_back_with_its_text_and_verdicts(desk, owner):
    page = hand_in(owner)
    name, rule = name_of(page), ids_of(page)[0]
    decide(owner, page, rule)
    gone = owner.send(owner.get(ROOM), f"{ROOM}/away", name=name)
    assert "草稿已删去" in text_of(gone)
    assert list((desk.folder / "drafts/yichuan").iterdir()) == []
    assert owner.get(f"{ROOM}/{name}").status_code == 404

    back = owner.send(gone, f"{ROOM}/again")
    assert "已核 1/5" in text_of(back)
    assert 'aria-label="原文"' in back.text


@pytest.mark.parametrize("key", ["../../rules", "20261126-102500/../x", "20200101-000000", ""])
def test_no_key_of_a_draft_leads_elsewhere(owner, key):
    hand_in(owner)
    gone = owner.send(owner.get(ROOM), f"{ROOM}/away", name=name_of(hand_in(owner)))

    assert owner.send(gone, f"{ROOM}/again", key=key).status_code == 404


def test_a_name_becomes_a_group_by_ticking_its_members(owner):
    page = hand_in(owner)
    name = name_of(page)
    asked = owner.send(page, f"{ROOM}/{name}/name", name="蓝天救援队", unit="group")
    assert "“蓝天救援队”有哪些单位？" in text_of(asked)
    empty = owner.send(asked, f"{ROOM}/{name}/name")
    assert "请勾选" in text_of(empty)
    made = owner.send(asked, f"{ROOM}/{name}/name", tick=["pengpo", "baisha"])

    (rule,) = [each for each in ids_of(made) if "应急演练" in article(made, each)]
    assert "彭婆镇、白沙镇" in article(made, rule)


def test_an_edit_leaves_what_no_field_shows_as_it_was(desk, owner):
    page = hand_in(owner, HEAD + MORE)
    name, before = name_of(page), rules_of(desk, name_of(page))
    for rule in ids_of(page):
        edit(owner, page, rule, act="换个说法")
    after = rules_of(desk, name)

    assert {each["act"] for each in after.values()} == {"换个说法"}
    assert {key: each["timing"] for key, each in after.items()} == {
        key: each["timing"] for key, each in before.items()
    }


def test_months_that_a_form_does_not_show_stay_when_the_count_changes(desk, owner):
    page = hand_in(owner, HEAD + MORE)
    name = name_of(page)
    (rule,) = [key for key, each in rules_of(desk, name).items() if each["timing"].get("months")]
    edit(owner, page, rule, count="2")

    timing = rules_of(desk, name)[rule]["timing"]
    assert (timing["months"], timing["count"]) == ([6, 12], 2)


def test_an_event_s_time_is_changed_in_words(desk, owner):
    page = hand_in(owner)
    name, rule = name_of(page), ids_of(page)[0]
    told = {"kind": "trigger", "event": "接到事故报告", "length": "7", "span": "working"}
    edit(owner, page, rule, **told)

    assert rules_of(desk, name)[rule]["timing"] == {
        "kind": "trigger", "event": "接到事故报告", "offset": "P7D", "days": "working",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "period", "day"),
    [
        ("最后一天", "month", "last"), ("最后一个工作日", "month", "last-working"),
        ("25", "month", 25), ("25日", "month", 25), ("周五", "week", 5),
        ("12月底", "year", "12-last"),
        ("6月30日", "year", "06-30"), ("2-tue", "month", "2-tue"),
    ],
)  # fmt: skip
def test_days_are_said_as_a_clerk_says_them(desk, owner, said, period, day):
    page = hand_in(owner, HEAD + BODY)
    name, rule = name_of(page), ids_of(page)[0]
    edit(owner, page, rule, kind="periodic_deadline", period=period, day=said)

    assert rules_of(desk, name)[rule]["timing"]["day"] == day


def test_a_day_is_not_swallowed_where_the_kind_has_none(owner):
    page = hand_in(owner)
    (rule,) = [each for each in ids_of(page) if "安全形势分析会" in article(page, each)]
    wrong = edit(owner, page, rule, day="25")

    assert wrong.status_code == 422
    assert "周期时限" in text_of(wrong)


def test_what_is_counted_up_is_changed_in_the_form(desk, owner):
    page = hand_in(owner)
    name, rule = name_of(page), ids_of(page)[0]
    said = {
        "kind": "threshold",
        "event": "一般生产安全事故",
        "times": "3",
        "within": "rolling_year",
    }

    looked = edit(owner, page, rule, **said, look="1")
    assert "连续12个月内一般生产安全事故达3起" in text_of(looked)
    edit(owner, page, rule, **said)

    assert rules_of(desk, name)[rule]["timing"] == {
        "kind": "threshold", "event": "一般生产安全事故", "count": 3, "within": "rolling_year",
    }  # fmt: skip


def test_the_same_days_of_every_year_are_changed_in_the_form(desk, owner):
    page = hand_in(owner)
    name, rule = name_of(page), ids_of(page)[0]
    said = {"kind": "season", "from_day": "6月1日", "to_day": "9月30日", "season": "汛期"}

    shown = edit(owner, page, rule, **said)

    assert rules_of(desk, name)[rule]["timing"] == {
        "kind": "season", "start": "--06-01", "due": "--09-30", "name": "汛期",
    }  # fmt: skip
    assert "汛期期间（每年6月1日至9月30日）" in article(shown, rule)
    edit(owner, page, rule, kind="season", from_day="", to_day="", season="全国两会")
    assert rules_of(desk, name)[rule]["timing"] == {
        "kind": "season", "start": None, "due": None, "name": "全国两会",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": "season", "from_day": "6月1日", "to_day": ""}, "都要写，或者都不写"),
        ({"kind": "season", "from_day": "六月", "to_day": "9月30日"}, "请写成 6月1日"),
        ({"kind": "season", "from_day": "", "to_day": "", "season": ""}, "请填写“叫什么”"),
        ({"kind": "season", "from_day": "2月30日", "to_day": "3月1日"}, "--02-30"),
        ({"kind": "threshold", "event": "", "times": "2"}, "请填写“什么事”"),
        ({"kind": "threshold", "event": "事故", "times": "0"}, "请写 1 至"),
        ({"kind": "threshold", "event": "事故", "within": "世纪"}, "世纪"),
    ],
)
def test_what_is_no_season_or_count_is_said(desk, owner, said, words):
    page = hand_in(owner)
    name, rule = name_of(page), ids_of(page)[0]
    before = rules_of(desk, name)[rule]

    wrong = edit(owner, page, rule, **said)

    assert wrong.status_code == 422
    assert words in text_of(wrong)
    assert rules_of(desk, name)[rule] == before


@pytest.mark.parametrize(
    "timing",
    [
        Cadence(period="month", every=2), PeriodicDeadline(period="week", day=5),
        PeriodicDeadline(period="month", day="last"),
        PeriodicDeadline(period="year", day="12-last"),
        Trigger(event="事故", offset="-P3D"), Trigger(event="事故", offset="PT1H30M"),
        Trigger(event="事故", offset="P7D", days="working"), Trigger(event="事故", offset=None),
        Threshold(event="一般事故", count=3, within="rolling_year", sum={"deaths": 1}),
        Threshold(event="一般事故", count=2, within="xun"),
        Season(start="--06-01", due="--09-30", name="汛期", when="before"),
        Season(start=None, due=None, name="全国两会"),
    ],
)  # fmt: skip
def test_an_untouched_timing_is_not_written_anew(timing):
    from starlette.datastructures import FormData

    from cadence.desk.rule_form import values_of

    form = FormData({"act": "开会", "actors": "县应急局", **told_of(timing)})
    assert "timing" not in values_of(form, timing)
    moved = FormData({**form, "event": "火灾"})
    if said_of(timing)["kind"] == "trigger":
        assert values_of(moved, timing)["timing"] == {**said_of(timing), "event": "火灾"}
