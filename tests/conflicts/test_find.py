"""Every code where it must appear, and the near miss where it must not; then what holds for all."""

import datetime as dt
from dataclasses import replace

import pytest
from conftest import DOCUMENT, make_rule
from hypothesis import given
from hypothesis import strategies as st

from cadence.conflicts.find.find import find_conflicts
from cadence.conflicts.find.found import Found
from cadence.conflicts.find.load import meeting_loads
from cadence.conflicts.find.nouns import Ground
from cadence.conflicts.find.series import demands_by_units
from cadence.conflicts.tell.answered import answered
from cadence.conflicts.tell.lines import lines
from cadence.conflicts.tell.messages import findings
from cadence.core.dates import SHANGHAI, Span
from cadence.core.facts import Choice, Done, Entry, Extension, Waiver
from cadence.core.history import EMPTY, history
from cadence.core.occurrence import Binding, Unit
from cadence.core.policy import Limits, Merge, NamedSpan, Policy, Suppression
from cadence.core.timing import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Trigger,
    Unspecified,
)
from cadence.core.year_policy import Held, MeetingRoom
from cadence.occurrences.expand import runs
from cadence.workdays import advise

D = dt.date.fromisoformat
YEAR = Span(D("2022-01-01"), D("2022-12-31"))
JUNE = Span(D("2022-06-01"), D("2022-06-30"))
EAST = Unit(place="ceshi", id="east", name="东镇")
WEST = Unit(place="ceshi", id="west", name="西乡")
POST = Unit(place="ceshi", id="deputy", name="常务副县长", kind="post", of="county")
MONTHLY, QUARTERLY, YEARLY = (Cadence(period=period) for period in ("month", "quarter", "year"))
EARLIER = D("2022-01-01")
OTHER = replace(DOCUMENT, number="测安委〔2021〕9号", effective=EARLIER, date=EARLIER)


def rule(name, timing, **given):
    return make_rule(timing, **({"id": name, "effective": EARLIER} | given))


def twin(name, timing, **given):
    """A safety meeting; two of them are of one kind."""
    return rule(name, timing, topics=("党委", "专题会议"), **given)


def elsewhere(name, timing):
    """The same kind of duty in another document."""
    return twin(name, timing, pack="ceshi/old", document=OTHER)


def entries(*facts):
    now = dt.datetime(2022, 1, 1, tzinfo=SHANGHAI)
    return history(Entry(number=n, recorded=now, fact=fact) for n, fact in enumerate(facts, 1))


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def chosen(tail, moment, unit="east", **given):
    return Choice(occurrence=f"ceshi/notice:{tail}@ceshi/{unit}", at=at(moment), **given)


def found(  # noqa: PLR0913 - whatever a test is about
    *rules, span=YEAR, policy=None, known=EMPTY, units=(EAST,), lead=False, today=dt.date.min
):
    bindings = tuple(
        Binding(rule=each, unit=unit, names=("各乡镇",)) for each in rules for unit in units
    )
    if lead:
        bindings += tuple(
            Binding(rule=each, unit=POST, names=("常务副县长",), role="lead") for each in rules
        )
    ground = Ground(
        bindings=bindings, policy=policy or Policy(), advise=advise, history=known, today=today
    )
    owed = tuple(demands_by_units(runs(bindings, span, advise), known))
    return list(find_conflicts(owed, ground, span))


def only(code, conflicts):
    return [each for each in conflicts if each.code == code]


FIRST_OF_MANY = "ceshi/notice:many-0:2022-06@ceshi/east"
BY_25 = PeriodicDeadline(period="month", day=25)
MANY = tuple(rule(f"many-{n}", MONTHLY) for n in range(4))
WEEK = tuple(
    rule(f"week-{n}", Deadline(due=D(day)))
    for n, day in enumerate(("2022-06-13", "2022-06-14", "2022-06-14", "2022-06-15", "2022-06-16"))
)
STAGES = tuple(
    rule(f"stage-{n}", Phase(start=D(start), due=D(due)), topics=("阶段",))
    for n, (start, due) in enumerate((("2022-03-01", "2022-03-31"), ("2022-04-01", "2022-04-30")))
)


def second_from(day):
    return replace(STAGES[1], timing=Phase(start=D(day), due=D("2022-04-30")))


FRIDAY_WINDOW = Phase(start=D("2022-06-24"), due=D("2022-06-26"))
WEEKEND_WINDOW = Phase(start=D("2022-06-25"), due=D("2022-06-26"))
DRAWN_UP = rule("list", PeriodicDeadline(period="quarter", day="last"))
PUBLISHED = rule("publish", PeriodicDeadline(period="quarter", day="3-15"), after=("list",))
IN_TIME = rule("publish", PeriodicDeadline(period="quarter", day="last"), after=("list",))
MARCH_MEETING = chosen("a:2022-03", "2022-03-18 09:00", minutes=90, where="三楼会议室")
AT_TEN, AT_HALF_PAST = (
    chosen("b:2022-03", f"2022-03-18 {time}", "west", where="东镇3楼会议室")
    for time in ("10:00", "10:30")
)

AT_LARGE = rule("a", MONTHLY)
LEANING = rule("a", Deadline(due=D("2022-06-30")), category="inspection", see=("三/2",))


def report(name, act):
    return rule(name, Deadline(due=D("2022-06-30")), act=act, category="report")


