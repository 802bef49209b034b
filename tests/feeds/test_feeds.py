import datetime as dt
from dataclasses import replace
from datetime import date

import pytest
import recurring_ical_events
from conftest import make_rule, weekday_advice
from icalendar import Calendar
from scenes import made, read

from cadence.core.dates import SHANGHAI, Span
from cadence.core.facts import Done, Entry, Extension, Waiver
from cadence.core.history import EMPTY, history
from cadence.core.occurrence import Binding, Unit
from cadence.core.policy import Policy
from cadence.core.timing import Cadence, Deadline, Phase
from cadence.core.words import ROLES
from cadence.feeds.feed import END, feeds, head
from cadence.feeds.rings import ring_of
from cadence.feeds.vevents import events
from cadence.occurrences.expand import expand
from cadence.occurrences.marks import Mark, Standings
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.rules.workspace import read_workspace
from cadence.workdays import advise

D = date.fromisoformat
YEAR = Span(D("2022-01-01"), D("2022-12-31"))
NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
EAST = Unit(place="ceshi", id="east", name="东镇")


def rendered(  # noqa: PLR0913 - a default for each
    rule,
    policy=None,
    *,
    unit=EAST,
    role="owner",
    span=YEAR,
    advice=weekday_advice,
    known=EMPTY,
    as_of="2022-01-01",
):
    binding = Binding(rule=rule, unit=unit, names=("各乡镇",), role=role)
    policy = policy or Policy()
    moment = dt.datetime.fromisoformat(as_of).replace(tzinfo=SHANGHAI)
    owners = [binding] if role == "owner" else [binding, *owners_of(rule)]
    scene = made(
        owners, [unit], policy=policy, history=known, span=span, as_of=moment, advise=advice
    )
    (feed,) = feeds(scene)
    return feed.render()


def owners_of(rule):
    units = (EAST, Unit(place="ceshi", id="west", name="西乡"))
    return [Binding(rule=rule, unit=unit, names=("各乡镇",)) for unit in units]


def parsed(content):
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_the_inclusive_due_day_becomes_the_exclusive_end():
    event = parsed(rendered(make_rule()))[0]
    assert event["DTSTART"].dt == D("2022-06-30")
    assert event["DTEND"].dt == D("2022-07-01")
    assert event["SUMMARY"] == "召开安全专题会议·截止"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["CATEGORIES"].to_ical().decode() == "会议"


def test_a_phase_is_a_span():
    timing = Phase(start=D("2022-05-15"), due=D("2022-08-31"))
    event = parsed(rendered(make_rule(timing)))[0]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (D("2022-05-15"), D("2022-09-01"))
    assert event["SUMMARY"].endswith("·阶段")


def test_what_matters_stands_in_the_description():
    rule = make_rule(evidence="会议记录", lead=("常务副县长",), condition="高危行业领域")
    text = str(parsed(rendered(rule))[0]["DESCRIPTION"])
    for words in (
        "测安委〔2022〕1号", "二/（一）/1", "“每月至少召开一次”", "2022年6月30日（周四）",
        "会议记录", "常务副县长", "高危行业领域", "ceshi/notice:duty:2022-06-30",
    ):  # fmt: skip
        assert words in text


def test_a_working_day_before_a_day_off_is_put_first():
    rule = make_rule(Cadence(period="month"))
    span = Span(D("2026-10-01"), D("2026-10-31"))
    event = parsed(rendered(rule, span=span, advice=advise))[0]
    assert event["SUMMARY"] == "召开安全专题会议·宜30日"
    assert event["DTSTART"].dt == D("2026-10-31")


def test_the_clause_is_linked_once_in_a_way_that_clients_know():
    policy = Policy(address="https://anwei.example.gov.cn/")
    text = rendered(make_rule(), policy).replace(b"\r\n ", b"").decode()
    uri = "https://anwei.example.gov.cn/register/ceshi/notice.html#duty"
    assert f"\r\nURL:{uri}\r\n" in text
    assert text.count(uri.partition("#")[0]) == 1


