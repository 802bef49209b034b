"""What is listed of what collides: days, units, packs and answers at their edges; who must come."""

import datetime as dt
from dataclasses import replace

import pytest
import scenes
from conftest import DOCUMENT, make_rule

from cadence.conflicts.find.demands import demand
from cadence.conflicts.find.nouns import Ground
from cadence.conflicts.tell.table import relined, table_of
from cadence.conflicts.year.calendar import Worked, statutory
from cadence.conflicts.year.ways import Ways
from cadence.core import Advice, Span
from cadence.core.dates import SHANGHAI
from cadence.core.facts import Choice, Entry
from cadence.core.history import history
from cadence.core.occurrence import Binding, Occurrence, Unit, Window
from cadence.core.past import NOTHING
from cadence.core.policy import Policy, Suppression
from cadence.core.timing import Cadence, Deadline
from cadence.core.year_policy import Absence, Held
from cadence.occurrences import Asked
from cadence.occurrences.expand import runs
from cadence.rules.rosters import Roster
from cadence.workdays import advise

D = dt.date.fromisoformat
JUNE = Span(D("2022-06-01"), D("2022-06-30"))
EAST, WEST = (
    Unit(place="ceshi", id=each, name=name) for each, name in (("east", "东镇"), ("west", "西乡"))
)
POST = Unit(place="ceshi", id="boss", name="镇长", kind="post", of="east")
CHIEF = Unit(place="ceshi", id="chief", name="县长", kind="post")
ROSTER = Roster(
    place="ceshi", name="测试县", office="安委办", units=(EAST, WEST, POST),
    names=("东镇", "各乡镇", "各镇"),
    answers={"东镇": (EAST,), "各乡镇": (EAST, WEST), "各镇": (EAST, WEST)},
)  # fmt: skip


def rule(name="a", timing=None, **given):
    timing = timing or Deadline(due=D("2022-06-26"))  # a Sunday
    return make_rule(timing, **({"id": name, "effective": D("2022-01-01")} | given))


def table(*bound, policy=None, known=(), asked=None, since=dt.date.min, working=advise):
    bindings = tuple(Binding(rule=each, unit=unit, names=()) for each, unit in bound)
    now = dt.datetime(2022, 1, 1, tzinfo=SHANGHAI)
    found = history(Entry(number=n, recorded=now, fact=each) for n, each in enumerate(known, 1))
    ground = Ground(
        bindings=bindings, policy=policy or Policy(), advise=working, history=found,
        today=max(since, D("2022-01-01")),
    )  # fmt: skip
    listed = runs(bindings, JUNE, working)
    return table_of(ROSTER, listed, ground, asked or Asked(span=JUNE), since)


def codes(*bound, **given):
    shown, standing = table(*bound, **given)
    assert sum(each.count for each in shown.lines) == sum(len(each.units) or 1 for each in standing)
    return [(each.code, each.who) for each in shown.lines]


OFF = ("due_on_day_off", "东镇")


def test_what_lies_before_a_day_is_left_out_and_what_lies_on_it_is_not():
    bound = [(rule(), EAST)]
    assert codes(*bound, since=D("2022-06-26")) == [OFF]
    assert codes(*bound, since=D("2022-06-27")) == []


def test_a_plan_that_went_by_without_a_record_stays_to_be_told():
    gone = Choice(occurrence="ceshi/notice:a:2022-06-24@ceshi/east",
                  at=dt.datetime(2022, 6, 10, 9, tzinfo=SHANGHAI))  # fmt: skip
    bound = [(rule(timing=Deadline(due=D("2022-06-24"))), EAST)]
    assert codes(*bound, known=[gone], since=D("2022-06-27")) == [("plan_gone", "东镇")]