TO_WHOM = rule("to", Unspecified(words="适时"), act="向县委主要领导呈报", category="report")
CASES = [
    # code, the days asked about, what must give it, and the near miss that must not
    ("due_on_day_off", JUNE, [rule("a", Deadline(due=D("2022-06-26")))],
     [rule("a", Deadline(due=D("2022-06-24")))]),
    ("no_working_day", JUNE, [rule("a", WEEKEND_WINDOW)], [rule("a", FRIDAY_WINDOW)]),
    ("overload", JUNE, list(MANY), list(MANY[:3])),
    ("overload", JUNE, [*WEEK, rule("x", Deadline(due=D("2022-06-17")))],
     [*WEEK, rule("x", Deadline(due=D("2022-06-20")))]),
    ("duplicate", JUNE, [twin("a", MONTHLY), twin("b", MONTHLY)],
     [twin("a", MONTHLY), rule("b", MONTHLY, act="听取安全生产工作汇报", topics=("汇报",))]),
    ("duplicate", JUNE, [twin("a", MONTHLY), twin("b", BY_25)],
     [twin("a", MONTHLY), twin("b", BY_25, category="inspection")]),
    ("duplicate", YEAR, [twin("a", MONTHLY), twin("b", QUARTERLY)],
     [twin("a", MONTHLY), twin("b", QUARTERLY, condition="高危行业")]),
    ("duplicate", YEAR, [twin("a", Phase(start=D("2022-03-01"), due=D("2022-04-30"))),
                         twin("b", Phase(start=D("2022-04-30"), due=D("2022-05-31")))],
     [twin("a", Phase(start=D("2022-03-01"), due=D("2022-04-30"))),
      twin("b", Phase(start=D("2022-05-01"), due=D("2022-05-31")))]),
    # by their acts, whatever the topics say
    ("duplicate", JUNE, [AT_LARGE, rule("b", MONTHLY, act="召开政府会议研究部署安全生产")],
     [AT_LARGE, rule("b", MONTHLY, act="召开会议研判尾矿库风险")]),
    ("duplicate", JUNE, [report("a", "向县安委办报送情况"), report("b", "向县安委会办公室报送")],
     [report("a", "向县安委办报送情况"), report("b", "向县委报送总结")]),
    ("duplicate", JUNE, [report("a", "旬分析"), report("b", "月通报"), TO_WHOM],
     [report("a", "旬分析"), replace(report("b", "月通报"), clause="三/1"), TO_WHOM]),
    ("duplicate", JUNE, [report("a", "旬分析"), report("b", "月通报"), TO_WHOM],
     [report("a", "季通报"), report("b", "年总结")]),
    ("duplicate", JUNE, [LEANING, rule("b", Deadline(due=D("2022-06-30")), clause="三/2")],
     [LEANING, rule("b", Deadline(due=D("2022-06-29")), clause="三/2")]),
    ("frequency", YEAR, [twin("a", MONTHLY), elsewhere("b", QUARTERLY)],
     [twin("a", MONTHLY), elsewhere("b", MONTHLY)]),
    ("phase_overlap", YEAR, [STAGES[0], second_from("2022-03-31")],
     list(STAGES)),
    ("phase_gap", YEAR, [STAGES[0], second_from("2022-04-02")],
     list(STAGES)),
    ("phase_gap", YEAR, [STAGES[0], second_from("2022-04-02")],
     [STAGES[0], replace(second_from("2022-04-02"), topics=("阶段", "清单"))]),
    ("short_notice", YEAR, [make_rule(Deadline(due=D("2022-05-05")))],
     [make_rule(Deadline(due=D("2022-05-06")))]),
    ("short_notice", YEAR, [make_rule(Deadline(due=D("2022-04-30")))], [make_rule(MONTHLY)]),
    ("already_past", YEAR, [make_rule(Deadline(due=D("2022-04-24")))],
     [make_rule(Deadline(due=D("2022-04-25")))]),
    ("sequence", YEAR, [DRAWN_UP, PUBLISHED], [DRAWN_UP, IN_TIME]),
    ("undated", YEAR, [rule("a", Unspecified(words="定期"))], [rule("a", MONTHLY)]),
    ("undated", YEAR, [rule("a", Season(start=None, due=None, name="汛期"))],
     [rule("a", Season(start="--06-01", due="--09-30", name="汛期"))]),
    ("undated", YEAR, [rule("a", MONTHLY, since="省里出台规定")],
     [rule("a", Trigger(event="接报事故", offset="PT24H"))]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "span", "must", "near_miss"), CASES)
def test_each_code_appears_where_it_must_and_not_in_the_near_miss(code, span, must, near_miss):
    assert only(code, found(*must, span=span))
    assert not only(code, found(*near_miss, span=span))


def test_two_meetings_may_follow_each_other_in_a_room_but_not_overlap():
    rules = (rule("a", MONTHLY), rule("b", MONTHLY))
    (clash,) = only(
        "double_booked", found(*rules, units=(EAST, WEST), known=entries(MARCH_MEETING, AT_TEN))
    )
    assert clash.severity == "error"
    assert "三楼会议室" in next(findings(clash)).message
    later = entries(MARCH_MEETING, AT_HALF_PAST)
    assert not only("double_booked", found(*rules, units=(EAST, WEST), known=later))


@pytest.mark.parametrize(("chair", "clashes"), [("ceshi/deputy", 1), ("ceshi/other", 0)])
def test_nobody_presides_in_two_places_at_once(chair, clashes):
    first = chosen("a:2022-03", "2022-03-18 09:00", chair="ceshi/deputy")
    second = chosen("a:2022-03", "2022-03-18 09:30", "west", chair=chair)
    conflicts = found(rule("a", MONTHLY), units=(EAST, WEST), known=entries(first, second))
    assert len(only("double_booked", conflicts)) == clashes


def test_a_unit_is_not_in_two_meetings_unless_they_are_merged():
    rules = (twin("a", MONTHLY), twin("b", MONTHLY))
    both = entries(chosen("a:2022-03", "2022-03-18 09:00"), chosen("b:2022-03", "2022-03-18 09:00"))
    assert only("double_booked", found(*rules, known=both))
    assert not only("double_booked", found(*rules, known=both, policy=merging()))


def test_chosen_days_take_part_in_the_sequence():
    rules = (rule("list", QUARTERLY), rule("publish", QUARTERLY, after=("list",)))
    early = entries(chosen("publish:2022-Q1", "2022-03-10 09:00"))
    (turned,) = only("sequence", found(*rules, known=early))
    assert turned.number == 21  # March 10 to March 31
    listed_first = entries(
        chosen("publish:2022-Q1", "2022-03-10 09:00"), chosen("list:2022-Q1", "2022-03-10 08:00")
    )
    assert not only("sequence", found(*rules, known=listed_first))


