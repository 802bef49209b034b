"""用户: added, changed and let go; the office never locks itself out."""

import re

import pytest
from desking import PASSWORD, Browser, text_of

from cadence.desk import open_accounts, open_app_passwords

USERS, PUT, DROP = ("/desk/yichuan/users", "/desk/yichuan/users/put", "/desk/yichuan/users/drop")


def put(owner, **fields):
    fields = {"password": PASSWORD, "again": PASSWORD, "unit": ""} | fields
    return owner.send(owner.get(USERS), PUT, **fields)


def test_a_new_password_is_said_to_be_one(owner):
    put(owner, name="副县长", role="leader")
    said = put(owner, name="副县长", role="leader", password=PASSWORD[::-1], again=PASSWORD[::-1])

    assert "“副县长”可以用新密码登录；他原来的登录都已结束" in text_of(said)


def test_a_unit_that_was_added_signs_in_and_sees_its_own(desk, owner):
    said = put(owner, name="彭婆镇安监办", role="unit", unit="yichuan/pengpo")

    assert "“彭婆镇安监办”可以登录了" in text_of(said)
    unit = Browser(desk.app)
    page = unit.post("/desk/sign-in", name="彭婆镇安监办", password=PASSWORD)
    assert page.status_code == 200
    assert "用户" not in text_of(unit.get("/desk/yichuan/register")).split("›")[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "", "role": "leader"}, "请填写“用户名”"),
        ({"name": "领导", "role": "king"}, "请选一个身份"),
        ({"name": "某镇", "role": "unit"}, "请选这个用户所在的单位"),
        ({"name": "某镇", "role": "unit", "unit": "xiayi/x"}, "请选这个用户所在的单位"),
        ({"name": "领导", "role": "leader", "again": "otherwise"}, "两次输入的密码不一样"),
        ({"name": "领导", "role": "leader", "password": "", "again": ""}, "新用户要有密码"),
        ({"name": "领导", "role": "leader", "password": "short", "again": "short"}, "8"),
    ],
)
def test_a_fault_says_what_to_write_and_adds_nobody(desk, owner, fields, words):
    with open_accounts(desk.folder) as accounts:
        before = accounts.users()

    said = put(owner, **fields)

    assert said.status_code == 422
    assert words in text_of(said)
    with open_accounts(desk.folder) as accounts:
        assert accounts.users() == before


def test_nobody_locks_themselves_out(owner):
    page = owner.get(USERS)
    dropped = owner.send(page, DROP, name="安委办")
    changed = put(owner, name="安委办", role="leader")

    assert "就是您自己" in text_of(dropped)
    assert "就是您自己" in text_of(changed)
    assert owner.get(USERS).status_code == 200


def test_whoever_is_let_go_is_out_at_once(desk, owner):
    leader = desk.person("县长", "leader")

    owner.send(owner.get(USERS), DROP, name="县长")

    assert "登录" in text_of(leader.get("/desk/yichuan/today"))
    assert "“县长”" not in text_of(owner.get(USERS))


def test_a_session_that_is_ended_asks_to_sign_in_again(desk, owner):
    leader = desk.person("县长", "leader")
    assert "现在登录着的 2处" in text_of(owner.get(USERS))

    with open_accounts(desk.folder) as accounts:
        number = next(
            each.number for each in accounts.sessions(desk.clock()) if each.user.name == "县长"
        )
    owner.send(owner.get(USERS), "/desk/yichuan/users/end", number=str(number))

    assert "登录" in text_of(leader.get("/desk/yichuan/today"))
    assert "现在登录着的 1处" in text_of(owner.get(USERS))


def test_only_the_office_enters(desk):
    assert desk.person("县长", "leader").get(USERS).status_code == 403


def test_a_phones_password_is_shown_once_and_ended_by_itself(desk, owner):
    page = owner.get("/desk/yichuan/users")
    made = owner.send(page, "/desk/yichuan/users/phone", list="yichuan/pengpo", label="三楼的手机")
    password = re.search(r"密码 <code>([a-z0-9-]{23})</code>", made.text)[1]
    with open_app_passwords(desk.folder) as passwords:
        assert passwords.match("yichuan/pengpo", password).label == "三楼的手机"
    page = owner.get("/desk/yichuan/users")
    assert password not in page.text
    assert "三楼的手机" in page.text
    page = owner.send(page, "/desk/yichuan/users/phone/end", number="1")
    assert "三楼的手机" not in page.text
    with open_app_passwords(desk.folder) as passwords:
        assert passwords.match("yichuan/pengpo", password) is None


def test_a_phones_password_needs_a_unit_of_the_place(owner):
    page = owner.get("/desk/yichuan/users")
    refused = owner.send(page, "/desk/yichuan/users/phone", list="", label="手机")
    assert refused.status_code == 422
    refused = owner.send(page, "/desk/yichuan/users/phone", list="xiayi/x", label="手机")
    assert "请选这部手机" in refused.text
