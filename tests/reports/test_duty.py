"""What stands in a month's table, in which section and in which words."""

import datetime as dt
from dataclasses import replace

import pytest
from conftest import make_rule
from duty_files import DECEMBER, EAST, FIRST, HEAD, make_judged, make_table, make_window

from cadence.core.facts import Choice, Done, Extension, Waiver
from cadence.core.occurrence import Finding, Unit
from cadence.core.past import Past
from cadence.core.policy import Decision
from cadence.core.timing import Cadence, Phase, Season, Trigger, Unspecified
from cadence.occurrences.stamps import row_stamp
from cadence.reports.duty.collected import collected
from cadence.reports.duty.nouns import HEADS, Concern
from cadence.reports.duty.table import duty_table, section_of

IT = "ceshi/notice:duty:2026-12@ceshi/east"
MONTHLY = Cadence(period="month")
LAST_YEAR = Phase(start=dt.date(2026, 6, 1), due=dt.date(2027, 5, 31))


def done(on):
    return Past(done=Done(occurrence=IT, on=dt.date.fromisoformat(on), evidence="会议纪要"))


def extended(to):
    fact = Extension(occurrence=IT, to=dt.date.fromisoformat(to), document="延期批复", by="县委")
    return Past(extension=fact)


WAIVED = Past(waiver=Waiver(occurrence=IT, document="免办决定", by="县委"))


@pytest.mark.parametrize(
    ("start", "due", "given", "section"),
    [
        ("2026-12-01", "2026-12-31", {}, "due"),
        ("2026-12-01", "2026-12-01", {}, "due"),
        ("2026-11-01", "2026-11-30", {}, "carried"),
        ("2026-11-01", "2026-11-30", {"as_of": FIRST.replace(month=11, day=29)}, "due"),
        ("2026-11-01", "2026-11-30", {"as_of": FIRST.replace(month=11, day=5)}, "due"),
        ("2026-10-01", "2026-10-31", {"as_of": FIRST.replace(month=10, day=5)}, None),
        ("2026-11-01", "2026-11-30", {"past": done("2026-11-30")}, None),
        ("2026-11-01", "2026-11-30", {"past": done("2026-11-29")}, None),
        ("2026-11-01", "2026-11-30", {"past": WAIVED}, None),
        ("2026-12-01", "2026-12-31", {"past": WAIVED}, "due"),
        ("2026-12-01", "2026-12-31", {"past": extended("2027-01-31")}, "due"),
        ("2026-11-01", "2026-11-30", {"past": extended("2026-12-10")}, "due"),
        ("2026-10-01", "2027-03-31", {}, "running"),
        ("2026-10-01", "2027-03-31", {"past": done("2026-11-30")}, None),
        ("2026-12-31", "2027-03-31", {}, "running"),
        ("2027-01-01", "2027-01-31", {}, None),
        ("2026-10-01", None, {}, "running"),
        ("2026-06-01", "2027-05-31", {"timing": LAST_YEAR}, "phase"),
        ("2026-12-01", "2026-12-31", {"timing": Season(start="--12-01", due="--12-31")}, "phase"),
        ("2026-11-30", "2026-12-02", {"timing": Trigger(event="事故", offset="P2D")}, "clock"),
    ],
)
def test_every_occurrence_stands_in_its_section(start, due, given, section):
    assert section_of(make_judged(start, due, **given), DECEMBER) == section


def test_what_was_carried_over_and_done_in_the_month_stays_in_its_table():
    later = FIRST.replace(day=20)
    judged = make_judged("2026-11-01", "2026-11-30", past=done("2026-12-03"), as_of=later)
    assert section_of(judged, DECEMBER) == "carried"
    (row,) = duty_table(EAST, HEAD, [judged]).rows
    assert (row.status, row.detail, row.done_on) == ("逾期完成", "逾3日", dt.date(2026, 12, 3))


def test_a_day_off_a_plan_and_an_extension_stand_beside_the_due_day():
    planned = Choice(occurrence=IT, at=dt.datetime(2026, 12, 18, 9, tzinfo=FIRST.tzinfo))
    past = replace(extended("2027-01-15"), choice=planned)
    day_off = {"advised": dt.date(2026, 12, 30)}
    judged = make_judged("2026-12-01", "2026-12-31", past=past, window=day_off)
    (row,) = duty_table(EAST, HEAD, [judged]).rows
    assert row.due == "2026-12-31"
    assert row.beside == "延至2027-01-15（延期批复），定于2026-12-18 09:00，建议12月30日"
    assert row.by == "延期批复"


def test_an_unannounced_year_is_said_and_not_guessed():
    unknown = {"advised": None, "provisional": True}
    (row,) = duty_table(EAST, HEAD, [make_judged("2026-12-01", "2026-12-31", window=unknown)]).rows
    assert row.beside == "节假日安排未公布"