def test_what_was_listed_first_by_the_last_of_several_units_counts():
    first, then = rule("list", QUARTERLY), rule("sum-up", QUARTERLY, after=("list",))
    bindings = [Binding(rule=first, unit=unit, names=()) for unit in (EAST, WEST)]
    bindings.append(Binding(rule=then, unit=POST, names=()))
    known = entries(
        chosen("list:2022-Q1", "2022-03-01 09:00"),
        chosen("sum-up:2022-Q1", "2022-03-10 09:00", "deputy"),
    )
    ground = Ground(bindings=tuple(bindings), policy=Policy(), advise=advise, history=known)
    owed = tuple(demands_by_units(runs(bindings, YEAR, advise), known))
    (turned,) = only("sequence", find_conflicts(owed, ground, YEAR))
    assert turned.demands[1].unit == WEST


def merging(on="2022-01-01"):
    merge = Merge(rules=("ceshi/notice:a", "ceshi/notice:b"), by="县安委办", on=D(on))
    return Policy(merges=(merge,))


def test_an_accepted_merge_is_no_longer_proposed_whenever_it_begins():
    rules = (twin("a", MONTHLY), twin("b", MONTHLY))
    assert len(only("duplicate", found(*rules))) == 12
    assert not only("duplicate", found(*rules, policy=merging()))
    assert not only("duplicate", found(*rules, policy=merging("2022-03-31")))


def test_a_proposal_says_when_for_which_clauses_and_how_much_is_saved():
    rules = (twin("a", MONTHLY, clause="二/（一）/3"), twin("b", BY_25, clause="二/（二）/5"))
    autumn = Span(D("2022-09-01"), D("2022-12-31"))
    (first, *_more) = only("duplicate", found(*rules, span=autumn))
    said = next(findings(first))
    assert said.occurrences == (
        "ceshi/notice:a:2022-09@ceshi/east",
        "ceshi/notice:b:2022-09@ceshi/east",
    )
    assert said.clauses == ("ceshi/notice:二/（一）/3", "ceshi/notice:二/（二）/5")
    assert "9月1日至9月23日" in said.advice  # the 25th is a Sunday
    assert "本期可少4次" in said.advice


def test_twice_a_year_is_two_meetings_and_no_duplicate_of_itself():
    assert not only("duplicate", found(twin("a", Cadence(period="year", count=2))))
    twice = (twin("a", Cadence(period="year", count=2)), twin("b", YEARLY))
    (double,) = only("duplicate", found(*twice))
    assert double.number == 1


def test_the_stricter_of_two_documents_governs_and_both_are_shown():
    rules = (twin("a", MONTHLY), elsewhere("b", QUARTERLY))
    quarters = only("frequency", found(*rules))
    assert len(quarters) == 4
    said = next(findings(quarters[0]))
    assert "每月至少1次" in said.advice
    assert "测安委〔2021〕9号" in said.message
    assert "测安委〔2022〕1号" in said.message
    assert not only("duplicate", found(*rules))


def test_a_merge_counts_once_where_duties_crowd():
    rules = (twin("a", MONTHLY), twin("b", MONTHLY), *MANY[:2])
    assert only("overload", found(*rules, span=JUNE))
    assert not only("overload", found(*rules, span=JUNE, policy=merging()))


def test_the_free_days_named_are_worked_lawful_and_free():
    busy = [rule(f"busy-{n}", Deadline(due=D("2022-06-29"))) for n in range(3)]
    late = rule("late", Deadline(due=D("2022-06-30")), effective=D("2022-06-28"))
    (crowd,) = [
        each
        for each in only("overload", found(*MANY[:3], late, *busy, span=JUNE))
        if each.scope == "day"
    ]
    assert crowd.day == D("2022-06-30")
    # Seven in the week of the 27th are two too many already: the week before takes one.
    assert crowd.days == tuple(
        map(D, ("2022-06-20", "2022-06-21", "2022-06-22", "2022-06-23", "2022-06-24"))
    )


def test_no_more_is_asked_of_days_than_they_hold():
    june = PeriodicDeadline(period="month", day="last")
    many = [rule(f"m{n}", june, effective=D("2022-06-13")) for n in range(31)]
    (crowd,) = only("overload", found(*many, span=JUNE))
    # From the 13th two weeks of five each, while the week of the 30th is too full anyway.
    assert (crowd.count, crowd.placed) == (31, 10)
    assert {each.isocalendar().week for each in crowd.days} == {24, 25}
    assert "提前办理其中10项" in next(findings(crowd)).advice
    assert "另18项排不下" in next(findings(crowd)).advice


def test_one_heap_is_one_line_whoever_is_crowded_by_what():
    more = rule("more", MONTHLY)
    bindings = [Binding(rule=each, unit=unit, names=()) for each in MANY for unit in (EAST, WEST)]
    bindings.append(Binding(rule=more, unit=WEST, names=()))
    ground = Ground(bindings=tuple(bindings), policy=Policy(), advise=advise)
    owed = tuple(demands_by_units(runs(bindings, YEAR, advise), EMPTY))
    crowds = only("overload", find_conflicts(owed, ground, YEAR))
    assert len(crowds) == 24  # two towns, twelve ends of months
    (line,) = lines(Found(across=tuple(crowds)), {})
    assert (line.who, line.count) == ("东镇、西乡", 24)
    assert "最多的是西乡2022-01-31当日5项" in line.what


@pytest.mark.parametrize("is_kept", [True, False])  # as crowds that are found anew, as findings
def test_each_unit_is_told_its_own_free_days(is_kept):
    busy = [rule(f"busy-{n}", Deadline(due=D("2022-06-29"))) for n in range(3)]
    bindings = [Binding(rule=each, unit=unit, names=()) for each in MANY for unit in (EAST, WEST)]
    bindings += [Binding(rule=each, unit=WEST, names=()) for each in busy]
    ground = Ground(
        bindings=tuple(bindings), policy=Policy(limits=Limits(unit_week=20)), advise=advise
    )
    owed = tuple(demands_by_units(runs(bindings, JUNE, advise), EMPTY))
    whole = find_conflicts(owed, ground, JUNE)
    crowded = whole if is_kept else Found(across=tuple(only("overload", whole)))
    (line,) = only("overload", lines(crowded, {}))
    assert (line.who, line.advice) == (
        "东镇、西乡",
        "在各自期限内提前错开，各日可用的空闲工作日见明细",
    )
    assert [(each.who, "6月29日" in each.advice) for each in line.details] == [
        ("东镇", True),
        ("西乡", False),
    ]


