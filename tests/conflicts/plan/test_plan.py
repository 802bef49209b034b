"""Chosen days: what is lawful, what is suggested, and how the command keeps them."""

import datetime as dt
import json

import pytest
from conftest import make_rule
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cadence.conflicts.find.demands import demand
from cadence.conflicts.plan.choose import (
    Around,
    Priced,
    choices,
    faults,
    shown_offers,
    suggest,
)
from cadence.core.dates import SHANGHAI
from cadence.core.facts import Choice, Entry, Extension, Reversal
from cadence.core.occurrence import Binding, Occurrence, Unit, Window
from cadence.core.past import NOTHING, Past
from cadence.core.timing import Deadline
from cadence.workdays import advise

D = dt.date.fromisoformat
EAST = Unit(place="ceshi", id="east", name="东镇")
RULE = make_rule(Deadline(due=D("2022-06-30")))
JUNE = Window(
    label="2022-06", start=D("2022-06-01"), due=D("2022-06-30"), nth=1, of=1,
    partial=False, advised=D("2022-06-30"), provisional=False,
)  # fmt: skip
MEETING = "monthly-meeting:2026-12@ceshi/east"


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def june(past=NOTHING):
    binding = Binding(rule=RULE, unit=EAST, names=("各乡镇",))
    return demand(Occurrence(binding=binding, window=JUNE), past)


def extended(to):
    return Past(extension=Extension(occurrence="x", to=D(to), document="批复", by="主任"))


@pytest.mark.parametrize(
    ("moment", "minutes", "past", "lawful"),
    [
        ("2022-06-01 00:00", 60, NOTHING, True),
        ("2022-05-31 23:59", 60, NOTHING, False),
        ("2022-06-30 23:00", 60, NOTHING, True),
        ("2022-06-30 23:00", 61, NOTHING, False),
        ("2022-07-05 09:00", 60, NOTHING, False),
        ("2022-07-05 09:00", 60, extended("2022-07-05"), True),
        ("2022-07-06 09:00", 60, extended("2022-07-05"), False),
    ],
)
def test_a_moment_is_lawful_inside_the_window_or_its_extension(moment, minutes, past, lawful):
    assert (not list(faults(june(past), at(moment), minutes))) == lawful


def around(**given):
    return Around(**({"today": D("2022-06-01"), "limit": 3} | given))


def free(_day):
    return Priced()


def offered(**given):
    return {each.day: each for each in suggest(june(), around(**given), advise, free)}


def test_every_day_is_offered_or_refused_with_a_reason():
    days = offered()
    assert len(days) == 30
    assert all((each.cost is None) == bool(each.against) for each in days.values())
    assert days[D("2022-06-03")].against == ("休息日",)  # 端午节


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"today": D("2022-06-10")}, "已过"),
        ({"due": {D("2022-06-08"): 3}}, "本单位当日已有3项（限3项）"),
        ({"awaited": ("召开常委会", D("2022-06-09"))}, "须在“召开常委会”（6月9日）之后"),
    ],
)
def test_each_reason_against_a_day_is_said(given, reason):
    assert offered(**given)[D("2022-06-08")].against == (reason,)


def test_a_year_that_is_not_announced_offers_nothing():
    far = Window(
        label="2031-06", start=D("2031-06-01"), due=D("2031-06-30"), nth=1, of=1,
        partial=False, advised=None, provisional=True,
    )  # fmt: skip
    binding = Binding(rule=RULE, unit=EAST, names=())
    unannounced = demand(Occurrence(binding=binding, window=far), NOTHING)
    offers = suggest(unannounced, around(), advise, free)
    assert {each.against for each in offers} == {("节假日安排未公布",)}


