"""Every address of the desk that takes a form, and every page: not without a token, not from
elsewhere, not for another role than its own.
"""

import re

import pytest

from cadence.desk.application import ENTRANCES

FORMS = [each for each in ENTRANCES if each.take]
PAGES = [each for each in ENTRANCES if each.show]


def address(entrance):
    """An address of an entrance; what it names need not be there, for who asks is asked first."""
    path = re.sub(r"\{\w+:int\}", "1", entrance.path)
    path = re.sub(r"\{form\}", "json", path)
    path = re.sub(r"\{\w+\}", "x", path)
    return f"/desk/{path}" if entrance.everywhere else f"/desk/yichuan/{path}"


def token(browser):
    return browser.get("/desk/yichuan/today").text.split('name="csrf" value="')[1].split('"')[0]


def everything(folder):
    """What is recorded and ruled: the bytes of every file but those of sessions."""
    return {
        file: file.read_bytes()
        for kind in ("rules", "evidence", "drafts")
        for file in sorted((folder / kind).rglob("*"))
        if file.is_file()
    }


def test_no_form_is_taken_without_its_token_or_from_elsewhere(desk, owner):
    csrf, before = token(owner), everything(desk.folder)
    for each in FORMS:
        at = address(each)
        assert owner.post(at, name="彭婆镇").status_code == 403, at
        assert owner.post(at, csrf="猜", name="彭婆镇").status_code == 403, at
        foreign = owner.post(at, csrf=csrf, headers={"origin": "https://evil.example"})
        assert foreign.status_code == 403, at
    assert everything(desk.folder) == before


def test_nothing_is_changed_by_a_link(desk, owner):
    before = everything(desk.folder)
    for each in FORMS:
        if not each.show:
            assert owner.get(address(each)).status_code in {403, 404, 405}, each.path
    assert everything(desk.folder) == before


@pytest.mark.parametrize(
    ("role", "unit"), [("unit", "yichuan/pengpo"), ("leader", None), ("auditor", None)]
)
def test_no_role_enters_what_is_another_s(desk, role, unit):
    person = desk.person("某人", role, unit)
    csrf = token(person)
    for each in (each for each in FORMS if role not in each.roles):
        assert person.post(address(each), csrf=csrf).status_code == 403, each.path
    for each in (each for each in PAGES if role not in each.roles):
        assert person.get(address(each)).status_code == 403, each.path


def test_who_is_nobody_sees_and_sends_nothing(desk):
    from desking import Browser

    nobody = Browser(desk.app)
    for each in PAGES:
        reply = nobody.get(address(each))
        assert reply.status_code == 401 or "/desk/sign-in" in str(reply.url), each.path
    for each in FORMS:
        assert nobody.post(address(each)).status_code == 401, each.path