def test_one_rule_over_many_units_that_want_one_chair_is_one_line():
    towns = [Unit(place="ceshi", id=f"t{n}", name=f"{n}镇") for n in range(5)]
    known = entries(*(
        chosen("a:2022-03", "2022-03-18 09:00", each.id, chair="ceshi/deputy") for each in towns
    ))  # fmt: skip
    clashes = only("double_booked", found(rule("a", MONTHLY), units=towns, known=known))
    (line,) = lines(Found(across=tuple(clashes)), {})
    assert "有5个会撞在一起" in line.what
    assert len(line.details) == 4


def test_two_crowds_are_not_sent_to_one_day_that_holds_but_one():
    late = D("2022-06-29")
    first = [rule(f"a{n}", Deadline(due=D("2022-06-30")), effective=late) for n in range(5)]
    second = [rule(f"b{n}", Deadline(due=D("2022-07-01")), effective=late) for n in range(5)]
    roomy = Policy(limits=Limits(unit_day=3, unit_week=20))
    span = Span(D("2022-06-01"), D("2022-07-31"))
    one, two = only("overload", found(*first, *second, span=span, policy=roomy))
    assert (one.days, one.placed) == ((late,), 2)
    # Of the 29th one place is left, and one of the 30th's since two of its duties went there.
    assert two.placed == 1


def test_a_crowd_that_nobody_can_move_says_so():
    day = D("2022-06-30")
    rules = [rule(f"a{n}", Deadline(due=day), effective=day) for n in range(4)]
    (crowd,) = only("overload", found(*rules, span=JUNE))
    assert crowd.days == ()
    assert "没有空闲的工作日" in next(findings(crowd)).advice


def test_days_already_gone_are_not_offered():
    (crowd,) = only("overload", found(*MANY, span=JUNE, today=D("2022-06-29")))
    assert crowd.days == (D("2022-06-29"),)
    (crowd,) = only("overload", found(*MANY, span=JUNE, today=D("2022-06-30")))
    assert crowd.days == ()
    assert "已过" in next(findings(crowd)).advice


def test_in_a_year_that_is_not_announced_no_free_day_is_named_or_denied():
    rules = [rule(f"a{n}", Deadline(due=D("2031-06-30"))) for n in range(4)]
    span = Span(D("2031-06-01"), D("2031-06-30"))
    (crowd,) = only("overload", found(*rules, span=span))
    advised = next(findings(crowd)).advice
    assert "节假日安排未公布，暂不能列出" in advised
    assert "没有空闲" not in advised


def test_what_is_over_is_no_longer_proposed_and_the_rest_from_today_on():
    rules = (twin("a", MONTHLY), twin("b", MONTHLY))
    left = only("duplicate", found(*rules, today=D("2022-11-15")))
    assert [each.days[0] for each in left] == [D("2022-11-15"), D("2022-12-01")]
    assert "本期可少2次" in next(findings(left[0])).advice


def test_what_a_year_saves_is_said_only_of_a_whole_year():
    rules = (twin("a", MONTHLY), twin("b", MONTHLY))
    assert "全年可少12次" in next(findings(only("duplicate", found(*rules))[0])).advice
    (one,) = only("duplicate", found(*rules, span=JUNE))
    assert "本期可少1次" in next(findings(one)).advice


def test_a_proposal_for_a_single_day_names_that_day_alone():
    rules = [twin(name, Deadline(due=D("2022-06-24"))) for name in "ab"]
    day = [
        replace(each, timing=Phase(start=D("2022-06-24"), due=D("2022-06-24"))) for each in rules
    ]
    (one,) = only("duplicate", found(*day, span=JUNE))
    assert "可在6月24日合办一次" in next(findings(one)).advice


def test_a_crowd_says_how_many_are_left_once_merged():
    rules = (*MANY, twin("a", MONTHLY), twin("b", MONTHLY))
    (crowd,) = only("overload", found(*rules, span=JUNE, policy=merging()))
    said = next(findings(crowd)).message
    assert "当日有6项（合并后5项）到期" in said
    assert said.endswith("等6项")


def test_what_a_post_leads_is_counted_once_however_many_owe_it():
    conflicts = found(*MANY[:3], units=(EAST, WEST), span=JUNE, lead=True)
    assert not only("overload", conflicts)
    (led,) = [
        each
        for each in only("overload", found(*MANY, units=(EAST, WEST), span=JUNE, lead=True))
        if each.unit == POST
    ]
    assert led.count == 4
    assert len(next(findings(led)).occurrences) == 8


def test_what_units_that_are_not_alike_share_a_post_leads_once():
    bindings = [Binding(rule=each, unit=unit, names=()) for each in MANY for unit in (EAST, WEST)]
    bindings.append(Binding(rule=rule("more", QUARTERLY), unit=WEST, names=()))
    bindings += [Binding(rule=each, unit=POST, names=(), role="lead") for each in MANY]
    ground = Ground(bindings=tuple(bindings), policy=Policy(), advise=advise)
    owed = tuple(demands_by_units(runs(bindings, JUNE, advise), EMPTY))
    assert len(owed) == 2
    conflicts = find_conflicts(owed, ground, JUNE)
    (led,) = [each for each in only("overload", conflicts) if each.unit == POST]
    assert [each.units for each in led.demands] == [(EAST, WEST)] * 4
    assert len(next(findings(led)).occurrences) == 8


def test_limits_are_the_offices_own():
    roomy = Policy(limits=Limits(unit_day=4, unit_week=9))
    assert not only("overload", found(*MANY, span=JUNE, policy=roomy))


