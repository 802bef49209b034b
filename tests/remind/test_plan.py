"""What is said to whom, read from the same Scene as everything else: `remind --dry-run`."""

import datetime as dt
import json

import pytest

from cadence.core.dates import SHANGHAI
from cadence.core.facts import Claimed, Done, Event, Extension
from cadence.ledger.store import open_ledger
from cadence.remind.words import question_text

CONTACTS = """\
mail: mailto://office:pw@127.0.0.1:2525?from=office@example.cn
office: [office@example.cn]
escalate_to: secretary
contacts:
  - {unit: east, to: [east@example.cn]}
  - {unit: west, to: [west@example.cn]}
  - {unit: secretary, to: [secretary@example.cn]}
  - {unit: deputy, to: [deputy@example.cn]}
"""
POLICY = "tracking_from: 2026-11-01\naddress: http://anwei.example.cn/\n"
CLOCK = """\
  - id: report
    clause: 三/1
    quote: 接到事故报告后2小时内上报
    act: 上报事故
    category: accident
    timing: {kind: trigger, event: 事故发生, offset: PT2H}
    actors: [各乡镇]
"""
MONTH = "ceshi/notice:monthly-meeting:2026-11@ceshi/east"


@pytest.fixture
def office(workspace_folder, here):
    place = workspace_folder / "rules" / "ceshi"
    (place / "contacts.yaml").write_text(CONTACTS, encoding="utf-8")
    (place / "policy.yaml").write_text(POLICY, encoding="utf-8")
    with (place / "notice.yaml").open("a", encoding="utf-8") as file:
        file.write(CLOCK)

    def run(as_of, *arguments):
        ran = here("remind", "--dry-run", "--as-of", as_of, "--format", "json", *arguments)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    run.folder, run.place = workspace_folder, place
    return run


def known(office, *facts, at="2026-11-10 09:00"):
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    with open_ledger(office.folder) as ledger, ledger.writing():
        for fact in facts:
            ledger.append(fact, moment)


def kinds(found, to):
    return [each["kind"] for each in found if each["to"] == f"ceshi/{to}"]


def only(found, to, kind):
    (one,) = [each for each in found if each["to"] == to and each["kind"] == kind]
    return one


def test_what_check_calls_due_soon_is_said_with_act_day_and_clause(office):
    soon = only(office("2026-11-27 09:00"), "ceshi/east", "due_soon")
    assert soon["by"] == "mailto"
    assert soon["occurrences"] == [MONTH]
    assert "召开安全专题会议（测安委〔2022〕1号 二/（一）/1），11月30日（周一）止" in soon["text"]
    assert "http://anwei.example.cn/" in soon["text"]


def test_the_day_before_it_is_near_nobody_is_told(office):
    assert "due_soon" not in kinds(office("2026-11-26 23:59"), "east")


def test_what_is_done_is_spoken_of_no_more(office):
    known(
        office,
        Done(occurrence=MONTH, on=dt.date(2026, 11, 20), evidence="会议纪要〔2026〕1号"),
        at="2026-11-20 10:00",
    )
    assert "due_soon" not in kinds(office("2026-11-27 09:00"), "east")
    assert "due_soon" in kinds(office("2026-11-27 09:00"), "west")


def test_overdue_is_told_to_who_owes_it_and_after_three_days_to_the_lead(office):
    assert kinds(office("2026-12-01 09:00"), "deputy") == []
    found = office("2026-12-03 09:00")
    assert "11月30日（周一）到期，已逾期3日" in only(found, "ceshi/east", "overdue")["text"]
    risen = only(found, "ceshi/deputy", "escalation")
    assert "东镇：召开安全专题会议" in risen["text"]
    assert "西乡：召开安全专题会议" in risen["text"]
    assert kinds(found, "secretary") == ["all_well"]  # the text names who leads


def test_without_a_lead_in_the_text_the_office_says_to_whom_it_rises(office):
    found = office("2027-01-05 09:00")  # the quarter's meeting, which nobody leads
    assert "escalation" in kinds(found, "secretary")


