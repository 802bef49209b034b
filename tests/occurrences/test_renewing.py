"""What is said line by line, and a minute that passes, change what they touch and nothing else."""

import datetime as dt
import random
from dataclasses import replace
from itertools import chain

import pytest
import scenes
from conftest import PACK, UNITS

from cadence.core import SHANGHAI, Done, Extension, Span, Unit, history
from cadence.core.facts import Entry, Event
from cadence.occurrences.parts import part_of, parts_of
from cadence.occurrences.renewing import moved_on, renewed
from cadence.occurrences.scene import UNSETTLED
from cadence.rules import read_workspace

NOW = dt.datetime(2022, 8, 10, 9, tzinfo=SHANGHAI)
SPAN = Span(dt.date(2022, 7, 1), dt.date(2022, 12, 31))
HOURS = """\
  - id: report
    clause: 三
    quote: 接报后2小时内上报
    act: 上报
    category: accident
    timing: {kind: trigger, event: 接报事故, offset: PT2H}
    actors: [各乡镇]
"""
HEARD = Event(name="接报事故", at=NOW - dt.timedelta(hours=1), unit="ceshi/east")


@pytest.fixture
def place(workspace_folder):
    folder = workspace_folder / "rules" / "ceshi"
    (folder / "notice.yaml").write_text(PACK + HOURS, encoding="utf-8")
    (folder / "units.yaml").write_text(UNITS, encoding="utf-8")
    (folder / "policy.yaml").write_text("tracking_from: 2022-05-01\n", encoding="utf-8")
    workspace = read_workspace(workspace_folder)

    def at(known, as_of=NOW, span=SPAN):
        (found,) = scenes.read(workspace, history=known, as_of=as_of, span=span)
        return found

    return at


def known(*facts):
    return history(Entry(number=n, recorded=NOW, fact=fact) for n, fact in enumerate(facts, 1))


def told(scene):
    return scene.judged, tuple(scene.unsettled_before())


def drawn(chance, occurrence):
    day = dt.date(2022, 7, chance.randint(1, 31))
    return scenes.drawn_fact(chance, occurrence, day, dt.date(2022, 9, 9))


def test_what_is_said_of_one_duty_after_the_other_stands_as_if_all_were_judged_anew(place):
    chance, facts, statuses = random.Random(14), [], set()
    scene = place(known())
    missed = told(scene)[1]
    assert scene.carried
    assert missed  # of May and June, before the days asked about
    for _step in range(80):
        judged, before = told(scene)
        listed = (*judged, *before)
        if chance.random() < 0.2:  # what was over before the days asked about is spoken of, too
            listed = tuple(scene.earlier())
        fact = drawn(chance, chance.choice(listed).occurrence.id)
        facts.append(fact)
        kept = [id(each) for each in scene.judged if each.occurrence.id != fact.occurrence]
        scene = renewed(scene, known(*facts), [fact.occurrence])
        fresh = place(known(*facts))
        assert (*told(scene), scene.carried) == (*told(fresh), fresh.carried), fact
        # What nobody spoke of is the very same.
        assert kept == [id(one) for one in scene.judged if one.occurrence.id != fact.occurrence]
        statuses |= {each.judgement.status for each in scene.judged}
    assert statuses >= {"done", "claimed", "extended"}
    assert len(told(scene)[1]) < len(missed)
    assert all(each.judgement.status in UNSETTLED for each in told(scene)[1])


def by_id(judged):
    return sorted(judged, key=lambda each: each.occurrence.id)


def test_the_parts_of_a_place_are_the_whole_of_it(place):
    scene = place(known(HEARD))
    whole = scene.judged, scene.carried, tuple(scene.earlier()), scene.bindings
    fresh = place(known(HEARD))  # whose judging is not shared out, but done part by part
    for one in (scene, fresh):
        parts = parts_of(one)
        assert set(parts) >= {"ceshi/east", "ceshi/west"}
        listed = [[*each.judged] for each in parts.values()]
        assert by_id(chain(*listed)) == by_id(whole[0])
        assert by_id(chain(*(each.carried for each in parts.values()))) == by_id(whole[1])
        assert by_id(chain(*(each.earlier() for each in parts.values()))) == by_id(whole[2])
        assert sum(len(each.bindings) for each in parts.values()) == len(whole[3])
        for key, part in parts.items():
            assert {part_of(each.occurrence.binding.unit) for each in part.judged} <= {key}


