"""What `cadence explain` says of a duty is what its calendar entry says, over all shipped packs."""

import datetime as dt
import re

import pytest
import scenes
from conftest import ROOT

from cadence.core import ROLES, SHANGHAI, Span
from cadence.feeds import feeds
from cadence.occurrences import Index
from cadence.occurrences.stamps import readers
from cadence.reports import trace_of
from cadence.rules import read_workspace

LABELS = ("责任主体", "牵头", "配合", "监管对象", "条件", "佐证")
NUMBER = "编号："
# Each document in a year in which it binds.
PLACES = (
    ("yichuan", "yichuan/2022-fifteen-measures", 2022),
    ("yichuan", "yichuan/2021-hundred-days", 2021),
    ("enyang", "enyang/2022-fifteen-measures", 2022),
    ("xiayi", "xiayi/2024-three-year-action", 2024),
    ("yincheng", "yincheng/2022-fifteen-measures", 2022),
)


def beside(lines):
    return [each for each in lines if each.partition("：")[0] in LABELS]


def entries(content):
    """Yield the title and the description's lines of each entry of a feed."""
    for entry in content.decode().replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]:
        said = dict(line.split(":", 1) for line in entry.split("\r\n") if ":" in line)
        words = (said.get(key, "") for key in ("SUMMARY", "DESCRIPTION"))
        title, text = (re.sub(r"\\([,;\\])", r"\1", each) for each in words)
        yield title, text.split("\\n")


@pytest.fixture(scope="module")
def workspace():
    return read_workspace(ROOT)


@pytest.mark.parametrize(("place", "pack", "year"), PLACES)
def test_explain_says_condition_evidence_lead_and_role_as_the_feed_does(
    workspace, place, pack, year
):
    span = Span(dt.date(year, 1, 1), dt.date(year, 12, 31))
    as_of = dt.datetime(year, 11, 1, 9, tzinfo=SHANGHAI)
    (scene,) = scenes.read(workspace, span=span, as_of=as_of, place=place, pack=pack)
    index = Index([scene])
    compared, said = set(), set()
    for feed in feeds(scene):
        for title, lines in entries(feed.render()):
            number = next((each for each in lines if each.startswith(NUMBER)), None)
            if number is None:
                continue  # a day's digest, which names several
            rule, _colon, _tag = number.removeprefix(NUMBER).rpartition(":")
            role = title.rpartition("·")[2]
            if (rule, role) in compared:
                continue
            compared.add((rule, role))
            occurrences = index.meant(number.removeprefix(NUMBER))
            if not occurrences:
                continue  # a bar or a season that nobody ticks has no id
            explained = trace_of(occurrences[0])
            assert beside(explained) == beside(lines), number
            cut = lines[lines.index("") + 1 :]
            assert [each for each in explained if each in cut] == cut[:-1], number
            said |= {each.partition("：")[0] for each in beside(lines)}
            binding = occurrences[0].binding
            assert explained[-1].startswith(f"{ROLES[binding.role]}：{binding.unit.name}，"), number
            bound = {
                ROLES[each.role]
                for each in scene.bindings
                if feed.unit.id in readers(each) and each.rule.key == binding.rule.key
            }
            assert (role if role in ROLES.values() else ROLES["owner"]) in bound, (number, title)
    assert len(compared) > 10
    assert {"责任主体", "佐证"} <= said