def test_an_extended_duty_is_told_of_by_its_new_day(office):
    known(
        office,
        Extension(
            occurrence=MONTH,
            to=dt.date(2026, 12, 10),
            document="测安办〔2026〕3号",
            by="常务副县长",
        ),
    )
    assert "due_soon" not in kinds(office("2026-11-27 09:00"), "east")
    text = only(office("2026-12-08 09:00"), "ceshi/east", "due_soon")["text"]
    assert "已延至12月10日（周四）止" in text


def test_a_clock_is_told_by_the_minute_whatever_the_hour(office):
    at = dt.datetime(2026, 11, 28, 22, 0, tzinfo=SHANGHAI)  # a Saturday night
    known(office, Event(name="事故发生", at=at, unit="ceshi/east"), at="2026-11-28 22:01")
    clock = only(office("2026-11-28 22:05"), "ceshi/east", "clock")
    assert "须在11月29日00:00前完成，发出时还剩1小时55分" in clock["text"]
    assert clock["waits"] is False
    missed = [
        each
        for each in office("2026-11-29 00:01")
        if each["to"] == "ceshi/east" and each["kind"] == "overdue"
    ]
    assert "11月29日00:00到期" in missed[0]["text"]
    assert missed[0]["waits"] is False


@pytest.mark.parametrize(
    ("moment", "waits"),
    [
        ("2026-11-27 07:59", True),
        ("2026-11-27 08:00", False),
        ("2026-11-27 19:59", False),
        ("2026-11-27 20:00", True),
        ("2026-11-28 10:00", True),  # a Saturday
    ],
)
def test_quiet_hours_and_days_off_hold_what_is_not_urgent(office, moment, waits):
    assert only(office(moment), "ceshi/east", "due_soon")["waits"] is waits


def test_the_office_sets_its_own_quiet_hours(office):
    quiet = 'messages: {quiet_from: "12:00", quiet_to: "14:00"}\n'
    (office.place / "policy.yaml").write_text(POLICY + quiet, encoding="utf-8")
    assert only(office("2026-11-27 12:30"), "ceshi/east", "due_soon")["waits"]
    assert not only(office("2026-11-27 23:30"), "ceshi/east", "due_soon")["waits"]


def test_the_weekly_message_says_that_all_is_well_to_whom_it_is(office):
    found = office("2026-11-23 09:00")
    text = only(found, "ceshi/east", "all_well")["text"]
    assert "截至11月23日（周一）没有逾期任务，30日内到期1项" in text
    assert "一切正常" in only(found, "ceshi", "all_well")["text"]
    assert "2个单位逾期2项" in only(office("2026-12-01 09:00"), "ceshi", "overdue")["text"]


def test_weekly_messages_can_be_left_out(office):
    (office.place / "policy.yaml").write_text(POLICY + "messages: {weekly: 0}\n", encoding="utf-8")
    assert not [each for each in office("2026-11-23 09:00") if each["kind"] == "all_well"]


def test_whoever_has_no_address_is_listed_without_one(office):
    contacts = CONTACTS.replace("  - {unit: west, to: [west@example.cn]}\n", "")
    (office.place / "contacts.yaml").write_text(contacts, encoding="utf-8")
    assert only(office("2026-11-27 09:00"), "ceshi/west", "due_soon")["by"] is None


def test_a_link_to_this_computer_alone_is_no_link(office):
    (office.place / "policy.yaml").write_text("tracking_from: 2026-11-01\n", encoding="utf-8")
    assert "localhost" not in only(office("2026-11-27 09:00"), "ceshi/east", "due_soon")["text"]


def test_a_dry_run_writes_nothing(office):
    before = {each: each.read_bytes() for each in office.folder.rglob("*") if each.is_file()}
    office("2026-11-27 09:00")
    after = {each: each.read_bytes() for each in office.folder.rglob("*") if each.is_file()}
    assert after == before


@pytest.mark.parametrize("day", ["2026-11-27", "2026-11-30", "2026-12-01", "2027-01-05"])
def test_messages_agree_with_the_check(office, here, day):
    ran = here("check", "--as-of", f"{day} 09:00", "--format", "json")
    wanted = {
        each["id"] for each in json.loads(ran.stdout) if each["status"] in {"overdue", "due_soon"}
    }
    said = {
        one
        for each in office(f"{day} 09:00")
        if each["kind"] in {"due_soon", "overdue"}
        for one in each["occurrences"]
    }
    assert said == wanted


