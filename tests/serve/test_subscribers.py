"""Who never subscribed, who went silent; the commands that hand out and take back addresses."""

import datetime as dt
import json
import re
import socket
import stat
import sys
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from conftest import UNITS
from serving import NOW

from cadence.commands.cli import main
from cadence.core.addresses import LONGEST, feed_address, webcal
from cadence.core.errors import CadenceError
from cadence.core.occurrence import Unit
from cadence.reports.handouts import Handout, render_handouts
from cadence.serve.store import FILE, PUBLIC, Fetch, Token, open_store, read_access
from cadence.serve.subscribers import KnownFeeds, subscribers

DAY = dt.timedelta(days=1)
EAST, WEST = (Unit(place="ceshi", id=each, name=each) for each in ("east", "west"))


def fetch(unit, ago, client="iPhone/iPad", token=PUBLIC):
    last = NOW - ago
    return Fetch(
        place="ceshi", unit=unit, token=token, client=client, first=NOW - 90 * DAY, last=last
    )


def states(fetches, *, private=False, tokens=()):
    known = KnownFeeds(
        private=private, tokens=tokens, fetches=tuple(fetches), passing=frozenset({"浏览器"})
    )
    found = subscribers((EAST, WEST), known, NOW, 7 * DAY)
    return [(each.unit.id, each.token, each.state) for each in found]


def test_a_week_without_a_fetch_is_silence_and_a_look_is_no_subscription():
    assert states([fetch("east", 7 * DAY), fetch("west", 7 * DAY + dt.timedelta(seconds=1))]) == [
        ("east", 0, "subscribed"),
        ("west", 0, "silent"),
    ]
    assert states([fetch("east", DAY, client="浏览器")])[0][2] == "never"


def test_with_tokens_each_address_is_judged_by_itself_and_who_has_none_is_named():
    tokens = tuple(Token(number=n, place="ceshi", unit="east", issued=NOW) for n in (1, 2))
    found = states([fetch("east", DAY, token=1), fetch("west", DAY)], private=True, tokens=tokens)
    assert found == [
        ("east", 1, "subscribed"),
        ("east", 2, "never"),
        ("west", 0, "no_address"),
    ]


def test_the_latest_client_comes_first():
    known = KnownFeeds(
        private=False,
        tokens=(),
        fetches=(fetch("east", 3 * DAY, "Outlook"), fetch("east", DAY)),
        passing=frozenset(),
    )
    (found,) = subscribers((EAST,), known, NOW, 7 * DAY)
    assert found.clients == ("iPhone/iPad", "Outlook")
    assert (found.count, found.last) == (2, NOW - DAY)


def test_an_address_too_long_for_google_is_refused():
    base = "https://" + "a" * 210 + ".cn/"
    with pytest.raises(CadenceError, match="calendars take 255 at most; shorten"):
        feed_address(base, "ceshi", "east", "A" * 22)
    longest = feed_address("https://" + "a" * (LONGEST - 48) + "/", "ceshi", "east", "A" * 22)
    assert len(longest) == LONGEST
    assert webcal("https://a.cn/feeds/b.ics") == "webcal://a.cn/feeds/b.ics"


def test_a_name_is_only_ever_text_on_the_page_that_is_handed_out():
    name = '"><script>alert(1)</script>'
    unit = Unit(place="ceshi", id="east", name=name)
    address = "https://a.cn/t/" + "A" * 22 + "/ceshi/east.ics"
    page = render_handouts([Handout(unit=unit, place=name, address=address, token="A" * 22)])
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", page).replace(address, "")


def test_fetches_add_up_and_only_the_owner_may_read_the_file(tmp_path):
    with open_store(tmp_path) as store:
        store.add_fetches([fetch("east", 2 * DAY)])
        store.add_fetches([fetch("east", DAY), fetch("west", DAY)])
        store.add_fetches([])
        east, _west = store.fetches()
        assert (east.count, east.last) == (2, NOW - DAY)
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_damaged_file_is_said_and_never_read_as_public(tmp_path):
    (tmp_path / FILE).write_bytes(b"this is no database" * 100)
    with pytest.raises(CadenceError, match="is damaged; move it away"):
        read_access(tmp_path)
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    with pytest.raises(CadenceError, match="cannot be read or written"):
        read_access(tmp_path)


@pytest.fixture
def office(workspace_folder):
    """Run the command in the small county, in this very process because it is run so often."""
    (workspace_folder / "word.txt").write_text("安委办口令2026\n", encoding="utf-8-sig")

    def run(*arguments, code=0):
        given = ["--workspace", str(workspace_folder), *map(str, arguments)]
        done = CliRunner().invoke(main, given)
        if isinstance(done.exception, CadenceError):
            assert code == 2
            return SimpleNamespace(stdout=done.stdout, stderr=f"{done.stderr}{done.exception}")
        assert done.exit_code == code, done.output
        return done

    run.folder = workspace_folder
    return run


def turn_on(office):
    return office("tokens", "on", "--password-file", office.folder / "word.txt")


