"""What accompanies a duty, seasons, weeks and stamps: which entries there are, what they say."""

import datetime as dt
from dataclasses import replace

import pytest
from conftest import make_rule, weekday_advice
from icalendar import Calendar
from scenes import made

from cadence.core import (
    SHANGHAI,
    Advice,
    Binding,
    Cadence,
    Policy,
    Season,
    Span,
    Unit,
)
from cadence.feeds import feeds
from cadence.feeds.entry_words import digest_title
from cadence.feeds.rings import DigestEntry
from cadence.feeds.vevents import events
from cadence.occurrences.expand import expand

D = dt.date.fromisoformat
EAST = Unit(place="ceshi", id="east", name="东镇")
YEAR = Span(D("2022-01-01"), D("2022-12-31"))
FLOOD = Season(start="--05-15", due="--09-30", name="汛期")
BEFORE_FLOOD = replace(FLOOD, when="before")
EVENT = Policy(remind="event")


def week(day):
    """A calendar of plain weeks."""
    back, on = max(0, day.weekday() - 4), (7 - day.weekday()) % 7 if day.weekday() > 4 else 0
    return Advice(
        day=day - dt.timedelta(back), provisional=False, forward=day + dt.timedelta(on)
    )  # fmt: skip


def entries(*rules, policy=None, span=YEAR, as_of="2022-01-01", advise=weekday_advice):
    owed = [Binding(rule=rule, unit=EAST, names=("各乡镇",)) for rule in rules]
    moment = dt.datetime.fromisoformat(as_of).replace(tzinfo=SHANGHAI)
    scene = made(
        owed, [EAST], policy=policy or Policy(), span=span, as_of=moment, advise=advise
    )  # fmt: skip
    (feed,) = feeds(scene)
    return list(Calendar.from_ical(feed.render()).walk("VEVENT"))


def titles(found):
    return [str(each["SUMMARY"]) for each in found]


def test_a_first_day_says_nothing_of_the_deadline_and_rings_no_bell():
    rule = make_rule(Cadence(period="month"))
    found = entries(rule, policy=Policy(show_start=True), advise=week)
    begun = [each for each in found if "开始" in each["SUMMARY"]]
    assert any("宜" in title for title in titles(found))  # of days off, which the due days say
    assert set(titles(begun)) == {"召开安全专题会议·开始"}
    assert not any(each.walk("VALARM") for each in begun)


@pytest.mark.parametrize(
    ("first", "last"), [("2022-07-15", "2022-08-15"), ("2022-07-31", "2022-09-01")]
)
def test_no_first_day_lies_before_or_after_the_days_asked_about(first, last):
    rule = make_rule(Cadence(period="month"))
    found = entries(rule, policy=Policy(show_start=True), span=Span(D(first), D(last)))
    begun = {each["DTSTART"].dt for each in found if "开始" in each["SUMMARY"]}
    assert begun
    assert all(D(first) <= day <= D(last) for day in begun)


def test_a_season_is_announced_as_it_begins_and_never_called_due():
    (season,) = entries(make_rule(FLOOD, effective=D("2022-01-01")))
    assert (season["DTSTART"].dt, season["DTEND"].dt) == (D("2022-05-15"), D("2022-10-01"))
    assert season["SUMMARY"] == "召开安全专题会议·时段"
    assert season["DESCRIPTION"].startswith("2022年5月15日（周日）至2022年9月30日（周五）止\n")
    (alarm,) = season.walk("VALARM")
    assert alarm["DESCRIPTION"] == "召开安全专题会议（5月15日开始）"
    assert alarm["TRIGGER"].dt == dt.timedelta(hours=9)
    _season, reminder = entries(make_rule(FLOOD, effective=D("2022-01-01")), policy=EVENT)
    assert reminder["SUMMARY"] == "召开安全专题会议·提醒（5月15日开始）"
    assert reminder["DTSTART"].dt.astimezone(SHANGHAI).date() == D("2022-05-15")