def test_a_chat_of_many_is_told_once_of_all_and_of_no_clock(office):
    with (office.place / "contacts.yaml").open("a", encoding="utf-8") as file:
        file.write('  - {unit: townships, to: ["ntfy://localhost/townships"]}\n')
    at = dt.datetime(2026, 11, 27, 8, 0, tzinfo=SHANGHAI)
    known(office, Event(name="事故发生", at=at, unit="ceshi/east"), at="2026-11-27 08:01")
    soon = only(office("2026-11-27 09:00"), "ceshi/townships", "due_soon")
    assert "11月30日（周一）止：东镇、西乡" in soon["text"]
    assert len(soon["occurrences"]) == 2
    found = office("2026-12-01 09:00")
    assert kinds(found, "townships") == ["overdue"]
    text = only(found, "ceshi/townships", "overdue")["text"]
    assert "已逾期1日：东镇、西乡" in text
    assert "上报事故" in str(found)


def test_what_only_the_office_can_answer_is_asked_of_it_alone(office):
    at = dt.datetime(2026, 11, 27, 8, 0, tzinfo=SHANGHAI)
    known(office, Event(name="事故发生", at=at, unit="ceshi/gone"), at="2026-11-27 08:01")
    found = office("2026-11-27 09:00")
    asked = [each for each in found if each["kind"] == "question"]
    assert [each["to"] for each in asked] == ["ceshi"]
    assert "第1号事件的单位“ceshi/gone”不在名册" in asked[0]["text"]
    assert "请恢复名册中的单位，或更正该事件" in asked[0]["text"]


def test_a_message_fits_into_what_a_robot_takes():
    lines = [f"第{number}件事" + "长" * 290 for number in range(9)]
    text = question_text("办公室", lines)
    assert len(text.encode()) <= 1850
    assert "第0件事" in text
    assert text.endswith("另有8项。")
    assert question_text("办公室", ["短"] * 7).endswith("5. 短\n另有2项。")


def test_while_evidence_is_outstanding_nobody_is_told_that_all_is_well(office):
    known(office, Claimed(occurrence=MONTH, on=dt.date(2026, 11, 18), by="东镇手机"))
    found = office("2026-11-23 09:00")
    assert kinds(found, "west") == ["all_well"]
    assert kinds(found, "east") == ["evidence"]
    asked = only(found, "ceshi/east", "evidence")
    assert asked["occurrences"] == [MONTH]
    assert "1项已报办结，还缺佐证" in asked["text"]
    assert "召开安全专题会议" in asked["text"]
    assert "11月18日（周三）报办结" in asked["text"]
    assert "http://anwei.example.cn/r/" in asked["text"]  # where it can be brought at once
    told = only(found, "ceshi", "evidence")["text"]
    assert "待补材料1项" in told
    assert "一切正常" not in asked["text"] + told
    known(office, Done(occurrence=MONTH, on=dt.date(2026, 11, 18), evidence="会议纪要〔2026〕1号"))
    later = office("2026-11-23 09:00")
    assert kinds(later, "east") == ["all_well"]
    assert "一切正常" in only(later, "ceshi", "all_well")["text"]


@pytest.mark.parametrize(
    "robot",
    [
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=Ab-3_key",
        "https://oapi.dingtalk.com/robot/send?access_token=Ab3token",
        "https://open.feishu.cn/open-apis/bot/v2/hook/ab-3",
    ],
)
def test_a_chat_of_many_gets_no_address_to_answer_at_unless_the_office_wants_it(office, robot):
    contacts = CONTACTS.replace("to: [east@example.cn]", f'to: [east@example.cn, "{robot}"]')
    (office.place / "contacts.yaml").write_text(contacts, encoding="utf-8")

    def answerable():
        found = office("2026-11-27 09:00")
        return {
            each["by"]: "http://anwei.example.cn/r/" in each["text"]
            for each in found
            if (each["to"], each["kind"]) == ("ceshi/east", "due_soon")
        }

    by_robot, by_mail = (answerable()[each] for each in sorted(answerable(), key="mailto".__eq__))
    assert (by_robot, by_mail) == (False, True)
    wanted = "messages: {chat_links: yes}\n"
    (office.place / "policy.yaml").write_text(POLICY + wanted, encoding="utf-8")
    assert set(answerable().values()) == {True}
