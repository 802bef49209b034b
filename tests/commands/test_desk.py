"""`cadence desk`: who may reach it from where, and who may be added."""

import pytest
from click.testing import CliRunner

from cadence.commands.cli import main
from cadence.core import CadenceError
from cadence.desk import Role, User, open_accounts

PASSWORD = "eight or more"  # noqa: S105 - of tests


@pytest.fixture
def asked(monkeypatch):
    """What would be served, instead of serving it."""
    found = []

    def serve(setting, ready):
        found.append(setting)
        ready(8001)

    monkeypatch.setattr("cadence.serve.serve", serve)
    return found


@pytest.fixture
def add(workspace_folder):
    def run(*arguments, password=PASSWORD):
        given = ["--workspace", str(workspace_folder), "desk", "--add-user", *arguments]
        return CliRunner().invoke(main, given, input=f"{password}\n{password}\n")

    return run


def users(folder):
    with open_accounts(folder) as accounts:
        return accounts.users()


def test_on_one_s_own_computer_the_printed_address_opens_it(here, asked):
    ran = here("desk", "--no-browser")

    assert ran.stdout.startswith("http://127.0.0.1:8001/desk/enter?key=")
    assert asked[0].host == "127.0.0.1"


@pytest.mark.parametrize("named", [True, False], ids=["named", "stood in"])
def test_an_empty_folder_becomes_a_workspace_of_ones_own(tmp_path, monkeypatch, asked, named):
    folder = tmp_path / "安委办"
    folder.mkdir()
    monkeypatch.chdir(tmp_path if named else folder)
    ran = CliRunner().invoke(
        main, [*(["--workspace", str(folder)] if named else []), "desk", "--no-browser"]
    )

    assert ran.exit_code == 0, ran.output
    assert (folder / "rules" / "national").is_dir()
    assert asked


def test_a_folder_with_other_things_is_told_before_anything_starts(tmp_path, asked):
    (tmp_path / "论文.docx").write_bytes(b"x")
    ran = CliRunner().invoke(main, ["--workspace", str(tmp_path), "desk"])

    assert isinstance(ran.exception, CadenceError)
    assert 'there is no folder "rules"' in str(ran.exception)
    assert not asked
    assert [each.name for each in tmp_path.iterdir()] == ["论文.docx"]


@pytest.mark.parametrize(
    "reached", [("--host", "192.0.2.7"), ("--proxy", "127.0.0.1")], ids=["network", "proxy"]
)
def test_other_computers_reach_it_once_the_office_has_a_password(here, asked, add, reached):
    refused = here("desk", *reached)
    assert (refused.returncode, "the office has no password" in refused.stderr) == (2, True)
    assert not asked

    add("值班室")
    assert here("desk", "--no-browser", *reached).stdout.endswith("/desk/sign-in\n")


def test_a_unit_s_password_alone_does_not_open_it_to_other_computers(here, asked, add):
    add("东镇安监站", "--role", "unit", "--unit", "ceshi/east")
    ran = here("desk", "--host", "192.0.2.7")

    assert ran.returncode == 2
    assert not asked


def test_a_unit_is_found_in_the_roster_and_kept_by_its_key(add, workspace_folder):
    add("东镇安监站", "--role", "unit", "--unit", "east")

    assert users(workspace_folder) == (User(name="东镇安监站", role="unit", unit="ceshi/east"),)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("甲", "--role", "unit"), "--unit goes with --role unit"),
        (("甲", "--unit", "east"), "--unit goes with --role unit"),
        (("甲", "--role", "unit", "--unit", "nobody"), 'no unit has the id "nobody"'),
    ],
)
def test_who_cannot_be_added_is_told_why_and_is_not(add, workspace_folder, arguments, words):
    ran = add(*arguments)

    assert words in f"{ran.stderr}{ran.exception}"
    assert users(workspace_folder) == ()


def test_a_short_password_is_refused(add, workspace_folder):
    ran = add("值班室", password=PASSWORD[:5])

    assert "a password has 8 to 200 characters" in f"{ran.stderr}{ran.exception}"
    assert users(workspace_folder) == ()


def test_every_role_can_be_chosen():
    from typing import get_args

    role = next(each for each in main.get_command(None, "desk").params if each.name == "role")
    assert set(role.type.choices) == set(get_args(Role))