def test_what_comes_before_a_season_is_due_by_its_eve():
    (due,) = entries(make_rule(BEFORE_FLOOD, effective=D("2022-01-01")))
    assert (due["DTSTART"].dt, due["DTEND"].dt) == (D("2022-05-14"), D("2022-05-15"))
    assert due["SUMMARY"] == "召开安全专题会议·截止"
    (alarm,) = due.walk("VALARM")
    assert alarm["DESCRIPTION"] == "召开安全专题会议（截止5月14日）"
    assert alarm["TRIGGER"].dt == -dt.timedelta(days=3) + dt.timedelta(hours=9)


def test_what_many_reminders_are_of_is_said_apart_for_seasons():
    rules = [make_rule(FLOOD, effective=D("2022-01-01"), id=f"season{n}") for n in range(4)]
    found = entries(*rules)
    (digest,) = [each for each in found if each.walk("VALARM")]
    assert digest["SUMMARY"] == "5月15日开始4项"
    assert (
        "召开安全专题会议：2022年5月15日（周日）至2022年9月30日（周五）止" in digest["DESCRIPTION"]
    )
    assert "最迟" not in digest["DESCRIPTION"]
    (month,) = expand(
        make_rule(Cadence(period="month")), Span(D("2022-05-01"), D("2022-05-31")), week
    )
    (season,) = expand(rules[0], YEAR, week)
    both = DigestEntry(
        at=dt.datetime(2022, 5, 15, 9, tzinfo=SHANGHAI),
        duties=((make_rule(Cadence(period="month")), month), (rules[0], season)),
    )
    assert digest_title(both) == "5月31日截止1项、5月15日开始1项"


@pytest.mark.parametrize(
    ("as_of", "there"), [("2022-06-27T08:59", 1), ("2022-06-27T09:00", 0), ("2022-06-30", 0)]
)
def test_a_reminder_that_is_past_is_not_published(as_of, there):
    found = entries(make_rule(), policy=EVENT, as_of=as_of)
    assert len([each for each in found if "·提醒" in each["SUMMARY"]]) == there
    assert len([each for each in found if "·提醒" not in each["SUMMARY"]]) == 1


def test_a_weekly_duty_makes_one_entry_a_week():
    found = entries(make_rule(Cadence(period="week")))
    weeks = [each["DTSTART"].dt.isocalendar()[:2] for each in found]
    assert len(weeks) == len(set(weeks))
    assert len([year for year, _week in weeks if year == 2022]) >= 35  # from the rule's own day on
    assert all(len(each.walk("VALARM")) <= 1 for each in found)
    assert set(titles(found)) == {"召开安全专题会议·截止"}
    named = entries(make_rule(Cadence(period="week")), policy=Policy(show_start=True))
    assert len(named) == len(found)  # its first day needs no entry of its own


def test_a_clock_says_its_minute_and_takes_half_an_hour():
    (dated,) = expand(make_rule(), YEAR, weekday_advice)
    at = dt.datetime(2026, 11, 26, 8, 30, tzinfo=SHANGHAI)
    clock = replace(
        dated, label="2026-11-26T08:30", start=at.date(), due=D("2026-11-27"), opens=at,
        closes=at + dt.timedelta(days=1), advised=None,
    )  # fmt: skip
    (entry,) = events(make_rule(act="录入直报系统"), clock, "owner", Policy())
    assert entry["SUMMARY"] == "27日08:30前录入直报系统"
    begins, ends = entry["DTSTART"].dt, entry["DTEND"].dt
    assert ends.isoformat() == "2026-11-27T00:30:00+00:00"
    assert ends - begins == dt.timedelta(minutes=30)


@pytest.mark.parametrize(
    ("label", "stamp"),
    [
        ("2026-11-26T08:30", "2026-11-26T00:30:00+00:00"),
        ("2026-11-20T08:30", "2026-11-22T00:00:00+00:00"),  # with its pack, which is newer
        ("2022-06", "2026-11-22T00:00:00+00:00"),
    ],
)
def test_what_an_event_started_was_not_changed_before_it(label, stamp):
    (dated,) = expand(make_rule(), YEAR, weekday_advice)
    (step,) = events(make_rule(), replace(dated, label=label), "owner", Policy())
    assert step["LAST-MODIFIED"].dt.isoformat() == step["DTSTAMP"].dt.isoformat() == stamp
