"""Rings: once a duty, on a worked day, and never more than three on one day of one feed."""

import datetime as dt

import pytest
from conftest import make_rule
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cadence.core import SHANGHAI, Advice, Cadence, Policy, Season, Span, Trigger
from cadence.feeds.rings import MOST, Ring, digests, ring_of, together
from cadence.occurrences.expand import expand

D = dt.date.fromisoformat


def week(day):
    """A calendar of plain weeks."""
    back, on = max(0, day.weekday() - 4), (7 - day.weekday()) % 7 if day.weekday() > 4 else 0
    days = dt.timedelta(back), dt.timedelta(on)
    return Advice(day=day - days[0], provisional=False, forward=day + days[1])


def unannounced(_day):
    """A year of which no notice has come."""
    return Advice(day=None, provisional=True)


def window_of(rule, first, last):
    (window,) = expand(rule, Span(D(first), D(last)), week)
    return window


def rung(rule, first, last, advise=week, **policy):
    found = ring_of(rule, window_of(rule, first, last), Policy(**policy), advise)
    return found and found.at.date()


@given(
    st.integers(0, 60), st.dates(D("2022-06-01"), D("2030-12-31")),
    st.sampled_from([week, unannounced]),
)  # fmt: skip
def test_it_rings_on_a_worked_day_inside_the_window(days, day, advise):
    rule = make_rule(Cadence(period="month"))
    span = Span(day.replace(day=1), day.replace(day=28) + dt.timedelta(4))
    (window, *_) = expand(rule, span, week)
    found = ring_of(rule, window, Policy(remind_days=days), advise).at.date()
    assert week(found).day == found
    assert window.start <= found <= window.due


def test_three_days_before_a_tuesday_is_the_friday_before():
    # Due on Tuesday 31 May 2022; three days before is a Saturday.
    assert rung(make_rule(Cadence(period="month")), "2022-05-01", "2022-05-31") == D("2022-05-27")


def test_before_a_holiday_it_rings_while_there_are_worked_days_left():
    """国庆节前 is done by September 30, on that day or before it."""
    rule = make_rule(Trigger(event="国庆节", offset="-P1D"))
    assert rung(rule, "2022-09-01", "2022-10-31") == D("2022-09-27")
    # The eve of 春节 2023 is a Saturday: by Friday, and three days before that.
    rule = make_rule(Trigger(event="春节", offset="-P1D"))
    window = window_of(rule, "2023-01-01", "2023-02-28")
    assert (window.due, window.advised, window.is_off) == (D("2023-01-21"), D("2023-01-20"), False)
    assert "请于2023年1月20日（周五）前完成" in window.trace[-1]
    assert rung(rule, "2023-01-01", "2023-02-28") == D("2023-01-17")


def test_it_never_rings_when_all_is_over():
    rule = make_rule(Cadence(period="day"))
    assert rung(rule, "2022-06-04", "2022-06-04") == D("2022-06-03")  # a Saturday, all of it


def test_a_season_is_announced_as_it_begins():
    rule = make_rule(Season(start="--06-01", due="--06-30"))
    assert rung(rule, "2022-06-01", "2022-06-30") == D("2022-06-01")
    on_sunday = make_rule(Season(start="--05-01", due="--06-30"))
    assert rung(on_sunday, "2022-05-01", "2022-06-30") == D("2022-04-29")


@pytest.mark.parametrize(
    ("rule", "policy"),
    [
        (make_rule(Cadence(period="month")), {"remind": "none"}),
        (make_rule(Season(start="--06-01", due="--06-30"), force="must_not"), {}),
    ],
)
def test_nobody_is_reminded_of_what_asks_nothing(rule, policy):
    assert rung(rule, "2022-06-01", "2022-06-30", **policy) is None


def at(day, hour=9):
    return Ring(dt.datetime(2026, 12, day, hour, tzinfo=SHANGHAI))


def test_more_than_three_on_a_day_ring_together():
    assert together([at(28)] * MOST) == frozenset()
    assert together([at(28)] * MOST + [at(28, 8), at(29)]) == {D("2026-12-28")}


def test_a_clock_rings_alone_and_what_is_past_rings_no_more():
    rules = [make_rule(Cadence(period="month"), id=f"r{n}") for n in range(6)]
    window = window_of(rules[0], "2026-12-01", "2026-12-31")
    clock = Ring(at(28).at, is_clock=True)
    rings = {(rule, window): at(28) for rule in rules[:5]} | {(rules[5], window): clock}
    days = together(rings.values())

    (found,) = digests(rings, days, dt.datetime(2026, 12, 1, tzinfo=SHANGHAI))
    assert [rule.id for rule, _window in found.duties] == ["r0", "r1", "r2", "r3", "r4"]
    assert digests(rings, days, dt.datetime(2026, 12, 28, 10, tzinfo=SHANGHAI)) == ()


def alarms(content):
    return [
        str(event["SUMMARY"])
        for event in Calendar.from_ical(content).walk("VEVENT")
        if event.walk("VALARM")
    ]


PACK = """
  - id: extra-{n}
    clause: 九
    quote: 年底前完成
    act: 完成第{n}件事
    category: system
    timing: {{kind: periodic_deadline, period: year, day: 12-last}}
    responsible: [东镇]
"""