def test_tokens_from_on_to_revoked(office):
    done = turn_on(office)
    assert "7 units have no address yet: cadence tokens issue --all" in done.stdout
    assert "hand out addresses with cadence tokens issue, not posters" in office("build").stderr
    page = office.folder / "handout.html"
    done = office("tokens", "issue", "--all", "-o", page)
    assert "7 addresses made; only its hash is kept" in done.stderr
    assert "open on this computer alone: ceshi" in done.stderr
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 14
    assert "东镇" in text
    issued = json.loads(office("tokens", "issue", "east", "--format", "json").stdout)
    address = issued[0]["address"]
    assert len(address.split("/t/")[1].split("/")[0]) == 22
    assert len(address) < 256
    for file in office.folder.glob(f"{FILE}*"):
        assert address.split("/t/")[1][:22].encode() not in file.read_bytes()
    listed = json.loads(office("tokens", "list", "--format", "json").stdout)
    assert [each["unit"] for each in listed].count("east") == 2
    assert "address 8 of ceshi/east has ended" in office("tokens", "revoke", address).stdout
    assert "address 1 of ceshi/east has ended" in office("tokens", "revoke", "east").stdout
    office("tokens", "revoke", "2", "3")
    assert len(json.loads(office("tokens", "list", "--format", "json").stdout)) == 4
    ended = json.loads(office("tokens", "list", "--all", "--format", "json").stdout)
    assert [each["number"] for each in ended if each["revoked"]] == [1, 2, 3, 8]
    assert (
        "no address in force is meant by http://l…"
        in office("tokens", "revoke", address, code=2).stderr
    )
    assert read_access(office.folder).private
    office("tokens", "off")
    assert not read_access(office.folder).private


def test_issuing_all_again_gives_only_to_those_without(office):
    office("tokens", "issue", "--all", "--place", "ceshi")
    done = office("tokens", "issue", "--all")
    assert "0 addresses made" in done.stderr


def test_what_the_office_says_wrong_is_answered_in_words(office):
    short = office.folder / "short.txt"
    short.write_text("1234567\n", encoding="utf-8")
    done = office("tokens", "on", "--password-file", short, code=2)
    assert "the password is too short; 8 characters at least" in done.stderr
    done = office("tokens", "on", "--password-file", "/dev/zero", code=2)
    assert "/dev/zero is not a file" in done.stderr
    short.write_bytes("大槐树下有人家".encode("gbk"))
    done = office("tokens", "on", "--password-file", short, code=2)
    assert "short.txt is not text in UTF-8" in done.stderr
    short.write_bytes(b"a" * 20_000)
    assert "short.txt has 1 MB" in office("tokens", "on", "--password-file", short, code=2).stderr
    assert not read_access(office.folder).private
    assert "name units, or give --all" in office("tokens", "issue", code=2).stderr
    assert "name units, or give --all" in office("tokens", "issue", "east", "--all", code=2).stderr
    assert (
        'no unit has the id "eats"; did you mean "east"?'
        in office("tokens", "issue", "eats", code=2).stderr
    )
    inside = office.folder / "out" / "x.html"
    assert "lies under out/" in office("tokens", "issue", "east", "-o", inside, code=2).stderr
    assert "no address in force is meant by 99" in office("tokens", "revoke", "99", code=2).stderr
    nowhere = office.folder / "none" / "x.html"
    assert "cannot be written" in office("tokens", "issue", "east", "-o", nowhere, code=2).stderr
    assert json.loads(office("tokens", "list", "--format", "json").stdout) == []


def test_an_id_of_two_places_needs_its_place(office):
    other = office.folder / "rules" / "other"
    other.mkdir()
    (other / "units.yaml").write_text(UNITS, encoding="utf-8")
    done = office("tokens", "issue", "east", code=2)
    assert 'several places have a unit "east"; write one of: ceshi/east, other/east' in done.stderr
    office("tokens", "issue", "other/east")


def test_a_changed_password_is_changed(office):
    turn_on(office)
    before = read_access(office.folder).password
    office("tokens", "password", "--password-file", office.folder / "word.txt")
    assert read_access(office.folder).password != before


def test_subscribers_as_a_clerk_reads_them(office):
    with open_store(office.folder) as store:
        store.add_fetches([fetch("east", DAY), fetch("west", 30 * DAY, "Outlook")])
    at = NOW.strftime("%Y-%m-%d %H:%M")
    done = office("subscribers", "--as-of", at)
    assert "东镇" not in done.stdout
    assert "西乡" in done.stdout
    assert "已中断" in done.stdout
    assert "从未订阅" in done.stdout
    assert "6 of 7 addresses without a live subscription" in done.stderr
    found = json.loads(office("subscribers", "--all", "--as-of", at, "--format", "json").stdout)
    assert [each["state"] for each in found[:3]] == ["subscribed", "silent", "never"]
    assert found[0]["token"] is None
    later = office("subscribers", "--as-of", at, "--silent-after", "60", "--format", "csv").stdout
    assert later.startswith("\ufeff单位,编号,地址,状态,")
    assert "西乡" not in later


def test_a_port_that_is_taken_and_a_damaged_file_are_said(office):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = office("serve", "--host", "127.0.0.1", "--port", port, code=2)
        assert "nothing is built yet; run cadence build" in done.stderr
        assert f"127.0.0.1:{port} cannot be listened on" in done.stderr
    (office.folder / FILE).write_bytes(b"no database at all" * 100)
    assert "is damaged" in office("serve", "--port", "0", code=2).stderr