def test_the_cheapest_day_comes_first_and_a_day_that_its_price_refuses_never():
    def price(day):
        if day == D("2022-06-24"):
            return Priced(against=("常务副县长缺席",))
        return Priced(cost=abs((day - D("2022-06-24")).days), why=("在期限最后三天",))

    best, *rest = suggest(june(), around(), advise, price)
    assert (best.day, best.cost, best.why) == (D("2022-06-23"), 1, ("在期限最后三天",))
    assert ("常务副县长缺席",) in {each.against for each in rest if each.cost is None}


@given(st.dictionaries(st.dates(D("2022-06-01"), D("2022-06-30")), st.integers(0, 5)))
def test_what_is_offered_is_lawful_worked_and_free(due):
    for each in suggest(june(), around(due=due), advise, free):
        if each.cost is not None:
            assert JUNE.start <= each.day <= JUNE.due
            assert advise(each.day).day == each.day
            assert due.get(each.day, 0) < 3


def test_refused_days_with_one_reason_stand_in_one_row():
    rows = list(shown_offers(suggest(june(), around(), advise, free)))
    assert rows[0][0] == "1"
    assert ("×", "2022年6月3日（周五）至2022年6月5日（周日）", "休息日") in rows


def test_earlier_choices_stay_readable():
    first = Choice(occurrence="x", at=at("2022-06-10 09:00"))
    second = Choice(occurrence="x", at=at("2022-06-11 09:00"))
    facts = (first, second, Choice(occurrence="y", at=at("2022-06-11 09:00")))
    entries = [Entry(number=n, recorded=at("2022-06-01"), fact=f) for n, f in enumerate(facts, 1)]
    assert [counts for _entry, counts in choices(entries, ["x"])] == [False, True]
    entries.append(Entry(number=4, recorded=at("2022-06-02"), fact=Reversal(number=2, reason="误")))
    assert [counts for _entry, counts in choices(entries, ["x"])] == [True, False]


@pytest.fixture
def office(cadence, workspace_folder):
    """Run the command in the small county."""

    def run(*arguments, lang="en"):
        return cadence("--workspace", workspace_folder, *arguments, lang=lang)

    return run


def test_a_choice_is_kept_moved_shown_and_taken_back(office):
    chosen = office("plan", "set", MEETING, "--at", "2026-12-18 09:00", "--minutes", "90",
                    "--where", "三楼会议室", "--chair", "deputy")  # fmt: skip
    assert chosen.returncode == 0, chosen.stderr
    assert (
        office("plan", "set", MEETING, "--at", "2026-12-21 09:00", "--by", "党政办").returncode == 0
    )
    now = json.loads(office("plan", "show", "--format", "json").stdout)
    assert [(each["at"], each["by"]) for each in now] == [("2026-12-21T09:00+08:00", "党政办")]
    listed = json.loads(office("plan", "show", MEETING, "--format", "json").stdout)
    assert [each["state"] for each in listed] == ["已更改", "现行"]
    assert listed[0]["chair"] == "ceshi/deputy"
    table = office("plan", "show", MEETING).stdout
    assert "常务副县长" in table
    assert "ceshi/deputy" not in table
    assert listed[0]["by"] == "测试县安委会办公室"
    assert office("plan", "clear", MEETING).returncode == 0
    assert json.loads(office("plan", "show", "--format", "json").stdout) == []
    assert len(json.loads(office("plan", "show", "--all", "--format", "json").stdout)) == 3
    assert office("plan", "clear", MEETING).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--at", "2027-01-04 09:00"), "end after the window, whose last day is 2026-12-31"),
        (("--at", "2026-11-30 09:00"), "lies before the window, which begins 2026-12-01"),
        (("--at", "2026-12-18"), "--at needs a time of day"),
        (("--at", "2026-12-18 24:00"), "not midnight"),
        (("--at", "2026-12-18 09:00", "--chair", "deptuy"), 'no unit has the id "deptuy"'),
    ],
)
def test_what_is_not_lawful_is_refused_and_nothing_is_kept(office, arguments, message):
    refused = office("plan", "set", MEETING, *arguments)
    assert refused.returncode == 2
    assert message in refused.stderr
    assert json.loads(office("plan", "show", "--format", "json").stdout) == []