@pytest.mark.parametrize(
    "fact",
    [
        Done(occurrence=FIRST_OF_MANY, on=D("2022-06-10"), evidence="纪要"),
        Waiver(occurrence=FIRST_OF_MANY, document="批复", by="主任"),
        Extension(occurrence=FIRST_OF_MANY, to=D("2022-07-08"), document="批复", by="主任"),
        chosen("many-0:2022-06", "2022-06-15 09:00"),
    ],
)  # fmt: skip
def test_what_is_done_released_put_off_or_planned_elsewhere_crowds_nobody(fact):
    assert not only("overload", found(*MANY, span=JUNE, known=entries(fact)))


def test_a_chosen_day_before_the_day_off_answers_it():
    off = rule("a", Deadline(due=D("2022-06-26")))
    planned = entries(chosen("a:2022-06-26", "2022-06-23 09:00"))
    assert not only("due_on_day_off", found(off, span=JUNE, known=planned))


def test_a_rule_that_rolls_forward_says_both_days():
    (off,) = only(
        "due_on_day_off", found(rule("a", Deadline(due=D("2022-06-26")), roll="forward"), span=JUNE)
    )
    assert off.days == (D("2022-06-24"), D("2022-06-27"))
    assert "顺延至2022年6月27日" in next(findings(off)).advice


def test_a_year_that_is_not_announced_is_no_conflict():
    far = Span(D("2031-01-01"), D("2031-12-31"))
    assert not only("due_on_day_off", found(rule("a", MONTHLY), span=far))
    assert not only("no_working_day", found(rule("a", Cadence(period="day")), span=far))


def test_what_was_over_before_its_document_came_is_only_that():
    rules = [make_rule(Deadline(due=D("2022-04-24")), id=f"a{n}") for n in range(4)]
    assert {each.code for each in found(*rules)} == {"already_past"}


def test_a_part_of_a_group_meets_what_the_group_owes_and_is_told_so_once():
    all_ = Unit(place="ceshi", id="stations", name="各站所", kind="group")
    part = Unit(
        place="ceshi", id="some", name="负有监管职责的站所", kind="group", within="stations"
    )
    apart = replace(part, within=None)
    for unit, many in ((part, 12), (apart, 0)):
        bindings = [Binding(rule=each, unit=all_, names=()) for each in MANY[:3]]
        bindings += [
            Binding(rule=twin("a", MONTHLY), unit=all_, names=()),
            Binding(rule=twin("b", MONTHLY), unit=unit, names=()),
        ]
        ground = Ground(bindings=tuple(bindings), policy=Policy(), advise=advise)
        owed = tuple(demands_by_units(runs(bindings, YEAR, advise), EMPTY))
        conflicts = list(find_conflicts(owed, ground, YEAR))
        mixed = [each for each in only("duplicate", conflicts) if each.units == (unit,)]
        assert len(mixed) == many
        crowds = only("overload", conflicts)
        # All the stations' four, and the part's own besides: five.
        assert sorted({(each.units[0].id, each.count) for each in crowds}) == (
            [("some", 5), ("stations", 4)] if many else [("stations", 4)]
        )


def test_a_bar_and_a_standing_duty_collide_with_nothing():
    bar = rule("bar", YEARLY, force="must_not", topics=("专题会议",))
    assert found(bar, replace(bar, id="other"), span=YEAR) == []


def test_a_suppression_answers_one_unit_and_leaves_the_others():
    (crowd,) = only("overload", found(*MANY, span=JUNE, units=(EAST, WEST)))
    why = Suppression(code="overload", reason="已错开", by="县安委办", unit="west")
    assert [
        (tuple(unit.id for unit in each.units), one) for each, one in answered(crowd, [why])
    ] == [
        (("west",), why),
        (("east",), None),
    ]


@pytest.mark.parametrize(
    ("given", "answers"),
    [
        ({}, True),
        ({"date": D("2022-06-30")}, True),
        ({"date": D("2022-07-31")}, False),
        ({"rules": ("ceshi/notice:many-0",)}, True),
        ({"rules": tuple(each.key for each in MANY)}, True),
        ({"rules": (*(each.key for each in MANY), "ceshi/notice:other")}, False),
        ({"rules": ("ceshi/notice:other",)}, False),
        ({"code": "undated"}, False),
    ],
)
def test_a_suppression_answers_what_it_names_and_nothing_else(given, answers):
    (crowd,) = only("overload", found(*MANY, span=JUNE))
    why = Suppression(**({"code": "overload", "reason": "已错开", "by": "县安委办"} | given))
    ((_each, one),) = answered(crowd, [why])
    assert (one is why) == answers


def loads(*rules, policy=None, known=EMPTY, lead=False):
    bindings = [Binding(rule=each, unit=unit, names=()) for each in rules for unit in (EAST, WEST)]
    if lead:
        bindings += [Binding(rule=each, unit=POST, names=(), role="lead") for each in rules]
    ground = Ground(
        bindings=tuple(bindings), policy=policy or Policy(), advise=advise, history=known
    )
    owed = tuple(demands_by_units(runs(bindings, YEAR, advise), known))
    return {
        each.unit.id: (each.before.total(), each.after.total())
        for each in meeting_loads(owed, ground)
    }


def test_meetings_are_counted_before_and_after_merges():
    rules = (twin("a", MONTHLY), twin("b", MONTHLY), rule("c", MONTHLY, category="report"))
    assert loads(*rules) == {"east": (24, 24), "west": (24, 24)}
    assert loads(*rules, policy=merging(), lead=True) == {
        "east": (24, 12), "west": (24, 12), "deputy": (48, 24),
    }  # fmt: skip  # who leads two towns' meetings is asked to both towns


