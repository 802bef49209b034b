"""Lists as JSON: the shapes of the commands, by a session or by a key, and nothing to change."""

import json

import pytest
from desking import Browser, OpenDesk, text_of
from handing_in import BODY, HEAD

PLACE = "/desk/ceshi"
LISTS = (
    "today", "register", "schedule", "accidents", "documents", "roster", "conflicts", "ledger",
    "subscribers", "decisions", "drafts", "absences", "changes", "tables", "slips", "publish",
)  # fmt: skip


@pytest.fixture
def desk(workspace_folder):
    policy = workspace_folder / "rules/ceshi/policy.yaml"
    policy.write_text("tracking_from: 2026-10-01\n", encoding="utf-8")
    return OpenDesk(workspace_folder)


def key_of(owner):
    page = owner.send(owner.get(f"{PLACE}/users"), f"{PLACE}/users/key", program="县政务平台")
    return page.text.split("Bearer ")[1].split("<")[0]


def program(desk, path, key, method="GET"):
    browser = Browser(desk.app)
    headers = {"authorization": f"Bearer {key}"}
    if method == "POST":
        return browser.post(path, headers=headers)
    return browser.get(path, **headers)


def test_each_list_says_what_its_command_says(desk, here):
    owner = desk.owner()
    asked = ("--as-of", "2026-11-26T10:25", "--format", "json")
    span = ("--from", "2026-01-01", "--to", "2026-12-31")

    listed = owner.get(f"{PLACE}/register.json").json()
    told = json.loads(here("check", "--all", *span, *asked).stdout)
    assert {each["id"]: each for each in listed} == {each["id"]: each for each in told}
    today = owner.get(f"{PLACE}/today.json").json()
    assert {each["status"] for each in today} == {
        "overdue",
        "open",
    }  # four days ahead, reminded three
    assert [each["id"] for each in today if each["status"] == "overdue"] == [
        "ceshi/notice:monthly-meeting:2026-10@ceshi/east",
        "ceshi/notice:monthly-meeting:2026-10@ceshi/west",
    ]
    month = owner.get(f"{PLACE}/schedule.json?month=2026-11").json()
    assert [each["due"] for each in month] == ["2026-11-30", "2026-11-30"]
    assert owner.get(f"{PLACE}/documents.json").json() == json.loads(
        here("rules", "--format", "json").stdout
    )
    assert [each["id"] for each in owner.get(f"{PLACE}/roster.json").json()][:2] == ["east", "west"]
    assert owner.get(f"{PLACE}/ledger.json").json() == []


def test_a_key_reads_every_list_of_its_place_changes_nothing_and_ends(desk):
    owner = desk.owner()
    key = key_of(owner)

    for name in LISTS:
        reply = program(desk, f"{PLACE}/{name}.json", key)
        assert reply.status_code == 200, name
        assert isinstance(reply.json(), list)
        assert program(desk, f"{PLACE}/{name}.json", key[:-1] + "?").status_code == 401
    assert "登录" in text_of(program(desk, f"{PLACE}/today", key))
    assert program(desk, f"{PLACE}/done", key, "POST").status_code == 401
    assert program(desk, f"{PLACE}/users/key", key, "POST").status_code == 401
    assert program(desk, "/desk/elsewhere/today.json", key).status_code == 401
    assert key.encode() not in (desk.folder / "desk.sqlite").read_bytes()
    page = owner.get(f"{PLACE}/users")
    assert key not in page.text
    owner.send(page, f"{PLACE}/users/key/end")
    assert program(desk, f"{PLACE}/today.json", key).status_code == 401


def test_a_unit_reads_its_own_alone(desk):
    person = desk.person("东镇", "unit", "ceshi/east")

    assert {each["unit"] for each in person.get(f"{PLACE}/today.json").json()} == {"east"}
    assert person.get(f"{PLACE}/ledger.json").status_code == 403
    assert person.get(f"{PLACE}/subscribers.json").status_code == 403


def test_what_waits_and_what_was_changed_is_listed_too(desk):
    owner = desk.owner()
    told = {"post": "deputy", "start": "2027-05-10", "due": "2027-05-28", "reason": "党校学习"}
    owner.send(owner.get(f"{PLACE}/absences"), f"{PLACE}/absences/add", **told)
    sent = {"file": ("通知.txt", (HEAD + BODY).encode())}
    owner.send(owner.get(f"{PLACE}/documents"), f"{PLACE}/documents/upload", files=sent)

    (question,) = owner.get(f"{PLACE}/decisions.json").json()
    assert (question["rule"], question["words"]) == ("ceshi/notice:sometimes", "定期")
    assert question["units"] == ["县直有关部门"]
    assert owner.get(f"{PLACE}/absences.json").json() == [told]
    (draft,) = owner.get(f"{PLACE}/drafts.json").json()
    assert (draft["decided"], draft["total"]) == (0, 5)
    (change,) = owner.get(f"{PLACE}/changes.json").json()
    assert (change["file"], change["removed"]) == ("policy.yaml", False)


def test_tables_slips_builds_and_users_are_told_too(desk, here):
    owner = desk.owner()
    asked = ("--as-of", "2026-11-26T10:25", "--format", "json")

    whole = owner.get(f"{PLACE}/tables.json?month=2026-11").json()
    told = json.loads(here("duty", "2026-11", *asked).stdout)
    assert {each["id"]: each for each in whole} == {each["id"]: each for each in told}
    east = owner.get(f"{PLACE}/tables.json?month=2026-11&unit=ceshi/east").json()
    assert east == [each for each in whole if each["unit"] == "east"]

    draft = owner.get(f"{PLACE}/slips/draft?unit=ceshi/east")
    owner.send(draft, f"{PLACE}/slips/issue")
    (slip,) = owner.get(f"{PLACE}/slips.json").json()
    assert (slip["unit"], slip["received"]) == ("ceshi/east", None)
    assert slip["occurrences"] == ["ceshi/notice:monthly-meeting:2026-10@ceshi/east"]
    person = desk.person("西镇", "unit", "ceshi/west")
    assert person.get(f"{PLACE}/slips.json").json() == []
    assert {each["unit"] for each in person.get(f"{PLACE}/tables.json").json()} == {"west"}

    assert owner.get(f"{PLACE}/publish.json").json()[0]["built"] is None
    owner.send(owner.get(f"{PLACE}/publish"), f"{PLACE}/publish/daily", at="06:00")
    assert owner.get(f"{PLACE}/publish.json").json()[0]["next"] == "2026-11-27T06:00:00+08:00"


def test_users_are_listed_for_the_office_alone_and_for_no_program(desk):
    owner = desk.owner()
    person = desk.person("西镇", "unit", "ceshi/west")

    (listed,) = [each for each in owner.get(f"{PLACE}/users.json").json() if each["role"] == "unit"]
    assert listed == {"name": "西镇", "role": "unit", "unit": "ceshi/west", "sessions": 1}
    assert person.get(f"{PLACE}/users.json").status_code == 403
    assert "登录" in text_of(program(desk, f"{PLACE}/users.json", key_of(owner)))