def test_a_crowd_of_a_week_is_over_with_its_last_day():
    bound = [(rule(f"r{n}", Deadline(due=D(f"2022-06-{13 + n}"))), EAST) for n in range(5)]
    bound.append((rule("r9", Deadline(due=D("2022-06-17"))), EAST))
    (one,) = codes(*bound, since=D("2022-06-17"))
    assert one == ("overload", "东镇")
    assert codes(*bound, since=D("2022-06-18")) == []


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ({}, ["各乡镇（2个）"]),
        ({"unit": "east"}, ["东镇"]),
        ({"unit": "ceshi/west"}, ["西乡"]),
        ({"unit": "north"}, []),
        ({"pack": "ceshi/notice"}, ["各乡镇（2个）"]),
        ({"pack": "ceshi/other"}, []),
    ],
)
def test_only_what_was_asked_about_is_listed(asked, who):
    bound = [(rule(), EAST), (rule(), WEST)]
    assert [name for _code, name in codes(*bound, asked=Asked(span=JUNE, **asked))] == who


def test_a_posts_duties_are_listed_for_its_body_too():
    own = rule("p", timing=Cadence(period="month"))
    asked = Asked(span=JUNE, unit="east")
    shown, _standing = table((rule(), POST), (own, WEST), asked=asked)
    assert [each.who for each in shown.lines] == ["镇长"]
    assert list(shown.heats) == [D("2022-06-26")]


def test_the_table_says_which_days_are_off_when_it_was_checked_and_whose_it_is():
    newer = replace(DOCUMENT, revised=D("2027-01-01"))
    shown, _standing = table((rule(), EAST), (rule("b", document=newer), EAST))
    assert (shown.place, shown.office, shown.revised) == ("测试县", "安委办", D("2027-01-01"))
    assert sorted(day.day for day in shown.off) == [3, 4, 5, 11, 12, 18, 19, 25, 26]
    assert shown.groups == {frozenset({"ceshi/east", "ceshi/west"}): "各乡镇"}
    assert shown.heats[D("2022-06-26")].duties == 2

    def unknown(_day):
        return Advice(day=None, provisional=False)

    assert table((rule(), EAST), working=unknown)[0].off == frozenset()
    assert table()[0].revised == dt.date.min


ANSWER = {"code": "due_on_day_off", "reason": "照旧", "by": "办"}


def test_answers_take_their_units_away_and_idle_ones_are_named_of_the_whole_alone():
    bound = [(rule(), EAST), (rule(), WEST)]
    west = Suppression(**ANSWER, unit="west")
    idle = Suppression(**(ANSWER | {"code": "phase_gap"}), unit="west")
    policy = Policy(suppressed=(west, idle))
    shown, standing = table(*bound, policy=policy)
    assert [each.who for each in shown.lines] == ["东镇"]
    assert [(each.line.who, each.suppression) for each in shown.answered] == [("西乡", west)]
    assert shown.idle == (idle,)
    assert relined(shown, standing) == shown.lines
    for asked in ({"unit": "east"}, {"pack": "ceshi/notice"}):
        assert table(*bound, policy=policy, asked=Asked(span=JUNE, **asked))[0].idle == ()


# Who must come


def needed(*bound, of=EAST, policy=None, choice=None):
    bindings = [Binding(rule=each, unit=unit, names=(), role=role) for each, unit, role in bound]
    scene = scenes.made(bindings, (EAST, WEST, POST, CHIEF), policy=policy)
    window = Window(label="2022-06", start=JUNE.first, due=JUNE.last, nth=1, of=1,
                    partial=False, advised=None, provisional=False)  # fmt: skip
    units = of if isinstance(of, tuple) else (of,)
    group = [
        demand(Occurrence(binding=Binding(rule=bound[0][0], unit=each, names=()), window=window),
               NOTHING)
        for each in units
    ]  # fmt: skip
    found = Ways(scene).needed(group, choice)
    return found.units, found.people, found.chair, found.attend


E, W, P, C = "ceshi/east", "ceshi/west", "ceshi/boss", "ceshi/chief"
A = rule("a", Cadence(period="month"))


def test_the_one_post_that_leads_presides_and_of_several_none_does():
    assert needed((A, EAST, "owner")) == ((E,), (E,), None, ())
    assert needed((A, EAST, "owner"), (A, POST, "lead")) == ((E,), (E, P), P, ())
    both = [(A, EAST, "owner"), (A, POST, "lead"), (A, CHIEF, "lead")]
    assert needed(*both) == ((E,), (E, P, C), None, (P, C))
    assert needed((A, EAST, "owner"), (A, WEST, "lead")) == ((E,), (E,), None, ())
    assert needed((A, EAST, "owner"), (A, POST, "assist")) == ((E,), (E,), None, ())