def test_a_day_off_may_be_chosen_and_is_called_one(office):
    working = office("plan", "set", MEETING, "--at", "2026-12-18 09:00", lang="zh_CN")
    assert "休息日" not in working.stderr
    off = office("plan", "set", MEETING, "--at", "2026-12-19 09:00", lang="zh_CN")
    assert off.returncode == 0
    assert "2026-12-19是休息日" in off.stderr


def test_what_is_done_is_not_planned(office):
    done = "monthly-meeting:2022-10@ceshi/east"
    office("done", done, "--on", "2022-10-20", "--evidence", "纪要")
    refused = office("plan", "set", done, "--at", "2022-10-21 09:00")
    assert refused.returncode == 2
    assert "is done or waived" in refused.stderr


def test_a_new_choice_says_at_once_what_it_collides_with(office):
    office("plan", "set", MEETING, "--at", "2026-12-18 09:00", "--chair", "deputy")
    second = office("plan", "set", MEETING.replace("east", "west"), "--at", "2026-12-18 09:30",
                    "--chair", "deputy")  # fmt: skip
    assert second.returncode == 0
    assert "“常务副县长”同时有两个会" in second.stderr


def test_suggestions_as_json_give_every_day_of_the_window(office):
    found = json.loads(
        office("plan", "suggest", MEETING, "--as-of", "2026-11-22", "--format", "json").stdout
    )
    assert len(found) == 31
    # The Monday of the week in the middle of the window; its last three days are dearer.
    assert found[0] == {
        "date": "2026-12-14", "free": True, "against": [], "at": "2026-12-14T09:00+08:00",
        "cost": 0, "reasons": [],
    }  # fmt: skip
    late = next(each for each in found if each["date"] == "2026-12-30")
    assert "在期限最后三天" in late["reasons"]
    assert late["cost"] > 0
    table = office("plan", "suggest", MEETING, "--as-of", "2026-11-22").stdout
    assert "休息日" in table


def test_two_townships_that_ask_are_not_sent_to_one_day(office):
    asked = ("plan", "suggest", "--as-of", "2026-11-22", "--format", "json")
    best = {
        json.loads(office(*asked, MEETING.replace("east", unit)).stdout)[0]["date"]
        for unit in ("east", "west")
    }
    assert len(best) == 2


def test_a_suggestion_asks_who_is_to_preside_and_for_how_long(office, workspace_folder):
    office("plan", "set", MEETING.replace("east", "west"), "--at", "2026-12-14 09:00",
           "--chair", "secretary")  # fmt: skip
    asked = ("plan", "suggest", MEETING, "--as-of", "2026-11-22", "--format", "json")
    alone = json.loads(office(*asked, "--chair", "secretary").stdout)
    monday = next(each for each in alone if each["date"] == "2026-12-14")
    assert monday["at"] == "2026-12-14T14:30+08:00"  # he is taken in the morning
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text(
        "absences: [{post: secretary, start: 2026-12-14, due: 2026-12-18}]\n", encoding="utf-8"
    )
    away = json.loads(office(*asked, "--chair", "secretary", "--minutes", "90").stdout)
    monday = next(each for each in away if each["date"] == "2026-12-14")
    assert monday["against"] == ["县委主要负责人缺席"]
    assert office(*asked, "--chair", "nobody").returncode == 2


MERGE = """\
merges:
  - rules: [ceshi/notice:monthly-meeting, ceshi/notice:party-meeting]
    by: 县安委会办公室
    on: 2026-12-01
"""
PARTY = """\
  - id: party-meeting
    clause: 二/（四）
    quote: 每月至少召开一次安全专题会议
    act: 召开党委安全专题会议
    category: meeting
    timing: {kind: cadence, period: month}
    actors: [各乡镇]
"""


