"""订阅: the desk says and does what `cadence subscribers` and `cadence tokens` do."""

import json
import re

import pytest
from desking import NOW, OpenDesk, text_of

from cadence.serve import TOKEN, digest, open_store, read_access
from cadence.serve.store import Fetch

PAGE = "/desk/ceshi/subscribers"
PASSWORD = {"password": "long enough", "again": "long enough"}


@pytest.fixture
def desk(workspace_folder):
    return OpenDesk(workspace_folder)


@pytest.fixture
def owner(desk):
    return desk.owner()


def turn_on(owner, **password):
    return owner.send(owner.get(PAGE), f"{PAGE}/switch", **PASSWORD | password)


def test_who_subscribes_and_who_does_not_is_what_the_command_says(desk, owner, here):
    with open_store(desk.folder) as store:
        seen = Fetch(
            place="ceshi", unit="east", token=0, client="iPhone", first=NOW, last=NOW, count=3
        )
        store.add_fetches([seen])

    page = text_of(owner.get(f"{PAGE}?only=wanting"))

    told = json.loads(here("subscribers", "--as-of", "2026-11-26", "--format", "json").stdout)
    assert {each["name"] for each in told}
    assert all(each["name"] in page for each in told)
    assert f"没有订上的 {len(told)}" in page
    assert "东镇" not in page
    assert "iPhone" in text_of(owner.get(PAGE))


def test_addresses_are_shown_once_open_the_feed_and_end(desk, owner):
    assert "凭地址访问已打开" in text_of(turn_on(owner))
    page = owner.get(PAGE)

    paper = owner.send(page, f"{PAGE}/issue", unit="").text
    tokens = {token for token in TOKEN.findall(paper) if digest(token) in _tokens(desk)}

    assert len(tokens) == 7  # four units, a group without members, two posts
    assert "使用" in paper
    again = owner.get(PAGE)
    assert not any(token in again.text for token in tokens)
    number = re.search(r'name="number" value="(\d+)"', again.text)[1]
    owner.send(again, f"{PAGE}/revoke", number=number)
    assert len(_tokens(desk)) == 6
    assert "未发放地址" in text_of(owner.get(PAGE))


def _tokens(desk):
    return read_access(desk.folder).tokens


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ({"password": "short", "again": "short"}, "至少8位"),
        ({"again": "another one"}, "不一样"),
        ({"password": "", "again": ""}, "至少8位"),
    ],
)
def test_without_a_good_password_nothing_is_closed(desk, owner, password, words):
    assert words in text_of(turn_on(owner, **password))
    assert not read_access(desk.folder).private


def test_it_is_opened_again_and_addresses_stay(desk, owner):
    turn_on(owner)
    owner.send(owner.get(PAGE), f"{PAGE}/issue", unit="")
    owner.send(owner.get(PAGE), f"{PAGE}/switch", private="0")

    access = read_access(desk.folder)
    assert not access.private
    assert len(access.tokens) == 7


def test_only_the_office_may_and_not_in_practice(desk, owner):
    person = desk.person("东镇", "unit", "ceshi/east")
    assert person.get(PAGE).status_code == 403
    owner.send(owner.get("/desk/ceshi/practice"), "/desk/ceshi/practice/begin", day="2026-11-26")
    assert turn_on(owner).status_code == 403
    assert not read_access(desk.folder).private
