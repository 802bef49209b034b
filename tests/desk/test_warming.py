"""What takes long is made while nobody waits, stands while nothing changes, and no longer."""

import datetime as dt

import pytest
from desking import text_of

from cadence.core.facts import Done
from cadence.desk import Warmer, duty_tables, overview, warming
from cadence.ledger.store import open_ledger

OVERVIEW, TABLES = "/desk/yichuan/overview", "/desk/yichuan/tables"
PENGPO = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11@yichuan/pengpo"


@pytest.fixture
def counted(monkeypatch):
    """How often figures were counted and a month was gathered."""
    found = []

    def watch(module, name):
        real = getattr(module, name)

        def watched(*arguments, **named):
            found.append(name)
            return real(*arguments, **named)

        monkeypatch.setattr(module, name, watched)

    watch(overview, "figures_anew")
    watch(duty_tables, "month_of_place")
    return found


@pytest.fixture
def alone(monkeypatch):
    monkeypatch.setattr(warming, "ALONE", 0)


@pytest.mark.usefixtures("alone")
def test_what_was_made_ahead_is_found_by_who_asks(desk, owner, counted):
    owner.get("/desk/yichuan/today")
    warmer = Warmer(desk.desk.office)

    assert warmer.look()
    assert sorted(counted) == ["figures_anew", "month_of_place"]
    owner.get(OVERVIEW)
    owner.get(TABLES)
    assert len(counted) == 2
    assert not warmer.look()


@pytest.mark.usefixtures("alone")
def test_of_a_large_place_the_figures_are_made_ahead_some_units_at_a_time(
    desk, owner, counted, monkeypatch
):
    monkeypatch.setattr(warming, "LARGEST", 3)
    owner.get("/desk/yichuan/today")
    pieces = list(warming.parts(desk.desk.office.glimpse()))

    assert len(pieces) > 3
    for each in pieces[:-1]:
        each()
    assert counted == []
    assert Warmer(desk.desk.office).look()
    assert counted == ["figures_anew"]


@pytest.mark.usefixtures("alone")
def test_before_anybody_has_asked_there_is_nothing_to_make(desk, counted):
    assert not Warmer(desk.desk.office).look()
    assert not counted


def test_who_asks_goes_first(desk, owner, counted, monkeypatch):
    owner.get("/desk/yichuan/today")
    warmer = Warmer(desk.desk.office)
    waits = []

    def wait(seconds):
        waits.append(seconds)
        return len(waits) == 3  # and then the desk stops

    monkeypatch.setattr(warmer.stopped, "wait", wait)
    monkeypatch.setattr(desk.desk.office, "is_alone", lambda _seconds: False)

    assert warmer.look()
    assert len(waits) == 3
    assert not counted


def test_a_minute_changes_nothing_but_the_minute(desk, owner, counted):
    first = text_of(owner.get(OVERVIEW))
    owner.get(TABLES)
    desk.clock.now += dt.timedelta(minutes=1)
    later = text_of(owner.get(OVERVIEW))
    owner.get(TABLES)

    assert len(counted) == 2
    assert first != later
    assert first.replace("10:25", "10:26") == later


@pytest.mark.parametrize("change", ["tick", "day", "rules"])
def test_what_changed_is_counted_anew(desk, owner, counted, change):
    before = text_of(owner.get(OVERVIEW))
    if change == "tick":
        with open_ledger(desk.folder) as ledger, ledger.writing():
            fact = Done(occurrence=PENGPO, on=dt.date(2026, 11, 20), evidence="纪要1号")
            ledger.append(fact, desk.clock())
    elif change == "day":
        for _half in range(2):  # a session ends that nobody uses for so long
            desk.clock.now += dt.timedelta(hours=11)
            owner.get("/desk/yichuan/users")
    else:
        policy = desk.folder / "rules" / "yichuan" / "policy.yaml"
        text = policy.read_text("utf-8")
        policy.write_text(text.replace("from: 2026-11-01", "from: 2026-10-01"), "utf-8")
    after = text_of(owner.get(OVERVIEW))

    assert counted.count("figures_anew") == 2
    assert before != after