def test_rows_cite_document_and_clause_and_name_who_leads():
    decision = Decision(
        pack="ceshi/notice", rule="duty", timing=Unspecified(words="定期"), by="县安委办",
        on=dt.date(2026, 1, 1), document="测安办〔2026〕3号",
    )  # fmt: skip
    judged = make_judged(
        "2026-12-01", "2026-12-31", decision=decision, lead=("甲", "乙", "丙"), window={"of": 2}
    )
    (row,) = duty_table(EAST, HEAD, [judged]).rows
    assert row.source == "测安委〔2022〕1号 二/（一）/1"
    assert row.act == "召开安全专题会议（第1次，共2次）（本办公室决定）"
    assert row.who == "东镇（牵头：甲等3家）"
    assert row.by == "测安办〔2026〕3号"


def test_what_was_missed_many_times_shares_a_row_but_for_the_last_two():
    months = [(f"2026-{m:02}-01", f"2026-{m:02}-28") for m in range(5, 12)]
    judged = [make_judged(*month, timing=MONTHLY) for month in months]
    table = duty_table(EAST, HEAD, judged)
    assert [row.due for row in table.rows] == ["2026-05-28至2026-09-28", "2026-10-28", "2026-11-28"]
    first, *rest = table.rows
    assert (first.act, first.detail, first.occurrence) == (
        "召开安全专题会议（更早5期）",
        "共5期",
        "",
    )
    assert all(row.occurrence for row in rest)


def test_the_foot_counts_the_windows_behind_a_folded_row():
    months = [(f"2026-{m:02}-01", f"2026-{m:02}-28") for m in range(5, 12)]
    judged = [make_judged(*month, timing=MONTHLY) for month in months]
    table = duty_table(EAST, HEAD, judged)
    assert table.counts == (("合计", 7), ("上月未了", 7), ("逾期未完成", 7))
    (group,) = collected([table], HEAD).groups
    assert group.name == "东镇（7项，逾期7项）"


def test_rows_of_one_day_stand_in_the_order_of_the_clauses():
    judged = [
        make_judged("2026-12-01", "2026-12-31", id=f"d{n}", act=act)
        for n, act in enumerate(("召开会议", "报送总结", "组织演练"))
    ]
    assert [row.act for row in duty_table(EAST, HEAD, judged).rows] == [
        "召开会议", "报送总结", "组织演练",
    ]  # fmt: skip


def test_what_a_post_leads_and_presides_over_tells_it_when_it_is_booked_twice():
    deputy = Unit(place="ceshi", id="deputy", name="常务副县长", kind="post", of="county")
    judged = (make_judged("2026-12-01", "2026-12-31"),)
    booked = Finding(
        code="double_booked", severity="error", message="同时有两个会", advice="改一个。",
        unit="deputy", occurrences=(judged[0].occurrence.id,),
    )  # fmt: skip
    lead = Concern(unit=deputy, role="lead", judged=judged)
    table = duty_table(deputy, HEAD, [], concerns=[lead], findings=[booked])
    assert table.conflicts == ("第1项：同时有两个会。改一个。",)
    others = replace(booked, code="duplicate", unit="east")
    assert duty_table(deputy, HEAD, [], concerns=[lead], findings=[others]).conflicts == ()
    assert duty_table(deputy, HEAD, [], findings=[booked]).conflicts == ("同时有两个会。改一个。",)


def test_three_missed_windows_are_not_folded():
    months = [(f"2026-{m:02}-01", f"2026-{m:02}-28") for m in (9, 10, 11)]
    table = duty_table(EAST, HEAD, [make_judged(*month, timing=MONTHLY) for month in months])
    assert all(row.occurrence for row in table.rows)
    assert len(table.rows) == 3


def test_who_leads_sees_how_those_stand_who_owe():
    deputy = Unit(place="ceshi", id="deputy", name="常务副县长", kind="post", of="county")
    owners = [replace(EAST, id=each, name=f"{each}镇") for each in "abc"]
    judged = tuple(
        make_judged("2026-11-01", "2026-12-10", unit=unit, past=past)
        for unit, past in zip(owners, (done("2026-11-20"), Past(), Past()), strict=True)
    )
    concern = Concern(unit=deputy, role="lead", judged=judged)
    (row,) = duty_table(deputy, HEAD, [], concerns=[concern]).rows
    assert (row.status, row.who) == ("完成1/3", "a镇等3家（牵头：常务副县长）")
    assert row.occurrence == ""
    assert collected([duty_table(deputy, HEAD, [], concerns=[concern])], HEAD).rows == ()


def test_assistants_see_the_month_and_not_what_was_missed_before():
    judged = (make_judged("2026-11-01", "2026-11-30"),)
    assist = Concern(unit=EAST, role="assist", judged=judged)
    assert duty_table(EAST, HEAD, [], concerns=[assist]).rows == ()
    lead = Concern(unit=EAST, role="lead", judged=judged)
    assert len(duty_table(EAST, HEAD, [], concerns=[lead]).rows) == 1