def test_all_dates_of_one_rule_and_all_steps_of_one_event_are_grouped():
    rule = make_rule(Cadence(period="month"))
    entries = parsed(rendered(rule, Policy(show_start=True)))
    assert {str(each["REFID"]) for each in entries} == {rule.key}
    (dated,) = expand(make_rule(), YEAR, weekday_advice)
    window = replace(dated, label="2022-06-01T08:30")
    (step,) = events(make_rule(), window, "owner", Policy())
    assert [str(each) for each in step["REFID"]] == [rule.key, "ceshi:2022-06-01T08:30"]


def test_a_companion_says_which_entry_it_belongs_to():
    due, reminder = parsed(rendered(make_rule(), Policy(remind="event")))
    assert reminder["RELATED-TO"] == due["UID"]
    assert reminder["RELATED-TO"].params["RELTYPE"] == "PARENT"
    assert "RELATED-TO" not in due


def test_the_head_leads_to_where_the_calendar_is_refreshed():
    unit = Unit(place="ceshi", id="east", name="东镇")
    found = Calendar.from_ical(head(unit, "测试县", "https://a.example/") + END)
    assert found["SOURCE"] == "https://a.example/feeds/ceshi/east.ics"
    assert "SOURCE" not in Calendar.from_ical(head(unit, "测试县") + END)
    assert "SOURCE" not in Calendar.from_ical(head(unit, "测试县", Policy().address) + END)


def test_nothing_done_or_decided_changes_a_calendars_head(workspace_folder):
    scene, *_others = read(read_workspace(workspace_folder))
    told = replace(scene, as_of=scene.as_of + dt.timedelta(days=400))
    heads = [[each.head for each in feeds(one)] for one in (scene, told)]
    assert heads[0] == heads[1]
    assert b"DESCRIPTION" not in heads[0][0]


def test_the_head_says_what_clients_look_for():
    calendar = Calendar.from_ical(rendered(make_rule()))
    assert "METHOD" not in calendar
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "东镇安全生产任务（测试县）"
    assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT4H"
    assert calendar["X-PUBLISHED-TTL"] == "PT4H"
    assert {"COLOR", "X-APPLE-CALENDAR-COLOR"} <= set(calendar)


@pytest.mark.parametrize(
    ("days", "at", "trigger"),
    [(3, (9, 0), b"-P2DT15H"), (1, (9, 0), b"-PT15H"), (7, (8, 30), b"-P6DT15H30M")],
)
def test_an_alarm_rings_in_the_morning_some_days_before(days, at, trigger):
    policy = Policy(remind_days=days, remind_at=at)
    (alarm,) = parsed(rendered(make_rule(), policy))[0].subcomponents
    assert alarm["TRIGGER"].to_ical() == trigger
    assert alarm["ACTION"] == "DISPLAY"


def test_a_reminder_never_comes_before_its_window_opens():
    rule = make_rule(Cadence(period="day"))
    (window,) = expand(rule, Span(D("2022-06-30"), D("2022-06-30")), weekday_advice)
    assert (
        ring_of(rule, window, Policy(), weekday_advice).at.isoformat()
        == "2022-06-30T09:00:00+08:00"
    )


def test_reminders_may_be_entries_of_their_own_in_no_zone_of_ours():
    content = rendered(make_rule(), Policy(remind="event"))
    assert b"TZID" not in content
    due, reminder = parsed(content)
    assert not due.subcomponents
    assert reminder["SUMMARY"] == "召开安全专题会议·提醒（截止6月30日）"
    assert reminder["DTSTART"].dt.isoformat() == "2022-06-27T01:00:00+00:00"
    assert reminder["UID"] != due["UID"]


def test_no_reminder_where_the_office_wants_none():
    content = rendered(make_rule(), Policy(remind="none"))
    assert b"VALARM" not in content
    assert b"VTIMEZONE" not in content