@pytest.fixture
def merged(office, workspace_folder):
    """The small county, with a second monthly meeting that was merged with the first."""
    place = workspace_folder / "rules" / "ceshi"
    pack = place / "notice.yaml"
    pack.write_text(pack.read_text(encoding="utf-8") + PARTY, encoding="utf-8")
    (place / "policy.yaml").write_text(MERGE, encoding="utf-8")
    return office


def events(folder, unit):
    content = (folder / f"out/feeds/ceshi/{unit}.ics").read_bytes()
    assert b"TZID" not in content
    return [each for each in Calendar.from_ical(content).walk("VEVENT") if "-m" in each["uid"]]


def test_a_merged_meeting_is_one_timed_entry_that_a_move_updates(merged, workspace_folder):
    build = ("build", "--from", "2026-01-01", "--to", "2026-12-31", "--as-of")
    left = merged("plan", "set", MEETING, "--at", "2026-12-18 09:00")
    assert "--merged gives them the same time" in left.stderr
    merged("plan", "set", MEETING, "--at", "2026-12-18 09:00", "--chair", "deputy", "--merged")
    merged(*build, "2026-11-22 08:00")
    (first,) = events(workspace_folder, "east")
    assert first.decoded("dtstart") == at("2026-12-18 09:00")
    assert first["transp"] == "OPAQUE"
    assert first["summary"] == "召开安全专题会议；召开党委安全专题会议"
    (presided,) = events(workspace_folder, "deputy")
    assert presided["uid"] != first["uid"]
    merged("plan", "set", MEETING, "--at", "2026-12-21 14:30", "--chair", "deputy", "--merged")
    merged(*build, "2026-11-23 08:00")
    (moved,) = events(workspace_folder, "east")
    assert moved["uid"] == first["uid"]
    assert (moved["sequence"], first["sequence"]) == (1, 0)
    assert moved.decoded("dtstart") == at("2026-12-21 14:30")


def test_a_merge_stands_in_the_due_day_entries_from_its_day_on(merged, workspace_folder):
    merged("build", "--from", "2026-11-01", "--to", "2026-12-31", "--as-of", "2026-11-22")
    content = (workspace_folder / "out/feeds/ceshi/east.ics").read_bytes()
    told = {
        (each.decoded("dtend").isoformat(), "合并召开" in each["description"])
        for each in Calendar.from_ical(content).walk("VEVENT")
        if each.decoded("dtend").isoformat() > "2026-11-22"  # earlier ones are carried over
    }
    assert told == {("2026-12-01", False), ("2027-01-01", True)}


def test_what_was_merged_is_offered_and_never_silently_done(merged, workspace_folder):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text(MERGE.replace("2026-12-01", "2022-06-01"), encoding="utf-8")
    proof = ("--on", "2022-06-20", "--evidence", "纪要")
    alone = merged("done", "monthly-meeting:2022-06@ceshi/east", *proof)
    assert "merged with it, and not recorded" in alone.stderr
    assert "party-meeting:2022-06@ceshi/east" in alone.stderr
    both = merged("done", "monthly-meeting:2022-07@ceshi/east", "--merged", "--on", "2022-07-20",
                  "--evidence", "纪要")  # fmt: skip
    assert both.returncode == 0
    assert not both.stderr
    statuses = {
        each["id"].partition("@")[0].partition(":")[2]: each["status"]
        for each in json.loads(
            merged(
                "occurrences",
                "--unit",
                "east",
                "--from",
                "2022-06-01",
                "--to",
                "2022-07-31",
                "--format",
                "json",
            ).stdout
        )
    }
    assert statuses == {
        "monthly-meeting:2022-06": "done",
        "party-meeting:2022-06": "overdue",
        "monthly-meeting:2022-07": "done",
        "party-meeting:2022-07": "done",
    }


