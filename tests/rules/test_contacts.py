"""contacts.yaml: strict, private, and silent about what it holds."""

import pytest

from cadence.core.errors import InputError
from cadence.rules import read_contacts, read_workspace

SECRET = "s3cretkey99"  # noqa: S105 - of tests
GOOD = f"""\
mail: mailto://office:{SECRET}@127.0.0.1:2525?from=office@example.cn
office: [office@example.cn]
escalate_to: deputy
contacts:
  - {{unit: east, to: [east@example.cn, "ntfy://localhost/{SECRET}"]}}
  - {{unit: townships, to: ["https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={SECRET}"]}}
  - {{unit: county, to: ["https://open.feishu.cn/open-apis/bot/v2/hook/{SECRET}"]}}
"""


def read(folder, text):
    (folder / "rules" / "ceshi" / "contacts.yaml").write_text(text, encoding="utf-8")
    return read_contacts(folder / "rules", read_workspace(folder).rosters["ceshi"])


def test_each_unit_is_told_at_its_own_addresses_and_a_group_in_its_chat(workspace_folder):
    found = read(workspace_folder, GOOD)
    east = [(each.by, each.url) for each in found.of["east"]]
    assert east == [
        ("mailto", f"mailto://office:{SECRET}@127.0.0.1:2525?from=office@example.cn&to=east%40example.cn"),
        ("ntfy", f"ntfy://localhost/{SECRET}"),
    ]  # fmt: skip
    assert "west" not in found.of
    (chat,) = found.chats
    assert (chat.name, chat.members) == ("各乡镇", {"ceshi/east", "ceshi/west"})
    assert [each.url for each in chat.to] == [f"wecombot://{SECRET}"]
    assert found.escalate_to.id == "deputy"


def test_a_post_without_an_address_is_told_through_its_unit(workspace_folder):
    found = read(workspace_folder, GOOD)
    roster = read_workspace(workspace_folder).rosters["ceshi"]
    secretary = next(each for each in roster.units if each.id == "secretary")
    assert [each.by for each in found.to(secretary)] == ["feishu"]


def test_without_the_file_nobody_is_told(workspace_folder):
    roster = read_workspace(workspace_folder).rosters["ceshi"]
    assert read_contacts(workspace_folder / "rules", roster).of == {}


def test_the_file_is_no_pack_and_a_faulty_one_stops_no_build(workspace_folder):
    (workspace_folder / "rules" / "ceshi" / "contacts.yaml").write_text("nonsense: [\n")
    assert [each.name for each in read_workspace(workspace_folder).packs] == ["ceshi/notice"]


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("unit: east", "unit: eastt"), 5, 'no unit has the id "eastt"; did you mean "east"?'),
        (("unit: townships", "unit: east"), 6, '"east" is listed twice'),
        (("escalate_to: deputy", "escalate_to: departments2"), 3, "no unit has the id"),
        (("mail: mailto", "mail: json"), 1, "the mailbox that sends is written as"),
        (("ntfy://", "syslog://"), 5, "no address that messages go to"),
        (("ntfy://", "windows://"), 5, "no address that messages go to"),
        (("ntfy://", "https://"), 5, "no address that messages go to"),
        (("ntfy://", "file:///etc/"), 5, "no address that messages go to"),
        (("ntfy://localhost/", "ntfy://local host/"), 5, "no spaces"),
        (("office: [office@example.cn]", f"office: json://h/{SECRET}"), 2, "expected a list here"),
        (("contacts:", "contact:"), 4, 'unknown key "contact"; did you mean "contacts"?'),
        (("unit: east, to:", "to:"), 5, 'key "unit" is missing'),
        ((", to: [east", ", at: [east"), 5, "does not belong here"),
    ],
)
def test_a_fault_is_told_with_its_place_and_without_any_secret(
    workspace_folder, change, line, words
):
    with pytest.raises(InputError) as raised:
        read(workspace_folder, GOOD.replace(*change))
    said = str(raised.value)
    assert f"rules/ceshi/contacts.yaml:{line}:" in said
    assert words in said
    assert SECRET not in said


def test_an_e_mail_address_needs_a_mailbox(workspace_folder):
    with pytest.raises(InputError, match="an e-mail address needs mail"):
        read(workspace_folder, "office: [office@example.cn]\n")


def test_a_traceback_would_show_no_address(workspace_folder):
    assert SECRET not in repr(read(workspace_folder, GOOD))


def test_nothing_of_it_is_published(workspace_folder, here):
    place = workspace_folder / "rules" / "ceshi"
    place.joinpath("contacts.yaml").write_text("office: [who@reached.example]\n", encoding="utf-8")
    assert here("build", "--from", "2026-01-01", "--to", "2026-12-31").returncode == 0
    files = [each for each in (workspace_folder / "out").rglob("*") if each.is_file()]
    assert len(files) > 10
    assert not any(b"reached.example" in each.read_bytes() for each in files)
    assert not any("contacts" in each.name for each in files)


def test_init_never_hands_on_somebodys_contacts(tmp_path, monkeypatch):
    import shutil

    from conftest import ROOT

    from cadence.rules import example, make_workspace

    shutil.copytree(ROOT / "rules", tmp_path / "checkout")
    (tmp_path / "checkout" / "yichuan" / "contacts.yaml").write_text("office: []\n")
    monkeypatch.setattr(example, "_example_rules", lambda: tmp_path / "checkout")
    import datetime as dt

    make_workspace(tmp_path / "new", dt.date(2026, 11, 26))
    assert (tmp_path / "new" / "rules" / "yichuan" / "units.yaml").exists()
    assert not list((tmp_path / "new").rglob("contacts.yaml"))


@pytest.mark.parametrize(
    ("mail", "mode"),
    [
        ("mailtos://a:b@smtp.example.cn:465", "?mode=ssl&to="),
        ("mailtos://a:b@smtp.example.cn:465?from=a@example.cn", "&mode=ssl&to="),
        ("mailtos://a:b@smtp.example.cn:465?mode=starttls", "&to="),
        ("mailtos://a:b@smtp.example.cn:587", "?to="),
    ],
)
def test_port_465_is_encrypted_from_the_first_byte(workspace_folder, mail, mode):
    text = f"mail: {mail}\noffice: [office@example.cn]\n"
    (address,) = read(workspace_folder, text).office
    assert address.url == f"{mail}{mode}office%40example.cn"