@pytest.mark.parametrize(("period", "shown"), [("month", True), ("week", False), ("day", False)])
def test_first_days_of_windows_longer_than_a_week_are_shown_on_request(period, shown):
    rule = make_rule(Cadence(period=period))
    titles = [str(each["SUMMARY"]) for each in parsed(rendered(rule, Policy(show_start=True)))]
    assert any(title.endswith("·开始") for title in titles) is shown
    assert not any("开始" in each["SUMMARY"] for each in parsed(rendered(rule)))


@pytest.mark.parametrize(
    ("role", "word"),
    [("lead", "·牵头"), ("assist", "·配合"), ("supervise", "·督促")],
)
def test_the_title_says_how_the_reader_is_concerned(role, word):
    assert parsed(rendered(make_rule(), role=role))[0]["SUMMARY"].endswith(word)


def test_which_time_it_is_stands_first_and_of_how_many_in_the_words():
    rule = make_rule(Cadence(period="half_year", count=2))
    entries = parsed(rendered(rule, span=Span(D("2022-07-01"), D("2022-12-31"))))
    assert [str(each["SUMMARY"]) for each in entries] == [
        "第1次召开安全专题会议·截止",
        "第2次召开安全专题会议·截止",
    ]
    assert "应办2次中的第1次" in str(entries[0]["DESCRIPTION"])


def test_lines_end_crlf_and_fold_at_75_octets_inside_no_character():
    rule = make_rule(act="召开" + "很长很长的安全生产专题" * 12 + "会议", quote="二〇二二年，" * 9)
    content = rendered(rule)
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")


def test_a_unit_with_nothing_dated_gets_a_feed_that_says_so(workspace_folder):
    built = build_in(workspace_folder)
    content = (workspace_folder / "out/feeds/ceshi/bureau.ics").read_bytes()
    assert len(parsed(content)) == 1
    assert "暂无有日期的任务" in parsed(content)[0]["SUMMARY"]
    assert built.feeds == 7


def build_in(folder, span=YEAR, now=NOW, force=False):
    return build(read_workspace(folder), Order(span=span, now=now, force=force), lambda _name: None)


def test_a_posts_duty_stands_in_its_own_feed_and_in_its_bodys(workspace_folder):
    build_in(workspace_folder)
    for unit in ("secretary", "county"):
        content = (workspace_folder / f"out/feeds/ceshi/{unit}.ics").read_bytes()
        assert parsed(content)[0]["SUMMARY"] == "主持召开常委会·截止"


def test_a_leading_post_sees_a_duty_once_and_not_once_per_township(workspace_folder):
    build_in(workspace_folder)
    content = (workspace_folder / "out/feeds/ceshi/deputy.ics").read_bytes()
    titles = [str(each["SUMMARY"]) for each in parsed(content)]
    assert len(titles) == 9  # April to December
    assert all(title.startswith("召开安全专题会议") and title.endswith("·牵头") for title in titles)


def test_feeds_hold_what_the_occurrences_say(workspace_folder, cadence):
    import json

    build_in(workspace_folder)
    listed = cadence(
        "--workspace", workspace_folder, "occurrences", "--unit", "east",
        "--from", "2022-01-01", "--to", "2022-12-31", "--format", "json",
    )  # fmt: skip
    expected = {(each["uid"], each["due"]) for each in json.loads(listed.stdout)}
    calendar = Calendar.from_ical((workspace_folder / "out/feeds/ceshi/east.ics").read_bytes())
    read = recurring_ical_events.of(calendar).between((2022, 1, 1), (2023, 1, 1))
    assert {(str(each["UID"]), each["DTSTART"].dt.isoformat()) for each in read} == expected


def test_every_reader_of_a_rule_gets_its_own_uid():
    rule = make_rule()
    west = Unit(place="ceshi", id="west", name="西乡")
    uids = {str(parsed(rendered(rule, unit=unit))[0]["UID"]) for unit in (EAST, west)}
    assert len(uids) == 2
    assert all(len(uid.encode()) <= 70 for uid in uids)


