"""Findings → lines: who is named how, which days, which heap, and what is asked, at every edge."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from conftest import DOCUMENT, make_rule

from cadence.conflicts.find.demands import Demand
from cadence.conflicts.find.found import Found
from cadence.conflicts.find.load import Load
from cadence.conflicts.find.nouns import Conflict
from cadence.conflicts.find.overload import Crowd, Crowded
from cadence.conflicts.tell.advice import advice, decision, plainly
from cadence.conflicts.tell.answered import answered
from cadence.conflicts.tell.heaps import heap_of
from cadence.conflicts.tell.line import Some, clauses_of, ends_month, names, when
from cadence.conflicts.tell.lines import lines
from cadence.conflicts.tell.messages import findings, message
from cadence.conflicts.tell.phrases import counted, day_list, due_day, from_until, named, quoted
from cadence.conflicts.tell.rows import load_rows
from cadence.core.facts import Choice
from cadence.core.occurrence import Unit, Window
from cadence.core.past import NOTHING, Past
from cadence.core.policy import Suppression
from cadence.core.timing import Cadence, Deadline, PeriodicDeadline, Unspecified

D = dt.date.fromisoformat
TOWNS = tuple(Unit(place="ceshi", id=f"t{n}", name=f"{n}镇") for n in range(1, 8))
EAST, WEST = TOWNS[:2]
MONTHLY = Cadence(period="month")


def rule(name="a", timing=MONTHLY, **given):
    return make_rule(timing, **({"id": name, "act": f"办{name}"} | given))


def demand(name="a", day="2022-06-30", units=(EAST,), past=NOTHING, start="2022-06-01", **given):
    window = Window(label="2022-06", start=D(start), due=D(day), nth=1, of=1, partial=False,
                    advised=None, provisional=False)  # fmt: skip
    return Demand(rule(name, **given), window, units, D(day), past)


def conflict(code, *demands, severity="warning", **given):
    known = {"units": (EAST,), "day": demands[0].due if demands else None, "demands": demands}
    return Conflict(code=code, severity=severity, **(known | given))


# Names and days


def group(*units):
    return frozenset(each.key for each in units)


@pytest.mark.parametrize(
    ("units", "groups", "said"),
    [
        (TOWNS[:1], {}, "1镇"),
        (TOWNS[:4], {}, "1镇、2镇、3镇、4镇"),
        (TOWNS[:5], {}, "1镇、2镇、3镇、4镇等5个单位"),
        ((), {}, ""),
        (TOWNS[:2], {group(*TOWNS[:2]): "东部"}, "东部（2个）"),
        (TOWNS[:3], {group(*TOWNS[:2]): "东部"}, "东部（2个）、3镇"),
        (TOWNS[:1], {group(*TOWNS[:2]): "东部"}, "1镇"),
        (TOWNS[:1], {group(*TOWNS[:1]): "独一"}, "1镇"),
        (TOWNS[:4], {group(*TOWNS[:2]): "东部", group(*TOWNS[:3]): "各镇"}, "各镇（3个）、4镇"),
        (TOWNS[:2] + TOWNS[:2], {}, "1镇、2镇"),
        (TOWNS, {group(*TOWNS[:2]): "东部"}, "东部（2个）、3镇、4镇、5镇、6镇等5个单位"),
    ],
)
def test_whole_groups_are_named_few_units_each_and_many_counted(units, groups, said):
    assert names(units, groups) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((), ""),
        (("2022-06-30",), "2022-06-30"),
        (("2022-04-30", "2022-05-31"), "2022-04-30、2022-05-31"),
        (("2022-04-30", "2022-05-31", "2022-06-30"), "2022-04至2022-06的月末，共3日"),
        (("2022-06-06", "2022-06-13", "2022-06-20"), "2022-06-06、2022-06-13、2022-06-20"),
        (("2022-06-06", "2022-06-13", "2022-06-20", "2022-06-27"),
         "2022-06-06至2022-06-27的周一，共4日"),
        (("2022-06-01", "2022-06-02", "2022-06-03", "2022-06-04"),
         "2022-06-01、2022-06-02、2022-06-03、2022-06-04"),
        (("2022-06-01", "2022-06-02", "2022-06-03", "2022-06-04", "2022-06-06"),
         "2022-06-01、2022-06-02、2022-06-03、2022-06-04等5日"),
    ],
)  # fmt: skip
def test_days_are_said_by_their_rhythm_where_they_have_one(days, said):
    assert when(tuple(map(D, days))) == said


@pytest.mark.parametrize(
    ("day", "ends"),
    [("2022-02-28", True), ("2024-02-28", False), ("2024-02-29", True), ("2022-06-29", False),
     ("2022-06-30", True), ("2022-07-30", False), ("2022-07-31", True), ("2022-06-27", False)],
)  # fmt: skip
def test_the_last_of_each_month_ends_it(day, ends):
    assert ends_month(D(day)) is ends
    number = D(day).toordinal()
    assert (heap_of(number, number) is None) is ends


def test_a_week_over_a_months_end_is_of_the_heap_of_months_ends():
    monday = D("2022-06-27").toordinal()
    assert heap_of(monday, monday + 3) is None
    assert heap_of(monday, monday + 2) == (monday, monday + 2)


def test_documents_are_cited_once_and_duties_quoted_a_few_at_a_time():
    other = replace(DOCUMENT, number=None, title="另文")
    rules = [rule("a", clause="一"), rule("b", clause="二"), rule("c", clause="一"),
             rule("d", clause="三", document=other)]  # fmt: skip
    assert clauses_of(rules) == (f"{DOCUMENT.number} 一、二", "《另文》 三")
    assert named(tuple(rules)) == "“办a”、“办b”、“办c”、“办d”"
    assert named((*rules, rule("e"))) == "“办a”、“办b”、“办c”、“办d”等5项"
    assert quoted(rule("a", act="说“好”")) == "“说‘好’”"
    assert day_list((D("2022-06-01"), D("2022-12-31"))) == "6月1日（周三）、12月31日（周六）"
    bare = Conflict(code="undated", severity="info", units=())
    assert (due_day(bare), from_until(bare)) == ("", "")
    spanned = replace(bare, day=D("2022-06-01"), until=D("2022-06-03"))
    assert (due_day(spanned), from_until(spanned)) == ("6月1日", "2022-06-01至2022-06-03")
    assert from_until(replace(spanned, until=None)) == ""


def test_what_crowds_is_counted_and_what_is_left_once_merged():
    pair = (demand("a"), demand("b"), demand("a"))
    assert counted(conflict("overload", *pair, count=2)) == "2项"
    assert counted(conflict("overload", *pair, count=1)) == "2项（合并后1项）"


# Messages and advice


def planned(moment, **given):
    at = dt.datetime.fromisoformat(f"{moment}+08:00")
    return Past(choice=Choice(occurrence="x", at=at, **given))


A, B = demand("a"), demand("b", "2022-07-10")
CASES = [
    (conflict("due_on_day_off", A, days=(D("2022-06-24"),)),
     "“办a”于2022年6月30日（周四）到期，当日休息",
     "请于2022年6月24日（周五）前完成（截止日前最后一个工作日）"),
    (conflict("due_on_day_off", replace(A, rule=rule(roll="forward")),
              days=(D("2022-06-24"), D("2022-07-01"))),
     "“办a”于2022年6月30日（周四）到期，当日休息",
     ("按本规则的选择依《民法典》第二百零三条顺延至2022年7月1日（周五）"
     "；能在2022年6月24日（周五）前完成更稳妥")),
    (conflict("due_on_day_off", replace(A, rule=rule(roll="forward")), days=(D("2022-07-01"),)),
     "“办a”于2022年6月30日（周四）到期，当日休息",
     "按本规则的选择依《民法典》第二百零三条顺延至2022年7月1日（周五）"),
    (conflict("no_working_day", A), "“办a”的期限（2022-06-01至2022-06-30）内没有工作日",
     "只能在期内的休息日办理，请提前安排值班；改在期外须先有延期决定（cadence extend）"),
    (conflict("overload", A, count=5, number=3, scope="week", until=D("2022-07-03")),
     "同一周（2022-06-30至2022-07-03）有1项（合并后5项）到期，超过3项：“办a”",
     "期限内此前没有空闲的工作日：请分开责任人，或依决定延期（cadence extend）"),
    (conflict("overload", A, count=5, number=3, scope="day", why="gone"),
     "2022年6月30日（周四）当日有1项（合并后5项）到期，超过3项：“办a”",
     "期限内此前的工作日已过：请分开责任人，或依决定延期（cadence extend）"),
    (conflict("overload", A, count=5, number=3, placed=2, days=(D("2022-06-29"),)),
     "2022年6月30日（周四）当日有1项（合并后5项）到期，超过3项：“办a”",
     "提前办理其中至少2项，仍在期限内且空闲的工作日有6月29日（周三）"),
    (conflict("overload", A, count=5, number=3, placed=1, days=(D("2022-06-29"),)),
     "2022年6月30日（周四）当日有1项（合并后5项）到期，超过3项：“办a”",
     ("提前办理其中1项，仍在期限内且空闲的工作日有6月29日（周三）；"
     "另1项排不下，请分开责任人，或依决定延期（cadence extend）")),
    (conflict("duplicate", A, B, days=(D("2022-06-01"), D("2022-06-30")), number=3, scope="year"),
     "同期有2项同类任务，均由本单位承担：“办a”、“办b”",
     ("可在6月1日至6月30日之间合办一次会议，同时落实二/（一）/1各条，全年可少3次；"
     "须由人确认，写入 policy.yaml 的 merges")),
    (conflict("duplicate", A, B, days=(D("2022-06-30"),) * 2, number=3),
     "同期有2项同类任务，均由本单位承担：“办a”、“办b”",
     ("可在6月30日合办一次会议，同时落实二/（一）/1各条，本期可少3次；"
     "须由人确认，写入 policy.yaml 的 merges")),
    (conflict("duplicate", *(replace(each, rule=replace(each.rule, category="inspection"))
                             for each in (A, B)), days=(D("2022-06-30"),) * 2),
     "同期有2项同类任务，均由本单位承担：“办a”、“办b”",
     ("二/（一）/1说的是同一项工作，可一次部署、6月30日一次办结；"
     "须由人确认，写入 policy.yaml 的 merges")),
    (conflict("phase_overlap", A, B, number=2, until=D("2022-07-01")),
     "“办a”、“办b”重叠2日（2022-06-30至2022-07-01），原文如此",
     "重叠期间两个阶段的任务同时进行，各按各的截止日办理"),
    (conflict("phase_gap", A, B, number=2, until=D("2022-07-01")),
     "“办a”、“办b”之间空2日（2022-06-30至2022-07-01），原文未作安排",
     "请向发文机关明确空档期间执行哪个阶段的要求"),
    (conflict("short_notice", A, number=4),
     "“办a”于2022年6月30日（周四）到期，距发文仅4日",
     "立即部署；来不及的，在6月30日前报请延期（cadence extend）"),
    (conflict("already_past", A, number=4),
     "“办a”于2022年6月30日（周四）到期，早于发文4日",
     "请发文机关明确是否补办；补办的，以延期决定写明新的截止日（cadence extend）"),
    (conflict("sequence", A, B, number=10, scope="after"),
     "“办a”（2022年6月30日（周四））须根据“办b”的结果办理，后者却在2022年7月10日（周日），晚10日",
     "把“办b”提前到6月30日之前（须在其期限内）"),
    (conflict("sequence", B, A, number=0, scope="words"),
     ("“办b”（2022年7月10日（周日））依其原文字句须在“办a”之后办理，"
     "后者却在2022年6月30日（周四），同一天而在其后"),
     "把“办b”排在不早于6月30日、不晚于7月10日的一天，或把后者提前"),
    (conflict("plan_outside", A, days=(D("2022-06-01"), dt.date.max)),
     "“办a”定在2022年6月30日（周四），不在期限（2022-06-01至不限）内",
     "改到期限以内（cadence plan suggest、plan set）；确需改期的，先有延期决定"),
    (conflict("plan_gone", A), "“办a”定在2022年6月30日（周四），日子已过，还没有办结记录",
     "已办的请登记办结，没办的另定日期（cadence plan set）"),
    (conflict("plan_day_off", A), "“办a”定在2022年6月30日（周四），当日休息",
     "改到工作日（cadence plan suggest、plan set）"),
    (conflict("double_booked", replace(A, past=planned("2022-06-30T09:00", where="三楼")), B,
              scope="三楼"),
     "“三楼”同时有两个会：1镇“办a”（2022-06-30 09:00，三楼）；1镇“办b”（）",
     ("改其中一个的时间、地点或主持人（cadence plan suggest、plan set）；"
     "确为一个会的，先写入 merges")),
]  # fmt: skip


@pytest.mark.parametrize(("found", "said", "advised"), CASES)
def test_what_collides_and_what_is_lawful_is_said_word_by_word(found, said, advised):
    assert (message(found), advice(found)) == (said, advised)


def test_what_is_signed_scored_or_told_for_oneself_is_never_held_together():
    pledge = [replace(each, rule=replace(each.rule, category="pledge")) for each in (A, B)]
    found = conflict("duplicate", *pledge, days=(D("2022-06-30"),) * 2)
    assert advice(found).endswith("不能合并")
    assert decision(found) == "是否排在同一时段办"
    assert decision(conflict("duplicate", A, B)) == "合办一次，还是分开办"
    assert decision(conflict("due_on_day_off", A)) == ""


def test_the_stricter_rhythm_governs_by_the_first_of_what_falls_within():
    strict = replace(A, rule=rule("s", MONTHLY))
    found = conflict("frequency", B, strict, days=(D("2022-06-01"), D("2022-06-30")))
    assert advice(found) == "按较严的“每月至少1次”执行；其中一次可同时落实较宽的一项，须由人确认"


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("改到工作日（cadence plan suggest、plan set）", "改到工作日"),
        ("可合办；须由人确认，写入 policy.yaml 的 merges", "可合办；请定是否合办"),
        ("确为一个会的，先写入 merges", "确为一个会的，先写入 merges"),
        ("改时间；确为一个会的，先写入 merges", "改时间；确为一个会的，请定为合办"),
    ],
)
def test_to_people_no_command_and_no_file_is_named(said, plain):
    assert plainly(said) == plain


def test_each_unit_is_told_with_its_own_occurrences():
    shared = demand("a", units=(EAST, WEST))
    told = list(findings(conflict("due_on_day_off", shared, units=(EAST, WEST),
                                  days=(D("2022-06-24"),))))  # fmt: skip
    assert [(each.unit, each.occurrences) for each in told] == [
        ("t1", ("ceshi/notice:a:2022-06@ceshi/t1",)), ("t2", ("ceshi/notice:a:2022-06@ceshi/t2",)),
    ]  # fmt: skip
    (led,) = findings(conflict("overload", shared, units=(TOWNS[4],)))
    assert led.occurrences == (
        "ceshi/notice:a:2022-06@ceshi/t1", "ceshi/notice:a:2022-06@ceshi/t2",
    )  # fmt: skip
    assert led.clauses == ("ceshi/notice:二/（一）/1",)
    (nobody,) = findings(Conflict(code="undated", severity="warning", units=(), bare=(rule(),)))
    assert (nobody.unit, nobody.units) == (None, ())


# Lines


def line(*across, groups=None):
    (found,) = lines(Found(across=across), groups or {})
    return found


def off(day, name="a", timing=MONTHLY, units=(EAST,)):
    return conflict("due_on_day_off", demand(name, day, units, timing=timing), severity="info",
                    units=units, days=(D("2022-06-01"),))  # fmt: skip


def test_days_off_of_one_rhythm_are_one_line_and_of_another_or_of_a_single_day_others():
    month = line(off("2022-04-30"), off("2022-05-31"), off("2022-07-31", "b"))
    assert (month.count, month.what) == (3, "每月的任务截止日休息，涉及2项：“办a”、“办b”")
    assert month.advice == "按截止日前最后一个工作日完成，各日见明细"
    assert line(off("2022-04-30")).what == "“办a”于2022年4月30日（周六）到期，当日休息"
    once = Deadline(due=D("2022-06-26"))
    assert len(lines(Found(across=(off("2022-04-30"), off("2022-06-26", "b", once))), {})) == 2
    two = (off("2022-06-26", "b", once), off("2022-06-25", "c", once))
    assert len(lines(Found(across=two), {})) == 2
    same = line(off("2022-06-26", "b", once), off("2022-06-26", "c", once))
    assert same.what == "限期的任务截止日休息，涉及2项：“办b”、“办c”"
    yearly = off("2022-12-31", "y", PeriodicDeadline(period="year", day="last"))
    assert len(lines(Found(across=(off("2022-04-30"), yearly)), {})) == 2


def test_several_of_one_kind_say_what_they_have_in_common():
    short = [conflict("short_notice", demand(each), number=4) for each in "ab"]
    assert line(*short).what == "“办a”、“办b”距发文仅4日"
    past = [conflict("already_past", demand(each), number=4) for each in "ab"]
    assert line(*past).what == "“办a”、“办b”的时限早于发文4日"
    none = [conflict("no_working_day", demand("a", day)) for day in ("2022-06-30", "2022-07-31")]
    assert line(*none).what == "“办a”有2期没有工作日"
    open_ = [
        Conflict(code="undated", severity="warning", units=(EAST,),
                 bare=(rule(each, Unspecified(words="定期")),))
        for each in "ab"
    ]  # fmt: skip
    assert line(*open_).what == "有2项任务原文未定频次或日期：“办a”、“办b”"
    booked = [
        conflict("double_booked", demand(units=(EAST,)), demand(units=(each,)), scope="三楼")
        for each in TOWNS[1:4]
    ]
    assert "“三楼”2022年6月30日（周四）有4个会撞在一起：“办a”" in line(*booked).what
    days = ((D("2022-06-01"), D("2022-06-30")), (D("2022-07-01"), D("2022-07-31")))
    doubles = [
        conflict("duplicate", demand("a", str(each[1])), demand("b", str(each[1])), days=each,
                 number=number, scope=scope, day=each[1])
        for each, number, scope in zip(days, (2, 5), ("", "year"), strict=True)
    ]  # fmt: skip
    assert line(*doubles).advice == (
        "可每期合办一次，同时落实二/（一）/1各条，每个单位一年可少5次；"
        "须由人确认，写入 policy.yaml 的 merges"
    )
    assert "本期可少5次" in line(*(replace(each, scope="") for each in doubles)).advice


def test_lines_are_in_order_the_gravest_first():
    listed = lines(
        Found(across=(
            off("2022-04-30"),
            conflict("short_notice", A, number=1),
            conflict("plan_outside", A, severity="error", days=(D("2022-06-01"), D("2022-06-02"))),
            conflict("duplicate", A, B, days=(D("2022-06-30"),) * 2, number=1),
        )), {},
    )  # fmt: skip
    assert [each.severity for each in listed] == ["error", "warning", "warning", "info"]


def test_a_pile_names_units_in_their_order_and_counts_what_a_statute_leaves_open_once():
    pile = Some()
    pile.own.append(conflict("due_on_day_off", A, units=(WEST,)))
    pile.own.append(conflict("due_on_day_off", A, units=(EAST, WEST)))
    order = {EAST.key: 0, WEST.key: 1}
    assert pile.units(order) == [EAST, WEST]
    assert pile.count() == 3
    pile.across.append(conflict("sequence", A, units=(TOWNS[2],)))
    assert pile.units(order) == [EAST, WEST, TOWNS[2]]
    statute = Some()
    statute.across.append(
        Conflict(code="undated", severity="warning", units=(EAST, WEST),
                 bare=(rule(pack="national/law"),))
    )  # fmt: skip
    assert statute.count() == 1
    statute.across[0] = replace(statute.across[0], bare=(rule(),))
    assert statute.count() == 2
    statute.across[0] = replace(statute.across[0], units=())
    assert statute.count() == 1


# Heaps


def crowd(day, many=4, count=None, units=(EAST,), **given):
    demands = tuple(demand(f"r{n}", day, units) for n in range(many))
    known = {"count": count or many, "number": 3, "scope": "day", "units": units,
             "day": D(day), "until": D(day)}  # fmt: skip
    return Conflict(code="overload", severity="warning", demands=demands, **(known | given))


def test_ends_of_months_are_one_heap_that_names_the_fullest_day():
    found = line(crowd("2022-04-30"), crowd("2022-06-30", 6), crowd("2022-05-31", 5, units=(WEST,)))
    assert found.count == 3
    assert found.what.startswith("有3天到期超过3项，最多的是1镇2022-06-30当日6项：")
    assert found.when == "2022-04至2022-06的月末，共3日"
    assert found.who == "1镇、2镇"
    assert [each.day for each in found.details] == [
        D("2022-04-30"), D("2022-05-31"), D("2022-06-30"),
    ]  # fmt: skip


def test_days_apart_are_heaps_apart_and_one_alone_says_itself():
    listed = lines(Found(across=(crowd("2022-06-15"), crowd("2022-06-16"))), {})
    assert [each.count for each in listed] == [1, 1]
    assert listed[0].what == message(crowd("2022-06-15"))
    week = crowd("2022-06-13", until=D("2022-06-19"), scope="week")
    assert "同一周" in line(week).what
    both = line(crowd("2022-06-30"), replace(week, day=D("2022-06-27"), until=D("2022-07-03")))
    assert both.what.startswith("有1天到期超过3项，最多的是1镇2022-06-30当日")


def test_the_way_out_is_common_where_anybody_has_one():
    none = line(crowd("2022-04-30"), crowd("2022-06-30", why="gone"))
    assert none.advice == advice(crowd("2022-06-30", why="gone"))
    some = line(crowd("2022-04-30", days=(D("2022-04-29"),)), crowd("2022-06-30"))
    assert some.advice == "在各自期限内提前错开，各日可用的空闲工作日见明细"
    one = crowd("2022-06-30")
    same = line(one, replace(one, units=(WEST,)))
    assert same.advice == advice(crowd("2022-06-30"))
    assert same.what == message(crowd("2022-06-30"))


# Answers, and loads


@pytest.mark.parametrize(
    ("given", "met"),
    [
        ({}, ["t1", "t2"]),
        ({"unit": "t1"}, ["t1"]),
        ({"unit": "t9"}, []),
        ({"until": D("2022-06-30")}, ["t1", "t2"]),
        ({"until": D("2022-06-29")}, []),
        ({"date": D("2022-06-29")}, []),
        ({"rules": ("ceshi/notice:a",)}, ["t1", "t2"]),
        ({"rules": ("ceshi/notice:a", "ceshi/notice:b")}, []),
    ],
)
def test_an_answer_holds_for_its_units_rules_days_and_no_longer_than_it_says(given, met):
    found = conflict("overload", A, units=(EAST, WEST))
    why = Suppression(**({"code": "overload", "reason": "已错开", "by": "办"} | given))
    parts = list(answered(found, [why]))
    assert [unit.id for one, by in parts if by for unit in one.units] == met
    left = [unit.id for one, by in parts if by is None for unit in one.units]
    assert sorted(met + left) == ["t1", "t2"]
    bare = Conflict(code="overload", severity="warning", units=())
    ((_same, by),) = answered(bare, [replace(why, unit=None, until=None, date=None, rules=())])
    assert by is not None


def test_units_with_the_same_meetings_are_one_row_and_the_busiest_come_first():
    def load(unit, before, after=None):
        counts = Counter({(2022, month): many for month, many in before.items()})
        merged = Counter({(2022, month): many for month, many in (after or before).items()})
        return Load(unit, counts, merged)

    rows = load_rows(
        [load(EAST, {1: 1}), load(WEST, {1: 2, 2: 1}, {1: 1, 2: 1}), load(TOWNS[2], {1: 1})], {}
    )
    assert [(each.who, each.year, each.before, each.after) for each in rows] == [
        ("2镇", 2022, 3, 2), ("1镇、3镇", 2022, 1, 1),
    ]  # fmt: skip
    assert rows[0].months[:3] == ("2→1", "1", "")


def test_crowds_of_a_day_and_of_a_week_are_told_apart():
    assert Crowd(1, 1, [], 3, None).scope == "day"
    assert Crowd(1, 2, [], 3, None).scope == "week"
    assert Crowded((), (), None).since == 0
