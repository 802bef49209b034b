"""What the desk shows after a tick is what a new desk shows, and what the command counts."""

import datetime as dt
import json
import random
import re

import pytest
from desking import OpenDesk, text_of
from scenes import drawn_fact

from cadence.core import Span, week_before
from cadence.ledger import open_ledger, read_before
from cadence.print import render_json
from cadence.reports import overview_json, overview_of

PAGES = (
    "overview", "tables", "tables?unit=yichuan/pengpo", "today", "register", "schedule", "ledger",
    "overview.json", "today.json",
)  # fmt: skip
STEPS = 8


def drawn(chance, occurrence):
    day = dt.date(2026, 11, chance.randint(1, 25))
    return drawn_fact(chance, occurrence, day, dt.date(2026, 12, 9))


def shown(browser, page):
    said = text_of(browser.get(f"/desk/yichuan/{page}"))
    return re.sub(r"name=.csrf. value=.[^>]*", "", said)


def counted_whole(desk, year):
    """The figures as a command counts them: in one pass over the whole place."""
    view = desk.desk.office.view()
    fresh = view.scene("yichuan", year).over(year)
    before = read_before(desk.folder, week_before(view.now))
    return json.loads(
        render_json(overview_json(overview_of([fresh], view.now, before=before), "unit"))
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_pages_that_are_made_anew_in_part_say_what_a_new_desk_says(desk, owner, seed):
    chance = random.Random(seed)
    policy = desk.folder / "rules" / "yichuan" / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("from: 2026-11-01", "from: 2025-06-01"))
    year = Span(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    scene = desk.desk.office.view().scene("yichuan", year)
    with open_ledger(desk.folder) as ledger, ledger.writing():
        every = [*scene.judged, *scene.earlier(dt.date(2025, 6, 1))]
        for each in chance.sample(every, 40):  # told of before the week that is compared
            ledger.append(drawn(chance, each.occurrence.id), desk.clock() - dt.timedelta(days=15))
    for page in PAGES:
        shown(owner, page)
    for step in range(STEPS):
        scene = desk.desk.office.view().scene("yichuan", year)
        every = [*scene.judged, *scene.earlier(dt.date(2025, 6, 1))]
        with open_ledger(desk.folder) as ledger, ledger.writing():
            for each in chance.sample(every, 1 + step % 3):
                ledger.append(drawn(chance, each.occurrence.id), desk.clock())
        if step % 3 == 2:
            desk.clock.now += dt.timedelta(minutes=7)
        anew = OpenDesk(desk.folder, clock=desk.clock).owner()
        for page in PAGES:
            assert shown(owner, page) == shown(anew, page), page
        assert owner.get("/desk/yichuan/overview.json").json() == counted_whole(desk, year)