def test_events_are_rendered_with_the_stamps_first():
    (window,) = expand(make_rule(), YEAR, weekday_advice)
    (event,) = events(make_rule(), window, "owner", Policy())
    names = [line.split(b":")[0] for line in event.to_ical(sorted=False).split(b"\r\n")[1:5]]
    assert names == [b"UID", b"DTSTAMP", b"LAST-MODIFIED", b"SEQUENCE"]


IN_TIME = dt.datetime(2022, 5, 2, 8, tzinfo=dt.UTC)
TOO_LATE = dt.datetime(2022, 7, 2, 8, tzinfo=dt.UTC)
JUNE = "ceshi/notice:duty:2022-06@ceshi/east"


def known_of(*facts, recorded=NOW):
    entries = (Entry(number=n, recorded=recorded, fact=fact) for n, fact in enumerate(facts, 1))
    return history(entries)


def june(known, as_of, **more):
    content = rendered(make_rule(Cadence(period="month")), known=known, as_of=as_of, **more)
    (event,) = (each for each in parsed(content) if each["DTSTART"].dt >= D("2022-06-30")
        and "2022-06" in str(each["DESCRIPTION"]))  # fmt: skip
    return event


@pytest.mark.parametrize(
    ("facts", "as_of", "summary"),
    [
        ((), "2022-06-30", "召开安全专题会议·截止"),
        ((), "2022-07-03", "✕召开安全专题会议（逾期3日）"),
        (["2022-06-18"], "2022-07-03", "✔召开安全专题会议（18日完成）"),
        (
            ["2022-07-02"],
            "2022-07-03",
            "✔召开安全专题会议（迟2日，7月2日完成）",
        ),
        (["2022-07-02"], "2022-07-01", "✕召开安全专题会议（逾期1日）"),
    ],
)  # fmt: skip
def test_an_entry_says_how_its_duty_stands(facts, as_of, summary):
    known = known_of(*(Done(occurrence=JUNE, on=D(day), evidence="纪要") for day in facts))
    event = june(known, as_of)
    assert event["SUMMARY"] == summary
    assert event["DTSTART"].dt == D("2022-06-30")


def test_what_is_settled_rings_no_bell():
    known = known_of(Waiver(occurrence=JUNE, document="免办决定", by="主任"), recorded=IN_TIME)
    event = june(known, "2022-07-03")
    assert event["SUMMARY"] == "召开安全专题会议（免办）"
    assert not event.subcomponents
    assert june(EMPTY, "2022-06-01").subcomponents


def test_an_extended_entry_moves_and_keeps_its_first_day_in_words():
    given_more = Extension(occurrence=JUNE, to=D("2022-07-15"), document="批复", by="主任")
    event = june(known_of(given_more, recorded=IN_TIME), "2022-07-03")
    assert event["DTSTART"].dt == D("2022-07-15")
    assert "2022年6月30日（周四）" in str(event["DESCRIPTION"])
    assert event["SUMMARY"] == "⏳召开安全专题会议（延至7月15日）"
    assert event["UID"] == june(EMPTY, "2022-06-01")["UID"]


def test_an_approval_that_came_too_late_moves_nothing_and_stands_beside_the_miss():
    given_more = Extension(occurrence=JUNE, to=D("2022-07-15"), document="批复", by="主任")
    event = june(known_of(given_more, recorded=TOO_LATE), "2022-07-03")
    assert event["DTSTART"].dt == D("2022-06-30")
    assert event["SUMMARY"] == "✕召开安全专题会议（逾期3日）"
    assert "逾期后于2022-07-02登记批准延至2022-07-15，批复（主任）" in str(event["DESCRIPTION"])


def test_an_approval_before_the_window_opens_is_shown_at_once():
    given_more = Extension(occurrence=JUNE, to=D("2022-07-15"), document="批复", by="主任")
    event = june(known_of(given_more, recorded=IN_TIME), "2022-05-03")
    assert event["DTSTART"].dt == D("2022-07-15")
    assert "批准：延至2022-07-15，批复（主任）" in str(event["DESCRIPTION"])


