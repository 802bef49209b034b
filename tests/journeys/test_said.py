"""What was published of a month is kept, and can be shown whatever is known since."""

import datetime as dt
import json

import pytest

from cadence.core import SHANGHAI, Done
from cadence.ledger import open_ledger

LAST = dt.date.today().replace(day=1) - dt.timedelta(days=1)  # noqa: DTZ011 - build asks it too
MONTH = f"{LAST:%Y-%m}"
ID = f"ceshi/notice:monthly-meeting:{MONTH}@ceshi/east"


@pytest.fixture
def place(workspace_folder):
    found = workspace_folder / "rules" / "ceshi"
    (found / "policy.yaml").write_text("tracking_from: 2022-01-01\n", encoding="utf-8")
    return found


def said(here):
    ran = here("check", "--said", MONTH, "--format", "json")
    assert ran.returncode == 0, ran.stderr
    return {each["id"]: each["status"] for each in json.loads(ran.stdout)}


def test_what_was_said_of_a_month_stays_whatever_is_recorded_or_corrected_since(
    here, place, workspace_folder
):
    assert here("check", "--said", MONTH).returncode == 2
    assert here("build").returncode == 0
    first = said(here)
    assert first[ID] == "overdue"
    with open_ledger(workspace_folder) as ledger, ledger.writing():
        fact = Done(occurrence=ID, on=LAST, evidence="会议纪要6号")
        ledger.append(fact, dt.datetime.now(SHANGHAI))
    pack = place / "notice.yaml"
    pack.write_text(pack.read_text("utf-8").replace("召开安全专题会议", "开会"), encoding="utf-8")
    assert here("build").returncode == 0

    now = here("check", "--all", "--from", LAST.replace(day=1), "--to", LAST, "--format", "json")
    (today,) = [each for each in json.loads(now.stdout) if each["id"] == ID]
    assert (today["status"], today["act"]) == ("done", "开会")
    assert said(here) == first
    shown = here("check", "--said", MONTH)
    assert "召开安全专题会议" in shown.stdout
    assert f"测试县 {MONTH}, as it was published" in shown.stderr


def test_months_that_were_kept_are_named_and_a_damaged_one_is_none(here, place, workspace_folder):
    here("build")
    assert MONTH in here("check", "--said", "2022-06").stderr
    (workspace_folder / f".cadence/said/{place.name}/{MONTH}.json").write_text("{", "utf-8")
    assert "nothing is kept" in here("check", "--said", MONTH).stderr
