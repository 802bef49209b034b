"""Packs handed on: signed, shown before they hold, refused where anything is wrong with them."""

import errno
import functools
import http.server
import json
import os
import threading
from importlib import import_module

import pytest

from cadence.rules import read_workspace

pytest.importorskip("cryptography", reason="signatures need the extra [packs]")

ROSTER = """\
name: 河南省
office: 河南省安委办
units: [{id: bureau, name: 省应急厅}]
groups: [{id: counties, name: 各县（市、区）}]
"""
PACK = """\
document:
  title: 关于报送工作情况的通知
  issuer: 河南省安委会
  date: 2025-12-20
  effective: 2026-01-01
  basis: 自2026年1月1日起施行
  revised: 2026-01-05
  checked_by: 省安委办综合处
rules:
  - id: report
    clause: 一
    quote: 每月25日前报送工作情况
    act: 报送工作情况
    category: report
    actors: [各县（市、区）]
    timing: {kind: periodic_deadline, period: month, day: 25}
"""


def files(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture
def province(tmp_path):
    """An office that publishes."""
    own = tmp_path / "province" / "rules" / "henan"
    own.mkdir(parents=True)
    (own / "units.yaml").write_text(ROSTER, encoding="utf-8")
    (own / "plan.yaml").write_text(PACK, encoding="utf-8")
    (own / "policy.yaml").write_text("grace_days: 3\n", encoding="utf-8")
    return own


@pytest.fixture
def stick(here, province, tmp_path):
    """What it published, and the key that it hands on; called again it publishes anew."""
    key = tmp_path / "key.pem"
    public = here("pack", "key", key).stdout.strip()
    folder = tmp_path / "stick"

    def publish():
        office = ("--workspace", province.parents[1])
        ran = here(*office, "pack", "publish", folder, "--place", "河南省", "--key", key)
        assert ran.returncode == 0
        assert public in ran.stdout
        return folder

    publish.key, publish.public, publish.folder = key, public, publish()
    return publish


@pytest.fixture
def county(here, workspace_folder, stick):
    """A county that subscribes to it, and whose bodies are ready to be named."""
    assert here("pack", "subscribe", stick.folder, "--key", stick.public).returncode == 0
    return workspace_folder / "rules"


def name_bodies(rules):
    roster = rules / "ceshi" / "units.yaml"
    text = roster.read_text(encoding="utf-8")
    roster.write_text(f"{text}statutes: [{{of: henan/counties, means: [county]}}]\n", "utf-8")
    (rules / "ceshi" / "place.yaml").write_text("above: henan\n", encoding="utf-8")


def test_what_is_offered_is_shown_and_holds_once_it_is_accepted(here, county, stick, province):
    before = files(county)
    ran = here("pack", "update")
    assert ran.returncode == 1
    assert "《关于报送工作情况的通知》" in ran.stderr
    assert "checked by 省安委办综合处" in ran.stderr
    assert "--accept 1" in ran.stderr
    assert files(county) == before
    assert here("pack", "update", stick.folder, "--accept", "2").returncode == 2
    assert files(county) == before

    assert here("pack", "update", stick.folder, "--accept", "1").returncode == 0
    assert set(files(county)) - set(before) == {"henan/units.yaml", "henan/plan.yaml"}
    ran = here("pack", "update")
    assert (ran.returncode, "nothing new" in ran.stderr) == (0, True)
    ran = here("pack", "update", stick.folder, "--accept", "7")
    assert (ran.returncode, "offers version 1 now, not 7" in ran.stderr) == (2, True)

    # The office decides for itself in a policy of its own, which no update touches.
    (county / "henan" / "policy.yaml").write_text("grace_days: 1\n", encoding="utf-8")
    name_bodies(county)
    pack = province / "plan.yaml"
    pack.write_text(PACK.replace("25日", "20日").replace("day: 25", "day: 20"), encoding="utf-8")
    assert "version 2" in here("--workspace", province.parents[1], "pack", "publish", stick.folder,
        "--place", "henan", "--key", stick.key).stdout  # fmt: skip
    ran = here("pack", "update", "--format", "json")
    assert ran.returncode == 1
    told = [each for each in json.loads(ran.stdout) if "ceshi/county" in str(each)]
    assert told, "the county's own unit is told that its day moves"
    assert here("pack", "update", stick.folder, "--accept", "2").returncode == 0
    assert "day: 20" in (county / "henan" / "plan.yaml").read_text(encoding="utf-8")
    assert (county / "henan" / "policy.yaml").read_text(encoding="utf-8") == "grace_days: 1\n"
    owed = json.loads(here("occurrences", "--pack", "henan/plan", "--place", "ceshi",
        "--from", "2026-03-01", "--to", "2026-03-31", "--format", "json").stdout)  # fmt: skip
    assert [(each["unit"], each["due"]) for each in owed] == [("county", "2026-03-20")]

    # A pack that is offered no longer goes, and a copy of what stood there stays.
    (province / "other.yaml").write_text(PACK, encoding="utf-8")
    pack.unlink()
    stick()
    ran = here("pack", "update")
    assert "offered no longer, and would go: rules/henan/plan.yaml" in ran.stderr
    assert here("pack", "update", stick.folder, "--accept", "3").returncode == 2  # all that it owes
    assert here("pack", "update", stick.folder, "--accept", "3", "--force").returncode == 0
    assert set(files(county / "henan")) == {"units.yaml", "other.yaml", "policy.yaml"}
    copies = (county.parent / ".cadence" / "rules").rglob("plan.yaml")
    assert any("day: 20" in each.read_text(encoding="utf-8") for each in copies)


def test_the_same_rules_published_again_are_the_same_bytes(stick):
    before = files(stick.folder)
    stick()
    assert files(stick.folder) == before


def change(file, old, new):
    file.write_bytes(file.read_bytes().replace(old, new))


def tampered_list(stick, _county):
    change(stick.folder / "packs.json", "河南省".encode(), "河北省".encode())


def tampered_pack(stick, _county):
    for file in (stick.folder / "packs").iterdir():
        change(file, b"day: 25", b"day: 26")


def no_signature(stick, _county):
    (stick.folder / "packs.json.sig").unlink()


def empty_list(stick, _county):
    (stick.folder / "packs.json").write_bytes(b"")


def taken_away(stick, _county):
    for file in (stick.folder / "packs").iterdir():
        file.unlink()


def own_place(_stick, county):
    (county / "henan").mkdir()
    (county / "henan" / "units.yaml").write_text(ROSTER.replace("省", "市"), encoding="utf-8")


@pytest.mark.parametrize(("spoil", "message"), [
    (tampered_list, "not signed with the key"),
    (tampered_pack, "not what was signed"),
    (no_signature, "packs.json.sig cannot be read"),
    (empty_list, "not signed with the key"),
    (taken_away, "cannot be read"),
    (own_place, "written or changed in this office"),
])  # fmt: skip
def test_what_is_wrong_is_refused_and_nothing_is_half_done(here, county, stick, spoil, message):
    spoil(stick, county)
    before = files(county)
    for asked in (("pack", "update"), ("pack", "update", stick.folder, "--accept", "1")):
        ran = here(*asked)
        assert ran.returncode == 2
        assert message in ran.stderr
    assert files(county) == before


def signed(stick, change):
    """Publish a list that was changed by whoever holds the key."""
    from cadence.rules.exchange.keys import sign

    index = stick.folder / "packs.json"
    told = json.loads(index.read_bytes())
    change(told)
    index.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    (stick.folder / "packs.json.sig").write_bytes(sign(stick.key, index.read_bytes()))


@pytest.mark.parametrize("path", [
    "../ceshi/units.yaml", "henan/policy.yaml", "ceshi/contacts.yaml", "henan/../x.yaml", "a.yaml",
    "/etc/x.yaml", "ceshi/more.yaml",
])  # fmt: skip
def test_a_publisher_writes_nothing_but_its_packs(here, county, stick, path):
    signed(stick, lambda told: told["files"][1].update(path=path))
    before = files(county.parent)
    ran = here("pack", "update", stick.folder, "--accept", "1")
    assert ran.returncode == 2
    assert files(county.parent) == before


def test_an_older_version_is_refused_and_so_is_a_file_changed_here(here, county, stick):
    assert here("pack", "update", stick.folder, "--accept", "1").returncode == 0
    change(county / "henan" / "plan.yaml", b"day: 25", b"day: 24")
    signed(stick, lambda told: told.update(version=2))
    ran = here("pack", "update")
    assert (ran.returncode, "changed in this office" in ran.stderr) == (2, True)
    change(county / "henan" / "plan.yaml", b"day: 24", b"day: 25")
    assert here("pack", "update").returncode == 0  # version 2 says the same
    signed(stick, lambda told: told.update(version=1))
    ran = here("pack", "update")
    assert (ran.returncode, "older than 2" in ran.stderr) == (2, True)


def test_an_update_with_which_rules_would_not_load_changes_nothing(here, county, stick, province):
    assert here("pack", "update", stick.folder, "--accept", "1").returncode == 0
    name_bodies(county)
    roster = province / "units.yaml"
    roster.write_text(ROSTER.replace("id: counties", "id: xian"), encoding="utf-8")
    stick()
    before = files(county)
    ran = here("pack", "update", stick.folder, "--accept", "2")
    assert ran.returncode == 2
    assert 'no statute binds a body "henan/counties"' in ran.stderr
    assert files(county) == before


def test_a_computer_that_stops_midway_is_told_of_and_the_next_command_ends_it(here, county, stick):
    assert here("pack", "update", stick.folder, "--accept", "1").returncode == 0
    (county / "henan").rename(county / ".henan.coming")
    ran = here("check")
    assert (ran.returncode, "interrupted" in ran.stderr) == (2, True)
    assert here("pack", "update").returncode == 0
    assert "henan" in read_workspace(county.parent).rosters


def test_an_address_serves_as_a_folder_does_and_one_that_does_not_answer_is_told(
    here, workspace_folder, stick
):
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": print_nothing})
    shown = functools.partial(quiet, directory=str(stick.folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), shown) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        assert here("pack", "subscribe", address, "--key", stick.public).returncode == 0
        assert here("pack", "update", address, "--accept", "1").returncode == 0
        server.shutdown()
    assert (workspace_folder / "rules" / "henan" / "plan.yaml").exists()
    ran = here("pack", "update")
    assert (ran.returncode, "cannot be read from http://127" in ran.stderr) == (2, True)


def print_nothing(*_said):
    """Keep the server quiet."""


def test_keys_that_are_none_are_told(here, stick, tmp_path):
    ran = here("pack", "subscribe", stick.folder, "--key", "ed25519:abc")
    assert (ran.returncode, "is no public key" in ran.stderr) == (2, True)
    assert here("pack", "key", stick.key).returncode == 2  # never over another
    (tmp_path / "bad.pem").write_text("not a key", encoding="utf-8")
    ran = here("--workspace", stick.key.parent / "province", "pack", "publish", stick.folder,
        "--place", "henan", "--key", tmp_path / "bad.pem")  # fmt: skip
    assert (ran.returncode, "no private key" in ran.stderr) == (2, True)
    huge = tmp_path / "huge.pem"
    with huge.open("wb") as stream:
        stream.truncate(2**34)  # of holes; whoever reads it whole has no memory left
    ran = here("--workspace", stick.key.parent / "province", "pack", "publish", stick.folder,
        "--place", "henan", "--key", huge)  # fmt: skip
    assert (ran.returncode, "cadence reads such files of up to" in ran.stderr) == (2, True)
    assert stick.key.stat().st_mode & 0o077 == 0


def test_two_updates_at_once_are_one_after_the_other(here, county, stick):
    from filelock import FileLock

    before = files(county)
    with FileLock(county.parent / ".cadence" / "packs.lock"):
        ran = here("pack", "update", stick.folder, "--accept", "1")
    assert (ran.returncode, "another update" in ran.stderr) == (2, True)
    assert files(county) == before


def test_a_source_that_is_used_no_longer_leaves_what_was_accepted(here, county, stick, tmp_path):
    assert here("pack", "update", stick.folder, "--accept", "1").returncode == 0
    before = files(county)
    ran = here("pack", "unsubscribe", tmp_path / "elsewhere")
    assert (ran.returncode, "is not subscribed to" in ran.stderr) == (2, True)
    ran = here("pack", "unsubscribe", stick.folder)
    assert ran.returncode == 0
    assert "this office's own now: rules/henan/plan.yaml" in ran.stdout
    assert files(county) == before
    ran = here("pack", "update")
    assert (ran.returncode, "no source is subscribed to" in ran.stderr) == (2, True)
    # It may be changed here now, and whoever subscribes again is asked which of the two it is.
    change(county / "henan" / "plan.yaml", b"day: 25", b"day: 24")
    assert here("pack", "subscribe", stick.folder, "--key", stick.public).returncode == 0
    ran = here("pack", "update")
    assert (ran.returncode, "written or changed in this office" in ran.stderr) == (2, True)


def test_an_update_that_would_take_a_fifth_of_a_calendar_away_needs_to_be_meant(
    here, county, stick, province
):
    assert here("pack", "update", stick.folder, "--accept", "1").returncode == 0
    name_bodies(county)
    rule = PACK[PACK.index("  - id: report") :]
    more = "".join(rule.replace("id: report", f"id: more-{n}") for n in range(3))
    plan = province / "plan.yaml"
    plan.write_text(PACK + more, encoding="utf-8")
    stick()
    assert here("pack", "update", stick.folder, "--accept", "2").returncode == 0  # adds
    plan.write_text(PACK + more.replace("day: 25", "day: 20"), encoding="utf-8")
    stick()
    assert here("pack", "update", stick.folder, "--accept", "3").returncode == 0  # moves
    plan.write_text(PACK, encoding="utf-8")
    stick()
    before = files(county.parent)
    ran = here("pack", "update", stick.folder, "--accept", "4")
    assert ran.returncode == 2
    assert "more than a fifth of\n  ceshi/county: 72 of 96 events" in ran.stderr
    assert files(county.parent) == before
    assert here("pack", "update", stick.folder, "--accept", "4", "--force").returncode == 0
    assert files(county)["henan/plan.yaml"] == plan.read_bytes()


@pytest.mark.parametrize("asked", [
    ("accept.put_files", "update", "--accept", "1"),
    ("subscriptions.write_whole", "update", "--accept", "1"),  # once rules/ has it
    ("subscriptions.write_whole", "unsubscribe"),
])  # fmt: skip
def test_a_full_disk_is_said_and_nothing_is_half_done(here, county, stick, monkeypatch, asked):
    def full(*_given, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = files(county.parent)
    module, writes = asked[0].split(".")
    monkeypatch.setattr(import_module(f"cadence.rules.exchange.{module}"), writes, full)
    ran = here("pack", asked[1], stick.folder, *asked[2:])
    assert ran.returncode == 2
    assert "No space left on device" in ran.stderr
    after = files(county.parent)
    assert {name: each for name, each in after.items() if not name.endswith(".lock")} == before