def test_many_of_one_day_are_one_entry_that_names_them(here, workspace_folder):
    pack = workspace_folder / "rules/ceshi/notice.yaml"
    text = pack.read_text("utf-8")
    rules = text + "".join(PACK.format(n=n) for n in range(5))
    pack.write_text(rules, encoding="utf-8")
    build = ("build", "--from", "2026-01-01", "--to", "2026-12-31", "--as-of")
    here(*build, "2026-11-01")
    feed = workspace_folder / "out/feeds/ceshi/east.ics"

    (title,) = [each for each in alarms(feed.read_bytes()) if each.startswith("12月31日截止")]
    assert not any("件事" in each for each in alarms(feed.read_bytes()))
    (entry,) = [
        each
        for each in Calendar.from_ical(feed.read_bytes()).walk("VEVENT")
        if str(each["SUMMARY"]) == title
    ]
    assert "完成第4件事" in entry["DESCRIPTION"]
    assert int(title.removeprefix("12月31日截止").removesuffix("项")) >= 5

    pack.write_text(text, encoding="utf-8")
    here(*build, "2026-11-02", "--force")
    titles = [str(e["SUMMARY"]) for e in Calendar.from_ical(feed.read_bytes()).walk("VEVENT")]
    assert sum(each.startswith("【已取消】") for each in titles) == 5  # duties aloud
    assert not any(each.startswith("【已取消】12月31日截止") for each in titles)  # others not


def test_companions_go_without_a_word(here, workspace_folder):
    policy = workspace_folder / "rules/ceshi/policy.yaml"
    text = policy.read_text("utf-8") if policy.exists() else "address: http://localhost:8000/\n"
    policy.write_text(f"{text}\nshow_start: yes\n", encoding="utf-8")
    build = ("build", "--from", "2026-01-01", "--to", "2026-12-31", "--as-of")
    here(*build, "2026-01-02")
    feed = workspace_folder / "out/feeds/ceshi/east.ics"
    assert "·开始".encode() in feed.read_bytes()

    policy.write_text(text, encoding="utf-8")
    here(*build, "2026-01-03")
    assert "·开始".encode() not in feed.read_bytes()
    assert "【已取消】".encode() not in feed.read_bytes()


def test_a_reminder_follows_its_duty_to_the_day_that_it_was_given_until(here, workspace_folder):
    policy = workspace_folder / "rules/ceshi/policy.yaml"
    text = policy.read_text("utf-8") if policy.exists() else "address: http://localhost:8000/\n"
    kept = "".join(line for line in text.splitlines(True) if not line.startswith("remind"))
    policy.write_text(f"{kept}\nremind: {{by: event, days_before: 3, at: '09:00'}}\n", "utf-8")
    duty = "monthly-meeting:2026-11@ceshi/east"
    extension = ("--to", "2026-12-15", "--document", "测安办〔2026〕9号", "--by", "主任")
    assert here("extend", duty, *extension).returncode == 0
    here("build", "--from", "2026-11-01", "--to", "2026-12-31", "--as-of", "2026-11-20")
    feed = workspace_folder / "out/feeds/ceshi/east.ics"
    found = {
        str(each["SUMMARY"]): each.decoded("dtstart").astimezone(SHANGHAI).date().isoformat()
        for each in Calendar.from_ical(feed.read_bytes()).walk("VEVENT")
        if "·提醒" in each["SUMMARY"]
    }
    assert found["召开安全专题会议·提醒（截止12月15日）"] == "2026-12-11"
    assert "召开安全专题会议·提醒（截止11月30日）" not in found


def test_a_reminder_of_what_passed_undone_is_never_called_off(here, workspace_folder):
    (workspace_folder / "rules/ceshi/policy.yaml").write_text(
        "tracking_from: 2026-11-01\nremind: {by: event, days_before: 3, at: '09:00'}\n", "utf-8"
    )
    duty = "monthly-meeting:2026-11@ceshi/east"
    meeting = here("plan", "set", duty, "--at", "2026-11-24 09:00", "--where", "三楼会议室")
    assert meeting.returncode == 0
    build = ("build", "--from", "2026-11-01", "--to", "2026-12-31", "--as-of")
    feed = workspace_folder / "out/feeds/ceshi/east.ics"

    def november():
        events = Calendar.from_ical(feed.read_bytes()).walk("VEVENT")
        titles = [str(each["SUMMARY"]) for each in events if "专题会议" in each["SUMMARY"]]
        assert not any("已取消" in each for each in titles), titles
        held = [each for each in events if each.get("LOCATION") == "三楼会议室"]
        assert [each.decoded("dtstart").astimezone(SHANGHAI).day for each in held] == [24]
        return [each for each in titles if "11月30日" in each or "逾期" in each]

    here(*build, "2026-11-20")
    assert november() == ["召开安全专题会议·提醒（截止11月30日）"]
    for day in ("2026-11-28", "2026-12-01", "2026-12-05"):  # the meeting has passed, then the duty
        here(*build, day)
        found = november()
    assert not any("提醒" in each for each in found)
    assert any("逾期" in each for each in found)


def test_no_first_day_lies_outside_the_days_asked_about(here, workspace_folder):
    policy = workspace_folder / "rules/ceshi/policy.yaml"
    text = policy.read_text("utf-8") if policy.exists() else "address: http://localhost:8000/\n"
    policy.write_text(f"{text}\nshow_start: yes\n", encoding="utf-8")
    here("build", "--from", "2026-03-15", "--to", "2026-12-31", "--as-of", "2026-03-20")
    feed = workspace_folder / "out/feeds/ceshi/east.ics"
    begun = [
        each.decoded("dtstart").isoformat()
        for each in Calendar.from_ical(feed.read_bytes()).walk("VEVENT")
        if "·开始" in each["SUMMARY"]
    ]
    assert min(begun) >= "2026-03-15"