def test_a_post_is_in_its_units_part_and_a_filter_narrows_the_parts(place):
    assert (
        part_of(Unit(place="ceshi", id="mayor", name="镇长", kind="post", of="east"))
        == "ceshi/east"
    )
    scene = place(known(HEARD))
    asked = replace(scene.asked, unit="east", keys=frozenset({"ceshi/east"}))
    assert list(parts_of(replace(scene, asked=asked))) == ["ceshi/east"]
    none = replace(scene, asked=replace(scene.asked, pack="ceshi/another"))
    assert not parts_of(none)


def test_of_parts_only_those_that_are_spoken_of_are_made_anew(place):
    chance, facts = random.Random(15), [HEARD]
    scene = place(known(*facts))
    told(scene)
    for _step in range(40):
        parts = parts_of(scene)
        listed = (each.occurrence for each in (*scene.judged, *scene.earlier()))
        chosen = chance.choice([each for each in listed if each.window.closes is None])
        facts.append(drawn(chance, chosen.id))
        scene = renewed(scene, known(*facts), [chosen.id])
        now, fresh = parts_of(scene), parts_of(place(known(*facts)))
        own = part_of(chosen.binding.unit)
        assert [key for key in parts if now[key] is not parts[key]] == [own]
        for key, part in now.items():
            assert by_id(part.judged) == by_id(fresh[key].judged)
            assert by_id(part.carried) == by_id(fresh[key].carried)
            assert by_id(part.earlier()) == by_id(fresh[key].earlier())


def test_of_parts_only_those_in_which_an_hour_runs_out_are_others_a_minute_later(place):
    scene = place(known(HEARD))
    told(scene)
    parts = parts_of(scene)
    later = parts_of(moved_on(scene, NOW + dt.timedelta(hours=2)))
    assert [key for key in parts if later[key] is not parts[key]] == ["ceshi/east"]
    (fresh,) = (
        parts_of(place(known(HEARD), NOW + dt.timedelta(hours=2)))[key] for key in ["ceshi/east"]
    )
    assert by_id(later["ceshi/east"].judged) == by_id(fresh.judged)


def test_what_was_not_asked_yet_is_found_when_it_is(place):
    bare = place(known())
    fact = drawn(random.Random(1), "ceshi/notice:monthly-meeting:2022-07@ceshi/east")
    again = renewed(bare, known(fact), [fact.occurrence])
    assert told(again) == told(place(known(fact)))
    only = place(known())
    assert tuple(only.unsettled_before())
    assert told(renewed(only, known(fact), [fact.occurrence])) == told(place(known(fact)))


def test_the_policies_that_say_what_can_be_missed_stay(place):
    late = Extension(
        occurrence="ceshi/notice:monthly-meeting:2022-07@ceshi/east", to=dt.date(2022, 9, 9),
        document="批复", by="主任",
    )  # fmt: skip
    scene = place(known())
    told(scene)
    bare = replace(known(late), policies={})
    assert told(renewed(scene, bare, [late.occurrence])) == told(place(known(late)))


@pytest.mark.parametrize("first", [dt.date(2022, 7, 1), dt.date(2022, 12, 1)])
def test_minute_by_minute_a_day_stands_as_if_all_were_judged_anew(place, first):
    facts, now, span = [HEARD], NOW, Span(first, SPAN.last)
    scene, seen = place(known(*facts), span=span), set()
    for step in range(40):
        now += dt.timedelta(minutes=37)
        if step == 20:
            facts.append(Done(occurrence="x", on=now, evidence="y"))
        scene = moved_on(scene, now)
        fresh = place(known(HEARD), now, span)
        assert (*told(scene), scene.carried) == (*told(fresh), fresh.carried), now
        seen.add((now.date(), tuple(each.judgement.status for each in scene.judged)))
    if first < NOW.date():
        assert len(seen) > len({day for day, _statuses in seen})  # a clock ran out within a day


def test_within_a_day_only_what_hours_count_for_is_judged_anew(place):
    scene = place(known(HEARD))
    before = told(scene)[0]
    after = told(moved_on(scene, NOW + dt.timedelta(hours=2)))[0]
    changed = [
        one.occurrence.binding.rule.id
        for one, other in zip(before, after, strict=True)
        if one is not other
    ]
    assert changed == ["report"]
    tomorrow = told(moved_on(scene, NOW + dt.timedelta(days=1)))[0]
    assert not [one for one, other in zip(before, tomorrow, strict=True) if one is other]
