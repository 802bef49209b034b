"""One look: the same bar, the same colours for the same meaning on everything that is published."""

import datetime as dt
import re

import pytest
from conftest import PACK, ROOT, UNITS

from cadence.core.dates import SHANGHAI, Span
from cadence.print import look, tokens
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.rules.workspace import read_workspace

NOW = dt.datetime(2022, 11, 28, 8, tzinfo=SHANGHAI)
YEAR = Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31))
ROOMS = ["总览", "单位", "完成情况", "冲突", "台账"]
BARRED = {
    "index.html": "单位",
    "units/ceshi/east.html": "单位",
    "check/ceshi.html": "完成情况",
    "check/ceshi/overview.html": "总览",
    "conflicts/ceshi.html": "冲突",
    "register/ceshi/notice.html": "台账",
}
TOKEN = re.compile(r"(--[a-z-]+): #[0-9a-f]+;")
BAR = re.compile(r'<nav class="rooms"[^>]*>(.*?)</nav>', re.DOTALL)
WAY = re.compile(r'<a href="([^"]+)"( aria-current="page")?>([^<]+)</a>')


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    place = folder / "rules" / "ceshi"
    place.mkdir(parents=True)
    (place / "units.yaml").write_text(UNITS, encoding="utf-8")
    (place / "notice.yaml").write_text(PACK, encoding="utf-8")
    (place / "policy.yaml").write_text("tracking_from: 2022-01-01\n", encoding="utf-8")
    build(read_workspace(folder), Order(span=YEAR, now=NOW), lambda _name: None)
    return folder / "out"


@pytest.mark.parametrize(("name", "room"), BARRED.items())
def test_every_page_bears_the_same_bar_and_says_where_it_is(out, name, room):
    (bar,) = BAR.findall((out / name).read_text(encoding="utf-8"))
    ways = WAY.findall(bar)
    assert [words for _way, _here, words in ways] == ROOMS
    assert [words for _way, here, words in ways if here] == [room]
    for way, _here, _words in ways:
        assert (out / name).parent.joinpath(way.partition("#")[0]).resolve().is_file(), way


def test_a_year_s_plan_leads_to_the_pages_that_are_published_from_wherever_it_lies(
    here, workspace_folder
):
    file = workspace_folder / "plans" / "year.html"
    file.parent.mkdir()
    drawn = ("plan", "year", "2027", "--as-of", "2026-11-26", "-o", file)
    assert here(*drawn).returncode == 0
    assert '<header class="head">' not in file.read_text(encoding="utf-8")  # nothing to lead to
    assert here("build", "--as-of", "2026-11-26", "--force").returncode == 0
    assert here(*drawn).returncode == 0
    (bar,) = BAR.findall(file.read_text(encoding="utf-8"))
    ways = WAY.findall(bar)
    assert {words for _way, _here, words in ways} >= {"单位", "冲突", "台账"}
    for way, _here, _words in ways:
        assert file.parent.joinpath(way.partition("#")[0]).resolve().is_file(), way


def test_what_is_to_be_decided_leads_to_the_desk_that_the_workspace_names(here, workspace_folder):
    settings = workspace_folder / "workspace.yaml"
    page = workspace_folder / "out" / "conflicts" / "ceshi.html"
    for desk in ("https://anwei.example", "https://anwei.example/oa/"):
        settings.write_text(f"desk: {desk}\n", encoding="utf-8")
        assert here("build", "--as-of", "2022-11-26", "--force").returncode == 0
        text = page.read_text(encoding="utf-8")
        assert text.count("在工作台上定") == text.count('class="decide"') > 0
        assert f"{desk.rstrip('/')}/desk/ceshi/collisions?code=" in text


def test_a_bar_leads_to_nothing_that_is_not_there(tmp_path):
    place = tmp_path / "rules" / "ceshi"
    place.mkdir(parents=True)
    (place / "units.yaml").write_text(UNITS, encoding="utf-8")
    (place / "notice.yaml").write_text(PACK, encoding="utf-8")
    order = Order(span=YEAR, now=NOW, parts=("boards",))
    build(read_workspace(tmp_path), order, lambda _name: None)
    (bar,) = BAR.findall((tmp_path / "out/check/ceshi.html").read_text(encoding="utf-8"))
    ways = [way for way, _here, _words in WAY.findall(bar)]
    assert ways == ["../check/ceshi/overview.html", "../check/ceshi.html"]
    assert all((tmp_path / "out/check" / way).resolve().is_file() for way in ways)


def test_the_desk_and_what_is_published_take_their_colours_from_one_table():
    assert tokens().count("--ground: #") == 2  # by day and in the dark
    assert tokens() in look()
    own = (ROOT / "cadence" / "desk" / "static" / "look.css").read_text(encoding="utf-8")
    assert not set(TOKEN.findall(tokens())) & set(TOKEN.findall(own))


@pytest.mark.parametrize("name", [*BARRED, "site/site.css", "site/unit.css", "site/overview.css"])
def test_no_page_has_a_red_of_its_own(out, name):
    text = (out / name).read_text(encoding="utf-8").replace(look(), "")
    heat = {"#f4d9d9", "#e3a6a6", "#b22222", "#5c0f0f"}  # of the conflict table's days
    found = {each for each in re.findall(r"#[0-9a-f]{6}\b", text) if _is_red(each)}
    assert found <= (heat if name.startswith("conflicts/") else set())


def _is_red(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red > 1.25 * max(green, blue) and abs(green - blue) < 30  # amber is none