def test_a_duty_that_was_put_off_and_done_still_names_the_decision():
    given_more = Extension(occurrence=JUNE, to=D("2022-07-15"), document="批复", by="主任")
    done = Done(occurrence=JUNE, on=D("2022-07-12"), evidence="纪要")
    event = june(known_of(given_more, done, recorded=IN_TIME), "2022-07-20")
    assert event["SUMMARY"].startswith("✔")
    assert "批准：延至2022-07-15，批复（主任）" in str(event["DESCRIPTION"])


@pytest.mark.parametrize("role", ["assist", "supervise", "lead"])
def test_whoever_only_assists_still_does_when_a_duty_is_overdue(role):
    rule = make_rule()
    (window,) = expand(rule, Span(D("2022-06-01"), D("2022-06-30")), weekday_advice)
    mark = Mark(status="overdue", days_late=3)
    (event,) = events(rule, window, role, Policy(), mark)
    assert event["SUMMARY"].endswith(f"（逾期3日）·{ROLES[role]}")


def test_who_leads_sees_how_many_have_done_it():
    unit = Unit(place="ceshi", id="deputy", name="常务副县长", kind="post")
    known = known_of(Done(occurrence=JUNE, on=D("2022-06-18"), evidence="纪要"))
    event = june(known, "2022-07-03", unit=unit, role="lead")
    assert event["SUMMARY"] == "✕召开安全专题会议（逾期3日）（完成1/2）·牵头"


def test_units_of_which_nothing_is_known_share_their_entries():
    rule = make_rule(Cadence(period="month"))
    bindings = owners_of(rule)
    known = known_of(Done(occurrence=JUNE, on=D("2022-06-18"), evidence="纪要"))
    standings = Standings(bindings, known, Policy(), NOW)
    assert [standings.is_known([each]) for each in bindings] == [True, False]


def chain(firsts, then, *, shown=True):
    """The entries of one unit that owes a duty and what its outcome is acted on by."""
    first = replace(make_rule(firsts), id="pledge", act="签订责任书")
    last = replace(make_rule(then), id="appraisal", act="考核", after=("pledge", "elsewhere"))
    owed = [Binding(rule=each, unit=EAST, names=("各乡镇",))
            for each in ((first, last) if shown else (last,))]  # fmt: skip
    (feed,) = feeds(made(owed, [EAST], policy=Policy(remind="none"), span=YEAR))
    found = parsed(feed.render())
    named = {str(each["UID"]): each for each in found}
    return {
        each["DTSTART"].dt: named[str(each["RELATED-TO"])]["DTSTART"].dt
        for each in found
        if "考核" in each["SUMMARY"] and "RELATED-TO" in each
    }, found


def test_a_duty_depends_on_what_it_acts_on_in_the_same_period_else_on_the_last_in_its_window():
    found, entries = chain(Cadence(period="quarter"), Cadence(period="quarter"))
    assert found[D("2022-09-30")] == D("2022-09-30")
    assert len(found) == len(set(found.values()))
    last = next(each for each in entries if "RELATED-TO" in each)
    assert last["RELATED-TO"].params["RELTYPE"] == "DEPENDS-ON"
    found, _entries = chain(Cadence(period="month"), Cadence(period="half_year"))
    assert found[D("2022-12-31")] == D("2022-12-31")
    found, _entries = chain(Deadline(due=D("2022-06-30")), Deadline(due=D("2022-12-20")))
    assert found == {D("2022-12-20"): D("2022-06-30")}


def test_a_duty_names_nothing_that_its_calendar_does_not_show():
    found, entries = chain(Cadence(period="month"), Cadence(period="month"), shown=False)
    assert found == {}
    assert not [each for each in entries if "RELATED-TO" in each]
    before, _entries = chain(Deadline(due=D("2021-06-30")), Cadence(period="year"))
    assert before == {}