@pytest.fixture
def of_four(merged, workspace_folder):
    """The same with a quarterly and a yearly meeting in the merge, from 2022 on."""
    place = workspace_folder / "rules" / "ceshi"
    pack = (place / "notice.yaml").read_text(encoding="utf-8")
    more = "".join(
        PARTY.replace("party-meeting", name).replace("period: month", f"period: {period}")
        for name, period in (("quarterly", "quarter"), ("yearly", "year"))
    )
    (place / "notice.yaml").write_text(pack + more, encoding="utf-8")
    policy = MERGE.replace("2026-12-01", "2022-01-01")
    policy = policy.replace("ceshi/notice:party-meeting", "ceshi/notice:party-meeting, "
                            "ceshi/notice:quarterly, ceshi/notice:yearly")  # fmt: skip
    (place / "policy.yaml").write_text(policy, encoding="utf-8")
    return merged


def test_a_merge_takes_along_what_is_open_on_the_day_it_was_held(of_four):
    proof = ("--evidence", "纪要", "--on")
    of_four("done", "monthly-meeting:2026-07@ceshi/east", *proof, "2026-07-20")
    # July's meeting went without the others: quarter and year are open in August still.
    left = of_four("done", "monthly-meeting:2026-08@ceshi/east", *proof, "2026-08-20").stderr
    assert {tail for tail in ("party-meeting:2026-08", "quarterly:2026-Q3", "yearly:2026")
            if f"{tail}@ceshi/east" in left} == {
        "party-meeting:2026-08", "quarterly:2026-Q3", "yearly:2026",
    }  # fmt: skip
    assert "2026-07@" not in left
    of_four("done", "quarterly:2026-Q3@ceshi/east", *proof, "2026-08-20")
    of_four("done", "yearly:2026@ceshi/east", *proof, "2026-08-20")
    # They are settled: September's meeting has its monthly partner alone.
    last = of_four("done", "monthly-meeting:2026-09@ceshi/east", "--merged", *proof, "2026-09-18")
    assert [line.split("@")[0].strip() for line in last.stdout.splitlines() if "@" in line] == [
        "ceshi/notice:monthly-meeting:2026-09", "ceshi/notice:party-meeting:2026-09",
    ]  # fmt: skip


def test_a_merged_meeting_is_planned_and_taken_back_with_every_partner(of_four):
    said = of_four("plan", "set", MEETING, "--at", "2026-12-18 09:00", "--merged").stdout
    tails = ("monthly-meeting:2026-12", "party-meeting:2026-12", "quarterly:2026-Q4", "yearly:2026")
    assert all(f"{tail}@ceshi/east: 2026-12-18 09:00" in said for tail in tails)
    alone = of_four("plan", "clear", "yearly:2026@ceshi/east")
    assert "ceshi/notice:quarterly:2026-Q4@ceshi/east" in alone.stderr
    assert "--merged takes them back too" in alone.stderr
    rest = of_four("plan", "clear", MEETING, "--merged")
    assert len(rest.stdout.splitlines()) == 3
    assert json.loads(of_four("plan", "show", "--format", "json").stdout) == []


def test_a_duty_table_names_what_was_merged_and_what_collides(merged):
    merged("plan", "set", MEETING, "--at", "2026-12-18 09:00", "--chair", "deputy")
    crash = ("--at", "2026-12-18 09:30", "--chair", "deputy")
    merged("plan", "set", MEETING.replace("east", "west"), *crash)
    table = merged("duty", "2026-12", "--unit", "east", "--as-of", "2026-12-01", "--format", "md")
    assert "与“召开党委安全专题会议”合并办理" in table.stdout
    assert "定于2026-12-18 09:00" in table.stdout
    assert "可与" not in table.stdout
    assert "“常务副县长”同时有两个会" in table.stdout
    post = merged("duty", "2026-12", "--post", "deputy", "--as-of", "2026-12-01")
    assert "“常务副县长”同时有两个会" in post.stdout