def test_a_released_meeting_is_not_held_and_one_that_a_post_chairs_is():
    waived = Waiver(occurrence="ceshi/notice:a:2022-06@ceshi/east", document="批复", by="主任")
    presided = chosen("a:2022-07", "2022-07-18 09:00", chair="ceshi/deputy")
    known = entries(waived, presided)
    bindings = [Binding(rule=twin("a", MONTHLY), unit=EAST, names=())]
    bindings.append(Binding(rule=twin("z", MONTHLY), unit=POST, names=(), role="assist"))
    ground = Ground(bindings=tuple(bindings), policy=Policy(), advise=advise, history=known)
    owed = tuple(demands_by_units(runs(bindings, YEAR, advise), known))
    found_ = {each.unit.id: dict(each.before) for each in meeting_loads(owed, ground)}
    assert sum(found_["east"].values()) == 11
    assert found_["deputy"] == {(2022, 7): 1}


def test_meetings_that_a_post_chairs_at_different_hours_stay_several():
    def chairs(moment):
        known = entries(
            chosen("a:2022-07", "2022-07-18 09:00", chair="ceshi/deputy"),
            chosen("b:2022-07", moment, "west", chair="ceshi/deputy"),
        )
        bindings = [Binding(rule=twin("a", MONTHLY), unit=EAST, names=())]
        bindings.append(Binding(rule=twin("b", MONTHLY), unit=WEST, names=()))
        bindings.append(Binding(rule=twin("z", MONTHLY), unit=POST, names=(), role="assist"))
        ground = Ground(bindings=tuple(bindings), policy=merging(), advise=advise, history=known)
        owed = tuple(demands_by_units(runs(bindings, YEAR, advise), known))
        (load,) = (each for each in meeting_loads(owed, ground) if each.unit == POST)
        return load.before.total(), load.after.total()

    assert chairs("2022-07-18 14:30") == (2, 2)
    assert chairs("2022-07-18 09:00") == (2, 1)


days = st.dates(D("2022-01-01"), D("2022-12-31"))


@given(st.lists(st.tuples(days, days), min_size=1, max_size=12))
def test_units_that_are_alike_collide_alike(spans):
    rules = [twin(f"r{n}", Phase(start=min(ends), due=max(ends))) for n, ends in enumerate(spans)]
    together = found(*rules, units=(EAST, WEST), span=YEAR)
    alone = [found(*rules, units=(unit,), span=YEAR) for unit in (EAST, WEST)]
    shown = sorted(str(each) for conflict in together for each in findings(conflict))
    assert shown == sorted(
        str(each) for one in alone for conflict in one for each in findings(conflict)
    )


@given(st.lists(st.tuples(days, days), min_size=1, max_size=12))
def test_every_meeting_proposed_has_a_day_that_is_lawful_for_all_it_settles(spans):
    rules = [twin(f"r{n}", Phase(start=min(ends), due=max(ends))) for n, ends in enumerate(spans)]
    for each in only("duplicate", found(*rules)):
        first, held = each.days
        for demand in each.demands:
            assert demand.window.start <= first <= held <= demand.window.due


@pytest.mark.parametrize(
    ("first", "second", "clashes"),
    [
        ("三楼会议室", "三楼会议室", 0),  # each town has its own
        ("东镇三楼会议室", "东镇3楼会议室", 1),
        ("三楼会议室", "东镇3楼会议室", 1),  # east's own, and west comes there
        ("东镇三楼会议室", "西乡三楼会议室", 0),
        ("3层会议室", "东镇三楼会议室", 1),  # however a floor and a number are written
        ("3F会议室", "东镇三楼会议室", 1),
        ("第三会议室", "东镇第3会议室", 1),
        ("二〇一会议室", "东镇201会议室", 1),
        ("第三会议室", "东镇第二会议室", 0),
    ],
)
def test_a_room_is_its_owners_and_a_floor_is_one_however_it_is_written(first, second, clashes):
    known = entries(
        chosen("a:2022-03", "2022-03-18 09:00", where=first),
        chosen("a:2022-03", "2022-03-18 09:30", "west", where=second),
    )
    conflicts = found(rule("a", MONTHLY), units=(EAST, WEST), known=known)
    assert len(only("double_booked", conflicts)) == clashes


def booked(policy, *meetings, seats=1):
    """The double bookings of meetings at one hour: unit, room and chair of each."""
    boss = replace(POST, seats=seats)
    known = [
        chosen(f"{name}:2022-03", "2022-03-18 09:00", unit, where=where, chair=chair)
        for name, (unit, where, chair) in zip("abc", meetings, strict=False)
    ]
    bindings = [
        Binding(rule=rule(name, MONTHLY), unit=unit, names=())
        for name in "abc"
        for unit in (EAST, WEST, boss)
    ]
    history_ = entries(*known)
    ground = Ground(bindings=tuple(bindings), policy=policy, advise=advise, history=history_)
    owed = tuple(demands_by_units(runs(bindings, YEAR, advise), history_))
    return only("double_booked", find_conflicts(owed, ground, YEAR))


def test_a_post_of_two_seats_is_in_two_meetings_at_once_and_not_in_three():
    two = [("east", None, "ceshi/deputy"), ("west", None, "ceshi/deputy")]
    assert len(booked(Policy(), *two)) == 1
    assert booked(Policy(), *two, seats=2) == []
    (clash,) = booked(Policy(), *two, ("deputy", None, None), seats=2)
    assert clash.scope == "常务副县长"


def test_a_listed_room_is_its_owners_and_a_posts_own_is_its_bodys():
    shared = Policy(rooms=(MeetingRoom(name="县委会议室", of="county", also=("三楼会议室",)),))
    towns = [("east", "3楼会议室", None), ("west", "三楼会议室", None)]
    assert booked(Policy(), *towns) == []
    assert len(booked(shared, *towns)) == 1
    owns = Policy(rooms=(*shared.rooms, MeetingRoom(name="东镇三楼会议室", of="east")))
    assert booked(owns, *towns) == []  # east means its own, west the county's
    assert len(booked(owns, towns[0], ("west", "东镇3楼会议室", None))) == 1
    assert len(booked(shared, towns[0], ("deputy", "三楼会议室", None))) == 1


def test_whom_and_where_the_office_has_meetings_held_counts_where_nothing_else_was_chosen():
    held = Policy(held=(Held(rules=("ceshi/notice:a", "ceshi/notice:b"), chair="deputy"),))
    bare = [("east", None, None), ("west", None, None)]
    assert booked(Policy(), *bare) == []
    assert len(booked(held, *bare)) == 1
    assert booked(held, bare[0], ("west", None, "ceshi/other")) == []