def test_the_collected_table_has_each_duty_once_and_names_who_has_none():
    west = replace(EAST, id="west", name="西乡")
    post = Unit(place="ceshi", id="mayor", name="镇长", kind="post", of="east")
    own = make_judged("2026-12-01", "2026-12-31")
    posts = make_judged("2026-12-01", "2026-12-31", unit=post)
    tables = [
        duty_table(EAST, HEAD, [own, posts]),
        duty_table(post, HEAD, [posts]),
        duty_table(west, HEAD, []),
    ]
    whole = collected(tables, replace(HEAD, whose="测试县"))
    assert [row.number for row in whole.rows] == [1, 2]
    assert [group.name for group in whole.groups] == ["东镇（1项）", "镇长（1项）"]
    assert whole.notes == ("本月无任务的单位和岗位：西乡。",)


def test_the_foot_is_three_lines_the_gravest_first_without_commands():
    one = make_judged("2026-12-01", "2026-12-31")
    merges = [
        Finding(
            code="duplicate", severity="warning", message=f"同类{n}",
            advice="可合办一次会议；须由人确认，写入 policy.yaml 的 merges",
            occurrences=(one.occurrence.id,),
        )
        for n in range(4)
    ]  # fmt: skip
    late = replace(
        merges[0], code="plan_outside", severity="error", message="定在期限以外",
        advice="改到期限以内（cadence plan suggest、plan set）；确需改期的，先有延期决定",
    )  # fmt: skip
    assert duty_table(EAST, HEAD, [one], findings=[*merges, late]).conflicts == (
        "第1项：定在期限以外。改到期限以内；确需改期的，先有延期决定",
        "第1项：同类0。可合办一次会议；请定是否合办",
        "另有3处须定，见任务冲突表",
    )


def test_the_foot_counts_and_names_the_conflicts_that_touch_a_row():
    touching = Finding(
        code="duplicate", severity="warning", message="同类2项", advice="可并会。",
        occurrences=(make_judged("2026-12-01", "2026-12-31").occurrence.id, "elsewhere"),
    )  # fmt: skip
    other = replace(touching, occurrences=("elsewhere",))
    judged = [make_judged("2026-12-01", "2026-12-31"), make_judged("2026-11-01", "2026-11-30")]
    table = duty_table(EAST, HEAD, judged, findings=[touching, other, touching])
    assert table.conflicts == ("第2项：同类2项。可并会。",)
    foreign = replace(touching, code="overload", unit="deputy")
    full = replace(touching, code="due_on_day_off", severity="info")  # the day says so itself
    assert duty_table(EAST, HEAD, judged, findings=[foreign, full]).conflicts == ()
    assert table.counts == (
        ("合计", 2), ("上月未了", 1), ("本月到期", 1), ("进行中", 1), ("逾期未完成", 1),
    )  # fmt: skip


def stamp_of(judged):
    return row_stamp(judged.occurrence, judged.judgement.past)


def test_a_row_is_stamped_by_what_is_asked_and_not_by_what_was_done():
    plain = stamp_of(make_judged("2026-12-01", "2026-12-31"))
    assert plain == stamp_of(make_judged("2026-12-01", "2026-12-31", past=done("2026-12-01")))
    later = FIRST.replace(month=12, day=31)
    assert plain == stamp_of(make_judged("2026-12-01", "2026-12-31", as_of=later))
    changed = [
        make_judged("2026-12-01", "2026-12-30"),
        make_judged("2026-12-01", "2026-12-31", act="召开别的会议"),
        make_judged("2026-12-01", "2026-12-31", clause="三"),
        make_judged("2026-12-01", "2026-12-31", past=extended("2027-01-31")),
        make_judged("2026-12-01", "2026-12-31", past=WAIVED),
    ]
    assert plain not in {stamp_of(each) for each in changed}
    assert len({stamp_of(each) for each in changed}) == len(changed)


def test_a_table_without_rows_is_a_table():
    table = make_table(0)
    assert (table.rows, table.groups) == ((), ())
    assert table.counts == (("合计", 0),)


def test_the_heads_are_those_that_a_returned_sheet_is_read_by():
    assert "/".join(HEADS) == "序号/事项/依据/责任单位/牵头/时限/状态/完成日期/佐证材料/签字"


def test_a_window_that_never_ends_is_written_as_such():
    stage = Phase(start=dt.date(2026, 8, 1), due=None)
    (row,) = duty_table(EAST, HEAD, [make_judged("2026-08-01", None, timing=stage)]).rows
    assert row.due == "2026-08-01起"
    assert make_rule(stage).timing == stage
    assert make_window("2026-08-01", None).latest is None