def test_a_posts_own_meeting_it_presides_over_itself():
    assert needed((A, POST, "owner"), of=POST) == ((P,), (P,), P, ())
    assert needed((A, POST, "owner"), (A, CHIEF, "lead"), of=POST) == ((P,), (P, C), P, (C,))


def test_the_office_or_whoever_chose_says_who_presides_and_comes():
    led = [(A, EAST, "owner"), (A, POST, "lead")]

    def held(**given):
        return Policy(held=(Held(rules=(A.key,), **given),))

    assert needed(*led, policy=held(chair="chief")) == ((E,), (E, C, P), C, (P,))
    assert needed(*led, policy=held(attend=())) == ((E,), (E,), None, ())
    assert needed(*led, policy=held(attend=("chief",))) == ((E,), (E, C), C, ())
    assert needed(*led, policy=held(attend=("east", "chief"))) == ((E,), (E, C), C, ())
    chosen = Choice(occurrence="x", at=None, chair=W)
    assert needed(*led, choice=chosen) == ((E,), (E, W, P), W, (P,))
    assert needed(*led, of=(EAST, WEST)) == ((E, W), (E, W, P), P, ())


def test_who_is_away_is_counted_by_seats_on_each_day_of_the_span():
    pair = replace(POST, seats=2)
    roster = Roster(
        place="ceshi", name="x", office="y", units=(pair,), stands_for={"boss": (pair,)}
    )
    absences = (
        Absence(post="boss", start=D("2022-05-30"), due=D("2022-06-02"), seats=1),
        Absence(post="boss", start=D("2022-06-02"), due=D("2022-06-02")),
        Absence(post="boss", start=D("2022-06-30"), due=D("2022-07-02")),
    )
    scene = replace(scenes.made([], (pair,), policy=Policy(absences=absences)), roster=roster)
    days = {dt.date.fromordinal(day): many for day, many in Ways(scene).away(JUNE)[P].items()}
    assert days == {D("2022-06-01"): 1, D("2022-06-02"): 3, D("2022-06-30"): 2}


# Days that are worked


def test_the_holidays_by_law_are_thirteen_days_by_the_almanac():
    days = ("01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09",
            "09-15", "10-01", "10-02", "10-03")  # fmt: skip
    assert sorted(statutory(2027)) == [D(f"2027-{each}") for each in days]


def test_of_a_year_not_announced_weekdays_count_as_worked_and_are_kept_in_mind():
    def unknown(_day):
        return Advice(day=None, provisional=False)

    worked = Worked(unknown)
    may = Span(D("2027-04-30"), D("2027-05-04"))
    days = [dt.date.fromordinal(each) for each in worked.days(may, (), 60)]
    assert days == [D("2027-04-30"), D("2027-05-03"), D("2027-05-04")]
    assert worked.provisional == {each.toordinal() for each in days}
    known = Worked(advise)
    assert len(list(known.days(Span(D("2022-06-01"), D("2022-06-07")), (), 60))) == 4
    assert known.provisional == set()


@pytest.mark.parametrize(
    ("opens", "closes", "days"),
    [
        (None, None, [13, 14, 15]),
        ("2022-06-13 09:00", None, [13, 14, 15]),
        ("2022-06-13 09:01", None, [14, 15]),
        (None, "2022-06-15 15:30", [13, 14, 15]),
        (None, "2022-06-15 15:29", [13, 14]),
    ],
)
def test_both_halves_of_a_day_lie_inside_a_window_of_hours(opens, closes, days):
    def at(text):
        return text and dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)

    window = Window(label="x", start=D("2022-06-13"), due=D("2022-06-15"), nth=1, of=1,
                    partial=False, advised=None, provisional=False, opens=at(opens),
                    closes=at(closes))  # fmt: skip
    own = demand(Occurrence(binding=Binding(rule=A, unit=EAST, names=()), window=window), NOTHING)
    span = Span(D("2022-06-13"), D("2022-06-15"))
    found = [dt.date.fromordinal(each).day for each in Worked(advise).days(span, (own,), 60)]
    assert found == days