def test_a_merge_never_makes_one_meeting_of_two_towns():
    rules = (twin("a", MONTHLY), twin("b", MONTHLY))
    known = entries(
        chosen("a:2022-03", "2022-03-18 09:00", chair="ceshi/deputy"),
        chosen("b:2022-03", "2022-03-18 09:00", "west", chair="ceshi/deputy"),
    )
    conflicts = found(*rules, units=(EAST, WEST), known=known, policy=merging())
    (clash,) = only("double_booked", conflicts)
    assert clash.scope == "ceshi/deputy"


def test_towns_that_sit_together_are_one_meeting_of_their_leader_and_one_of_each():
    rules = (rule("a", QUARTERLY),)
    bindings = [Binding(rule=rules[0], unit=unit, names=()) for unit in (EAST, WEST)]
    bindings.append(Binding(rule=rules[0], unit=POST, names=(), role="lead"))
    for joint, held in ((False, 8), (True, 4)):
        policy = Policy(held=(Held(rules=("ceshi/notice:a",), joint=joint),))
        ground = Ground(bindings=tuple(bindings), policy=policy, advise=advise)
        owed = tuple(demands_by_units(runs(bindings, YEAR, advise), EMPTY))
        loads = {each.unit: each for each in meeting_loads(owed, ground)}
        assert (loads[POST].before.total(), loads[POST].after.total()) == (8, held)
        assert (loads[EAST].before.total(), loads[EAST].after.total()) == (4, 4)


def test_one_towns_moved_meeting_moves_one_of_its_leaders():
    moved = entries(chosen("a:2022-Q1", "2022-02-10 09:00"))
    bindings = [Binding(rule=rule("a", QUARTERLY), unit=unit, names=()) for unit in (EAST, WEST)]
    bindings.append(Binding(rule=rule("a", QUARTERLY), unit=POST, names=(), role="lead"))
    ground = Ground(bindings=tuple(bindings), policy=Policy(), advise=advise, history=moved)
    owed = tuple(demands_by_units(runs(bindings, YEAR, advise), moved))
    (load,) = [each for each in meeting_loads(owed, ground) if each.unit == POST]
    assert load.before[2022, 2] == 1
    assert load.before[2022, 3] == 1
    assert load.before[2022, 6] == 2


def test_a_post_has_the_meetings_at_which_the_office_wants_it():
    held = Held(rules=("ceshi/notice:a",), attend=())
    assert loads(rule("a", MONTHLY), lead=True)["deputy"] == (24, 24)
    assert "deputy" not in loads(rule("a", MONTHLY), lead=True, policy=Policy(held=(held,)))
    b = rule("b", QUARTERLY)
    presides = replace(held, chair="deputy", rules=("ceshi/notice:a",))
    both = loads(rule("a", MONTHLY), b, lead=True, policy=Policy(held=(presides,)))
    assert both["deputy"] == (24 + 8, 24 + 8)
    other = entries(chosen("a:2022-03", "2022-03-18 09:00", chair="ceshi/elsewhere"))
    policy = Policy(held=(presides,))
    assert loads(rule("a", MONTHLY), lead=True, policy=policy, known=other)["deputy"] == (24, 24)


@pytest.mark.parametrize("period", ["hour", "term", "school_year"])
def test_duties_of_every_rhythm_are_compared(period):
    span = NamedSpan(name="2022年春季学期", start=D("2022-02-14"), due=D("2022-07-08"))
    seldom = replace(twin("a", Cadence(period=period)), spans=(span,))
    conflicts = found(seldom, elsewhere("b", MONTHLY))
    assert only("frequency", conflicts)
    off = [each.rules[0].id for each in only("due_on_day_off", conflicts)]
    assert period != "hour" or "a" not in off


def test_every_other_month_is_looser_than_every_month():
    seldom = twin("a", Cadence(period="month", every=2))
    in_two = elsewhere("b", Cadence(period="month", months=(6, 12)))
    assert {each.rules[0].id for each in only("frequency", found(seldom, in_two))} == {"b"}
    assert only("frequency", found(seldom, elsewhere("c", MONTHLY)))[0].rules[0].id == "a"


def test_a_named_day_of_each_month_is_as_often_as_once_a_month():
    assert not only("frequency", found(twin("a", MONTHLY), elsewhere("b", BY_25)))
    assert not only("frequency", found(elsewhere("a", MONTHLY), twin("b", BY_25)))
    twice = twin("c", Cadence(period="month", count=2))
    last = elsewhere("b", PeriodicDeadline(period="month", day="last"))
    assert only("frequency", found(twice, last))
    assert not only("frequency", found(twin("a", MONTHLY), last))
    two_years, years = Span(YEAR.first, D("2023-12-31")), elsewhere("y", Cadence(period="2_years"))
    assert only("frequency", found(twin("z", YEARLY), years, span=two_years))


def test_an_account_of_duty_is_each_ones_own_whatever_its_act_says():
    rules = [
        rule(name, YEARLY, act="报告履职情况", category="report", topics=("述职",))
        for name in ("a", "b")
    ]
    (one,) = only("duplicate", found(*rules))
    assert "不能合并" in next(findings(one)).advice


def test_what_enterprises_hold_is_no_meeting_of_whoever_sees_to_it():
    theirs = {"outside": ("各企业",), "actors": ()}
    rules = (twin("a", MONTHLY, **theirs), twin("b", MONTHLY, **theirs))
    assert not only("duplicate", found(*rules))
    assert not only("duplicate", found(twin("own", MONTHLY), *rules))
    assert only("duplicate", found(twin("own", MONTHLY), twin("c", MONTHLY), *rules))
    assert loads(*rules) == {}


def test_nothing_is_merged_with_what_a_newer_document_replaced():
    old = replace(elsewhere("old", MONTHLY), superseded_on=D("2022-07-01"))
    assert only("duplicate", found(twin("a", MONTHLY), elsewhere("old", MONTHLY)))
    assert not only("duplicate", found(twin("a", MONTHLY), old))
    assert not only("frequency", found(twin("a", QUARTERLY), old))


