"""Sessions: a new key at every sign-in, none adopted, ended for good, told to no script or wire."""

import dataclasses
import re

import pytest
from desking import PASSWORD, Browser, open_desk, text_of
from starlette.applications import Starlette

from cadence.desk import User, desk_routes, open_accounts

TODAY = "/desk/yichuan/today"


@pytest.fixture
def desk(tmp_path):
    return open_desk(tmp_path)


def holding(desk, key):
    """A browser in which somebody has planted a key."""
    browser = Browser(desk.app)
    browser.cookies.set("cadence", key, domain="127.0.0.1", path="/desk")
    return browser


def key_of(browser):
    (key,) = {each.value for each in browser.cookies.jar if each.name == "cadence"}
    return key


def is_out(browser):
    return "用户名" in text_of(browser.get(TODAY))


def numbers(desk):
    with open_accounts(desk.folder) as accounts:
        return {each.number: each.user.name for each in accounts.sessions(desk.clock())}


def test_the_key_changes_with_every_sign_in_and_the_one_before_opens_nothing(desk):
    person = desk.person("值班室", "office")
    first = key_of(person)
    person.post("/desk/sign-in", name="值班室", password=PASSWORD)

    assert key_of(person) != first
    assert not is_out(person)
    assert is_out(holding(desk, first))
    assert len(numbers(desk)) == 1


def test_who_plants_a_live_key_of_his_own_sees_nothing_of_who_signs_in_with_it(desk):
    planter = desk.person("彭婆镇安监站", "unit", "yichuan/pengpo")
    planted = key_of(planter)
    with open_accounts(desk.folder) as accounts:
        accounts.put_user(User(name="值班室", role="office"), PASSWORD)
    victim = holding(desk, planted)
    victim.post("/desk/sign-in", name="值班室", password=PASSWORD)

    assert key_of(victim) != planted
    assert set(numbers(desk).values()) == {"值班室"}
    assert is_out(holding(desk, planted))
    assert "用户" in text_of(victim.get(TODAY))


def test_the_printed_address_adopts_no_key_either(desk):
    browser = holding(desk, "chosen-by-somebody-else")
    browser.get(f"/desk/enter?key={desk.ticket.text}")

    assert key_of(browser) != "chosen-by-somebody-else"
    assert not is_out(browser)
    assert is_out(holding(desk, "chosen-by-somebody-else"))


def test_a_wrong_password_ends_nobody_s_session(desk):
    person = desk.person("值班室", "office")
    before = key_of(person)
    person.post("/desk/sign-in", name="值班室", password=PASSWORD[1:])

    assert not is_out(holding(desk, before))


def test_who_signed_out_is_out_with_a_copy_of_the_key_too(desk):
    person = desk.person("值班室", "office")
    copied = holding(desk, key_of(person))
    assert not is_out(copied)
    person.send(person.get(TODAY), "/desk/sign-out")

    assert is_out(copied)
    assert not numbers(desk)


def test_a_password_changed_on_the_page_ends_that_user_s_sessions_alone(desk):
    owner = desk.owner()
    one = desk.person("县长", "leader")
    other = Browser(desk.app)
    other.post("/desk/sign-in", name="县长", password=PASSWORD)
    page = owner.get("/desk/yichuan/users")
    said = {"name": "县长", "role": "leader", "unit": "", "password": "a new one entirely"}
    owner.send(page, "/desk/yichuan/users/put", **said, again="a new one entirely")

    assert is_out(one)
    assert is_out(other)
    assert not is_out(owner)


def test_another_role_ends_the_sessions_that_had_the_old_one(desk):
    owner, person = desk.owner(), desk.person("值班室", "office")
    page = owner.get("/desk/yichuan/users")
    none = {"password": "", "again": "", "unit": ""}
    owner.send(page, "/desk/yichuan/users/put", name="值班室", role="leader", **none)

    assert is_out(person)


@pytest.mark.parametrize("is_secure", [False, True])
def test_no_script_no_other_site_and_no_bare_wire_gets_the_key(desk, is_secure):
    app = Starlette(routes=desk_routes(dataclasses.replace(desk.desk, is_secure=is_secure), None))
    with open_accounts(desk.folder) as accounts:
        accounts.put_user(User(name="值班室", role="office"), PASSWORD)
    came = Browser(app).post("/desk/sign-in", name="值班室", password=PASSWORD)
    (given,) = came.history[0].headers.get_list("set-cookie")
    name, *flags = re.split(r";\s*", given.lower())

    assert name.startswith("cadence=")
    secure = {"secure"} if is_secure else set()
    assert set(flags) == {"httponly", "samesite=lax", "path=/desk"} | secure
