"""Lots say the same of every occurrence as judging them one by one does."""

import datetime as dt

import pytest

from cadence.core import Span, history
from cadence.core.dates import SHANGHAI
from cadence.core.facts import Claimed, Done, Event, Extension, Reversal, Supervision, Waiver
from cadence.core.past import Past
from cadence.ledger import open_ledger, read_entries, read_known, read_reversals
from cadence.occurrences import Asked, lots_of, scenes_of
from cadence.reports import Listing, check_row
from cadence.reports.tallies import asked_for
from cadence.rules import read_workspace

AS_OF = dt.datetime(2022, 11, 10, 9, tzinfo=SHANGHAI)
DAY = dt.date.fromisoformat
HEAD = "ceshi/notice:monthly-meeting:2022-"


def done(window, on, **more):
    more = {"evidence": "会议纪要"} | more
    return Done(occurrence=f"{HEAD}{window}", on=DAY(on), **more)


FACTS = (
    done("05@ceshi/east", "2022-05-20"),
    done("06@ceshi/east", "2022-07-03"),  # late
    done("06@ceshi/west", "2022-07-03", by="办公室主任"),
    done("07@ceshi/east", "2022-08-03"),
    done("07@ceshi/east", "2022-07-03", evidence='纪要"七"'),  # the earlier day counts
    done("08@ceshi/east", "2022-08-08"),
    Reversal(number=6, reason="记错"),
    done("08@ceshi/west", "2022-08-08", sha256="0" * 64),
    Claimed(occurrence=f"{HEAD}09@ceshi/east", on=DAY("2022-09-09"), by="东镇"),
    Waiver(occurrence=f"{HEAD}09@ceshi/west", document="纪要", by="主任"),
    Extension(occurrence=f"{HEAD}10@ceshi/east", to=DAY("2022-11-12"), document="函", by="主任"),
    done("10@ceshi/west", "2022-12-01"),  # after the moment judged from
    Event(name="事故", at=AS_OF, unit="ceshi/east"),
)


@pytest.fixture
def office(workspace_folder):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("tracking_from: 2022-05-01\n", encoding="utf-8")
    with open_ledger(workspace_folder) as ledger, ledger.writing():
        for fact in FACTS:
            ledger.append(fact, dt.datetime(2022, 9, 1, 9, tzinfo=SHANGHAI))
    return workspace_folder


@pytest.fixture
def known(office):
    return history(read_known(office), read_reversals(office))


def test_short_lines_say_what_whole_ones_do(office, known):
    whole = history(read_entries(office))
    assert known.pasts == whole.pasts
    assert known.happenings == whole.happenings
    assert len(known.pasts) == len({*known.pasts}) == 9
    kept = known.pasts.of_window(f"{HEAD}06")
    assert kept["ceshi/west"] == "2022-07-03办公室主任\x1f会议纪要".encode()
    assert isinstance(known.pasts.of_window(f"{HEAD}07")["ceshi/east"], Past)
    assert "ceshi/notice:monthly-meeting:2022-08@ceshi/east" not in known.pasts
    assert {key for key, _past in known.pasts.beyond_done()} <= set(known.pasts)


def test_what_is_known_of_some_places_leaves_out_the_occurrences_of_others_alone(office, known):
    elsewhere = "dongshi/notice:meeting:2022-05@dongshi/east"
    stamp = dt.datetime(2022, 9, 2, 9, tzinfo=SHANGHAI)
    quoting = f'纪要 "occurrence":"{elsewhere}"'  # only words
    slip = Supervision(
        message="dongshi-1", unit="dongshi/east", number=1, occurrences=(elsewhere,),
        on=stamp.date(), by="东市安委办",
    )  # fmt: skip
    with open_ledger(office) as ledger, ledger.writing():
        first = ledger.append(
            Done(occurrence=elsewhere, on=DAY("2022-05-20"), evidence="纪要"), stamp
        )
        ledger.append(done("05@ceshi/west", "2022-05-20", evidence=quoting), stamp)
        ledger.append(slip, stamp)
        ledger.append(Waiver(occurrence=elsewhere, document="纪要", by="主任"), stamp)
        ledger.append(Reversal(number=first.number, reason="记错"), stamp)
    ours = history(read_known(office, places={"ceshi"}), read_reversals(office))
    whole = history(read_known(office), read_reversals(office))

    for each in (ours, whole):
        assert len({key for key in each.pasts if "@ceshi/" in key}) == len(known.pasts) + 1
    assert all(ours.pasts[key] == whole.pasts[key] for key in known.pasts)
    assert ours.pasts[elsewhere].waiver is None, "only its slip is known"
    assert whole.pasts[elsewhere].waiver
    assert ours.pasts["ceshi/notice:monthly-meeting:2022-05@ceshi/west"].done.evidence == quoting
    assert ours.happenings == known.happenings
    assert [each.fact for each in ours.slips] == [slip]
    until = dt.datetime(2022, 9, 1, 12, tzinfo=SHANGHAI)
    assert history(read_known(office, until, {"ceshi"})).pasts == known.pasts


@pytest.mark.parametrize("first", ["2022-01-01", "2022-09-15"])
def test_every_occurrence_stands_in_its_lot_as_it_stands_alone(office, known, first):
    workspace = read_workspace(office)
    asked = Asked(span=Span(DAY(first), DAY("2022-12-31")))
    (scene,) = scenes_of(workspace, known, asked, AS_OF)
    alone = [*scene.unsettled_before(), *scene.stream()]
    lots = list(lots_of(scene, carried=True))
    counted = [
        (lot.judgement.status, lot.judgement.days_late, lot.judgement.due, key)
        for lot in lots
        for key in lot.whose
    ]
    assert sorted(map(str, counted)) == sorted(
        str(
            (
                each.judgement.status,
                each.judgement.days_late,
                each.judgement.due,
                each.occurrence.binding.unit.key,
            )
        )
        for each in alone
    )
    for everything in (False, True):
        listing = Listing(everything=everything)
        for lot in lots:
            listing.add(lot)
        listed = asked_for(alone, everything=everything)
        assert [each for _order, each in listing] == listed
        assert [order for order, _each in listing] == sorted(order for order, _each in listing)
        assert [check_row(each) for _order, each in listing] == [check_row(one) for one in listed]


def test_a_line_whose_day_does_not_exist_is_not_taken_for_one():
    from cadence.ledger.fact_json import plain_done

    text = '{"evidence":"纪要","kind":"done","occurrence":"a:b:c@d/e","on":"2022-02-%s"}'
    stamp = "2022-09-01T09:00:00+08:00"
    assert plain_done((1, stamp, text % "28", "")).on == "2022-02-28"
    assert plain_done((1, stamp, text % "30", "")) is None
    assert plain_done((1, "yesterday", text % "28", "")) is None
    assert plain_done((1, stamp, text.replace("纪", '\\"') % "28", "")) is None