A_PLAN = rule("a", MONTHLY)


@pytest.mark.parametrize(
    ("code", "moment", "today"),
    [
        ("plan_outside", "2022-04-01 09:00", "2022-01-01"),
        ("plan_day_off", "2022-03-19 09:00", "2022-01-01"),  # a Saturday
        ("plan_gone", "2022-03-18 09:00", "2022-03-19"),
    ],
)
def test_a_day_that_no_longer_holds_is_a_finding(code, moment, today):
    known = entries(chosen("a:2022-03", moment))
    (fault,) = only(code, found(A_PLAN, known=known, today=D(today)))
    assert fault.day == D(moment[:10])
    sound = entries(chosen("a:2022-03", "2022-03-18 09:00"))
    assert not only(code, found(A_PLAN, known=sound, today=D("2022-03-18")))


def test_a_day_that_a_reversed_extension_allowed_lies_outside_again():
    occurrence = "ceshi/notice:a:2022-03@ceshi/east"
    more = Extension(occurrence=occurrence, to=D("2022-04-10"), document="伊安委", by="主任")
    picked = chosen("a:2022-03", "2022-04-08 09:00")
    assert not only("plan_outside", found(A_PLAN, known=entries(more, picked)))
    assert only("plan_outside", found(A_PLAN, known=entries(picked)))


def test_what_was_done_needs_no_other_day():
    occurrence = "ceshi/notice:a:2022-03@ceshi/east"
    done = Done(occurrence=occurrence, on=D("2022-03-18"), evidence="纪要")
    known = entries(chosen("a:2022-03", "2022-03-18 09:00"), done)
    assert not only("plan_gone", found(A_PLAN, known=known, today=D("2022-05-01")))


def test_what_was_merged_and_is_planned_on_two_days_is_told():
    rules = (twin("a", MONTHLY), twin("b", MONTHLY))
    a, b = "a:2022-03", "b:2022-03"
    apart = entries(chosen(a, "2022-03-18 09:00"), chosen(b, "2022-03-21 09:00"))
    (torn,) = only("merge_apart", found(*rules, known=apart, policy=merging()))
    assert {each.rule.id for each in torn.demands} == {"a", "b"}
    one = entries(chosen(a, "2022-03-18 09:00"), chosen(b, "2022-03-18 09:00"))
    assert not only("merge_apart", found(*rules, known=one, policy=merging()))
    assert not only("merge_apart", found(*rules, known=apart))


def test_an_order_kept_by_the_day_and_broken_by_the_hour_is_told():
    rules = (rule("list", QUARTERLY), rule("publish", QUARTERLY, after=("list",)))
    listed, day = "list:2022-Q1", "2022-03-10"
    broken = entries(chosen(listed, f"{day} 15:00"), chosen("publish:2022-Q1", f"{day} 09:00"))
    (turned,) = only("sequence", found(*rules, known=broken))
    assert "同一天而在其后" in next(findings(turned)).message
    kept = entries(chosen(listed, f"{day} 09:00"), chosen("publish:2022-Q1", f"{day} 15:00"))
    assert not only("sequence", found(*rules, known=kept))


def test_what_nobody_can_move_makes_no_crowd():
    stages = [rule(f"s{n}", Phase(start=D("2022-06-01"), due=D("2022-06-30"))) for n in range(9)]
    outcomes = [rule(f"o{n}", MONTHLY, act="坚决杜绝重特大事故") for n in range(9)]
    assert not only("overload", found(*stages, *outcomes, span=JUNE))
    assert only("overload", found(*stages, *MANY, span=JUNE))


def test_what_is_kept_up_through_its_days_needs_no_other_day():
    during = Season(start="--10-01", due="--10-07", name="国庆节")
    kept_up = rule("a", during, category="inspection")
    sunday = rule("b", Deadline(due=D("2022-06-26")), act="坚决杜绝重特大事故")
    for code in ("due_on_day_off", "no_working_day"):
        assert not only(code, found(kept_up, sunday))
    before = rule("c", Season(start="--06-13", due="--09-30", name="汛期", when="before"))
    assert only("due_on_day_off", found(before))  # June 12, 2022 is a Sunday


def test_what_comes_every_week_is_neither_short_notice_nor_a_day_off():
    weekly = rule("w", Cadence(period="week"), effective=D("2022-06-01"))
    told = replace(weekly, document=replace(DOCUMENT, date=D("2022-06-01")))
    conflicts = found(told, span=JUNE)
    assert not only("short_notice", conflicts)
    assert not only("due_on_day_off", conflicts)


def test_how_often_may_stand_in_the_clause_that_a_reading_names():
    often = rule("b", MONTHLY, clause="四/（四）")
    vague = rule(
        "a", Unspecified(words="定期"), see=("四/（四）",), reading="由四/（四）定为月调度"
    )
    assert not only("undated", found(vague, often))
    assert only("undated", found(vague))
    assert only("undated", found(replace(vague, reading=None), often))


def test_a_merge_holds_from_its_first_due_day_on():
    rules = (twin("a", MONTHLY), twin("b", MONTHLY))
    merge = Merge(
        rules=("ceshi/notice:a", "ceshi/notice:b"),
        by="县安委办",
        on=D("2022-06-30"),
        document="纪要",
    )
    held = loads(*rules, policy=Policy(merges=(merge,)))
    assert held["east"] == (24, 17)  # five months apart, June to December together


def test_the_way_out_of_a_wrong_order_is_the_one_that_is_lawful():
    rules = (rule("list", QUARTERLY), rule("publish", QUARTERLY, after=("list",)))
    early = entries(chosen("publish:2022-Q1", "2022-03-10 09:00"))
    (inside,) = only("sequence", found(*rules, known=early))
    assert "不早于3月31日、不晚于3月31日" in next(findings(inside)).advice
    (outside,) = only("sequence", found(DRAWN_UP, PUBLISHED))[:1]
    assert "提前到" in next(findings(outside)).advice
