"""Tokens, the password, how often anybody may ask or guess; who is said to fetch."""

import asyncio
import base64
import datetime as dt
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import FEED, IPHONE, NOW, Site, publish

from cadence.serve import secrets as keys
from cadence.serve.clients import NOT_SUBSCRIBED, client_kind
from cadence.serve.gate import Gate
from cadence.serve.keeper import Keeper
from cadence.serve.limits import KEPT, Limit, address_key
from cadence.serve.paths import wanted
from cadence.serve.store import FILE, Access, Token, open_store, read_access
from cadence.serve.visits import Visits

PASSWORD = "安委办口令2026"  # noqa: S105 - of no office
TOKEN = keys.new_token()
PRIVATE_PATH = f"/t/{TOKEN}/ceshi/east.ics"


@pytest.fixture(autouse=True)
def quick_scrypt(monkeypatch):
    monkeypatch.setattr(keys, "SCRYPT_N", 2)


def access(private=True):
    token = Token(number=7, place="ceshi", unit="east", issued=NOW)
    return Access(private=private, password=keys.lock(PASSWORD), tokens={keys.digest(TOKEN): token})


@pytest.fixture
def site(tmp_path):
    publish(tmp_path)
    publish(tmp_path, "feeds/ceshi/west.ics")
    publish(tmp_path, "index.html", b"<p>x</p>")
    return Site(tmp_path, access())


def basic(password, user="anweiban"):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_a_token_is_22_characters_and_only_its_hash_is_kept():
    made = {keys.new_token() for _ in range(1000)}
    assert len(made) == 1000
    assert all(keys.TOKEN.fullmatch(token) for token in made)
    assert TOKEN.encode() not in keys.digest(TOKEN)
    assert PASSWORD not in keys.lock(PASSWORD)
    assert keys.lock(PASSWORD) != keys.lock(PASSWORD)
    assert keys.opens(PASSWORD, keys.lock(PASSWORD))
    assert not keys.opens(PASSWORD + "x", keys.lock(PASSWORD))


def test_the_token_opens_its_own_feed_and_no_shared_cache_keeps_it(site):
    reply = site.ask(PRIVATE_PATH)
    assert (reply.status, reply.body) == (200, FEED)
    assert reply.headers["cache-control"] == "private, max-age=900, must-revalidate"
    again = site.ask(PRIVATE_PATH, if_none_match=reply.headers["etag"])
    assert again.status == 304


def test_with_tokens_on_the_public_addresses_ask_for_the_password(site):
    for path in ("/feeds/ceshi/east.ics", "/", "/feeds/ceshi/nobody.ics"):
        reply = site.ask(path)
        assert reply.status == 401
        assert reply.headers["www-authenticate"].startswith("Basic ")
        assert FEED not in reply.body
    assert site.ask("/", authorization=basic(PASSWORD)).status == 200
    assert site.ask("/", authorization=basic(PASSWORD, user="")).status == 200


def test_with_tokens_off_everybody_may_and_the_token_works_still(tmp_path):
    publish(tmp_path)
    site = Site(tmp_path, access(private=False))
    assert site.ask("/feeds/ceshi/east.ics").status == 200
    assert site.ask(PRIVATE_PATH).status == 200


@pytest.mark.parametrize(
    "path",
    [
        f"/t/{keys.new_token()}/ceshi/east.ics",  # unknown
        f"/t/{TOKEN}/ceshi/west.ics",  # another unit's feed
        f"/t/{TOKEN}/other/east.ics",
        f"/t/{TOKEN.swapcase()}/ceshi/east.ics",
        f"/t/{TOKEN[:-1]}/ceshi/east.ics",
        f"/t/{TOKEN}x/ceshi/east.ics",
        f"/t/{keys.digest(TOKEN).hex()}/ceshi/east.ics",
        f"/t/{TOKEN}/ceshi/east.html",
    ],
    ids=lambda _path: "wrong",  # tokens are new in each run
)
def test_whatever_is_wrong_with_a_token_the_answer_is_the_same(site, path):
    right_shape = site.ask(f"/t/{'A' * 22}/ceshi/east.ics")
    assert site.ask(path) == right_shape
    assert right_shape.status == 404


def test_a_revoked_token_is_as_good_as_none(site):
    site.gate.access = Access(private=True, password=site.access.password, tokens={})
    assert site.ask(PRIVATE_PATH).status == 404


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Basic " + base64.b64encode(b"no colon").decode(),
        f"Bearer {TOKEN}",
        basic(""),
        basic(PASSWORD[:-1]),
        basic(PASSWORD + "\0"),
    ],
    ids=lambda _header: "wrong",
)
def test_whatever_is_wrong_with_a_password_it_is_asked_for_again(site, header):
    assert site.ask("/", authorization=header).status == 401


def test_a_new_password_ends_the_old_one_even_where_it_was_right_before(site):
    assert site.ask("/", authorization=basic(PASSWORD)).status == 200
    locked = keys.lock("another one")
    site.gate.access = Access(private=True, password=locked, tokens=site.access.tokens)
    assert site.ask("/", authorization=basic(PASSWORD)).status == 401
    assert site.ask("/", authorization=basic("another one")).status == 200


def test_where_no_password_was_ever_set_none_opens(tmp_path):
    publish(tmp_path, "index.html", b"<p>x</p>")
    site = Site(tmp_path, Access(private=True))
    for password in ("", "None", "x"):
        assert site.ask("/", authorization=basic(password)).status == 401


@pytest.mark.parametrize(
    "guess",
    [
        lambda site: site.ask(f"/t/{keys.new_token()}/ceshi/east.ics", client="192.0.2.66"),
        lambda site: site.ask("/", client="192.0.2.66", authorization=basic(keys.new_token())),
    ],
)
def test_whoever_guesses_soon_has_to_wait_and_no_right_token_does(site, guess):
    refused = [guess(site).status for _ in range(20)]
    assert set(refused) <= {401, 404}
    assert [guess(site).status for _ in range(5)] == [429] * 5
    assert site.ask(PRIVATE_PATH, client="192.0.2.66").status == 200
    right = basic(PASSWORD)
    assert site.ask("/", client="192.0.2.66", authorization=right).status == 429
    assert site.ask(PRIVATE_PATH, client="192.0.2.67").status == 200
    assert site.ask("/", authorization=right).status == 200  # from elsewhere, and remembered
    assert site.ask("/", client="192.0.2.66", authorization=right).status == 429
    site.seconds += 7
    assert site.ask(PRIVATE_PATH, client="192.0.2.66").status == 200


def test_the_right_password_is_hashed_once_and_spends_no_guesses(site, monkeypatch):
    hashed = []
    real = keys.opens
    monkeypatch.setattr("cadence.serve.gate.opens", lambda *given: hashed.append(1) or real(*given))
    for n in range(100):  # whatever the user name
        assert site.ask("/", authorization=basic(PASSWORD, user=str(n))).status == 200
    assert len(hashed) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no file that is open")
def test_whatever_happens_to_the_file_what_was_private_stays_private(tmp_path):
    keeper = Keeper(tmp_path)
    publish(tmp_path)
    visits = Visits()

    def synced():
        asyncio.run(keeper.sync(gate, visits))
        return gate.access

    with open_store(tmp_path) as store:
        store.set_private(private=True, password=keys.lock(PASSWORD))
        store.issue([("ceshi", "east", TOKEN)], NOW)
    keeper.open()
    gate = Gate(keeper.access, Limit(0, 0))
    visits.add(("ceshi", "east"), 1, "Outlook", NOW)
    (tmp_path / FILE).rename(tmp_path / "away")
    assert synced().private
    assert synced().tokens
    with open_store(tmp_path) as store:  # a new file, which says nothing yet
        assert synced().tokens
        store.set_private(private=False)
        assert not synced().private
        assert store.fetches()[0].client == "Outlook"
        store.set_private(private=True)
        assert synced().private
    keeper.close()


def test_calendars_behind_one_address_refresh_however_many_they_are(tmp_path):
    """A morning at which every phone of a county asks through one address at once."""
    names = [f"unit-{n}" for n in range(60)]
    for each in names:
        publish(tmp_path, f"feeds/ceshi/{each}.ics")
    publish(tmp_path, "index.html", b"<p>x</p>")
    site = Site(tmp_path, rate=2)
    for _twice in range(2):
        assert {site.ask(f"/feeds/ceshi/{each}.ics").status for each in names} == {200}
    # One calendar asked for without end is bounded, and costs no other anything.
    assert [site.ask("/feeds/ceshi/unit-1.ics").status for _ in range(9)][-1] == 429
    assert site.ask("/feeds/ceshi/unit-2.ics").status == 200
    # Pages, and calendars that are not there, are counted together.
    asked = [site.ask(f"/feeds/ceshi/no-{n}.ics").status for n in range(11)]
    assert asked == [404] * 10 + [429]
    assert site.ask("/index.html").status == 429
    assert site.ask("/feeds/ceshi/unit-3.ics").status == 200


def test_a_phone_with_a_revoked_token_takes_no_calendar_away_from_its_neighbours(site):
    revoked = f"/t/{keys.new_token()}/ceshi/east.ics"
    asked = [site.ask(revoked).status for _ in range(30)]
    assert asked == [404] * 20 + [429] * 10
    assert site.ask(PRIVATE_PATH).status == 200


def test_phones_with_the_old_password_take_no_calendar_away_from_their_neighbours(site):
    old = basic("the password of last year")
    asked = [site.ask("/feeds/ceshi/east.ics", authorization=old).status for _ in range(40)]
    assert asked == [401] * 40
    assert site.ask("/feeds/ceshi/east.ics", authorization=basic(PASSWORD)).status != 429


def test_the_right_password_is_no_guess_however_many_bring_it_at_once(site):
    """Every phone of an office, when the server has begun anew."""

    async def bring():
        asked = (
            site.gate.admit(wanted(b"/"), basic(PASSWORD), "192.0.2.1", 0.0) for _ in range(60)
        )
        return await asyncio.gather(*asked)

    assert {verdict for verdict, _token in asyncio.run(bring())} == {"in"}
    assert [site.ask("/", authorization=basic(f"wrong {n}")).status for n in range(20)] == [
        401
    ] * 20


def test_an_old_password_that_becomes_the_new_one_opens():
    gate = Gate(Access(private=True, password=keys.lock(PASSWORD)), Limit(1, 20))
    asked = wanted(b"/feeds/ceshi/east.ics")

    def told(password):
        return asyncio.run(gate.admit(asked, basic(password), "192.0.2.1", 0))[0]

    assert told("the password of next year") == "ask"
    gate.access = Access(private=True, password=keys.lock("the password of next year"))
    assert told("the password of next year") == "in"
    assert told(PASSWORD) == "ask"


def test_task_lists_behind_one_address_are_counted_each_by_itself(tmp_path):
    publish(tmp_path, "feeds/ceshi/east.ics")
    publish(tmp_path, "feeds/ceshi/west.ics")
    site = Site(tmp_path, rate=2)
    asked = [site.ask("/caldav/ceshi/east/tasks/").status for _ in range(11)]
    assert asked[-1] == 429
    assert site.ask("/caldav/ceshi/west/tasks/").status != 429
    asked = [site.ask(f"/caldav/ceshi/no-{n}/tasks/").status for n in range(11)]
    assert asked[-1] == 429  # nobody's are counted together


def test_an_address_that_asks_too_often_waits_and_the_others_do_not(tmp_path):
    publish(tmp_path)
    site = Site(tmp_path, rate=2)
    path = "/feeds/ceshi/east.ics"
    assert [site.ask(path).status for _ in range(10)] == [200] * 10
    reply = site.ask(path)
    assert reply.status == 429
    assert int(reply.headers["retry-after"]) >= 1
    assert site.ask(path, client="192.0.2.9").status == 200
    site.seconds += 0.5
    assert [site.ask(path).status for _ in range(2)] == [200, 429]


@given(
    st.floats(0.1, 100),
    st.integers(1, 50),
    st.lists(st.floats(0, 5), min_size=1, max_size=100),
)
def test_no_address_gets_more_than_its_rate_and_burst(rate, burst, pauses):
    limit, now, passed = Limit(rate, burst), 0.0, 0
    for pause in pauses:
        now += pause
        if not limit.wait("a", now):
            limit.spend("a", now)
            passed += 1
        assert passed <= burst + rate * now + 1e-6
    assert limit.wait("a", now + burst / rate + 1) == 0


def test_the_addresses_kept_are_bounded():
    limit = Limit(1, 1)
    for n in range(KEPT + 500):
        limit.spend(str(n), 0.0)
    assert len(limit) == KEPT


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix", "unix"),
        ("", ""),
    ],
)
def test_what_counts_as_one_address(host, key):
    assert address_key(host) == key


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (IPHONE, "iPhone/iPad"),
        ("macOS/14.5 (23F79) CalendarAgent/1029.2.4", "macOS日历"),
        ("Mac+OS+X/10.15.7 (19H15) CalendarAgent/930.5.1", "macOS日历"),
        ("macOS/15.1 (24B83) dataaccessd/1.0", "macOS日历"),
        ("ICSx5/2.2 (ical4j/3.2 okhttp/4) Android/14", "ICSx5"),
        ("Google-Calendar-Importer", "谷歌日历"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Thunderbird/115.3", "Thunderbird"),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)", "Outlook"),
        ("Evolution/3.46.4", "Evolution"),
        ("vdirsyncer/0.19.2", "vdirsyncer"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120 Safari/537.36", "浏览器"),
        ("curl/8.5.0", "程序"),
        ("python-requests/2.31", "程序"),
        ("", "其他"),
        ("\xe5" * 5000, "其他"),
    ],
)  # fmt: skip
def test_the_kind_of_client(agent, kind):
    assert client_kind(agent.encode("latin-1")) == kind


def test_a_fetch_is_noted_with_its_token_and_kind_a_failure_or_a_look_is_not(site):
    etag = site.ask(PRIVATE_PATH, user_agent=IPHONE).headers["etag"]
    site.now += dt.timedelta(hours=4)
    site.ask(PRIVATE_PATH, user_agent=IPHONE, if_none_match=etag)
    site.ask(PRIVATE_PATH, method="HEAD", user_agent="HEAD")
    site.ask(f"/t/{'A' * 22}/ceshi/east.ics", user_agent=IPHONE)
    site.ask("/feeds/ceshi/nobody.ics", authorization=basic(PASSWORD))
    site.ask("/", authorization=basic(PASSWORD))
    (found,) = site.visits.take()
    assert (found.place, found.unit, found.token) == ("ceshi", "east", 7)
    assert (found.client, found.count) == ("iPhone/iPad", 2)
    assert (found.first, found.last) == (NOW, NOW + dt.timedelta(hours=4))
    assert site.visits.take() == []


def test_what_is_gathered_stays_as_small_as_the_roster(site):
    for n in range(1000):
        site.ask(PRIVATE_PATH, user_agent=f"Client/{n}", client=f"192.0.{n % 250}.1")
    (found,) = site.visits.take()
    assert found.count == 1000


def test_what_could_not_be_stored_is_kept_for_the_next_time(site):
    site.ask(PRIVATE_PATH, user_agent=IPHONE)
    first = site.visits.take()
    site.ask(PRIVATE_PATH, user_agent=IPHONE)
    site.visits.give_back(first)
    (found,) = site.visits.take()
    assert found.count == 2
    site.visits.give_back([found])
    assert site.visits.take() == [found]


def test_somebody_who_looks_with_a_browser_has_not_subscribed():
    assert client_kind(b"Mozilla/5.0 Chrome/120") in NOT_SUBSCRIBED
    assert client_kind(IPHONE.encode()) not in NOT_SUBSCRIBED


def test_private_stays_private_when_its_file_is_lost(tmp_path):
    with open_store(tmp_path) as store:
        store.set_private(private=True, password=keys.lock("eight or more"))
        store.issue([("ceshi", "east", "token")], NOW)
    (tmp_path / "access.sqlite").unlink()
    assert read_access(tmp_path).private
    assert read_access(tmp_path).tokens == {}
    with open_store(tmp_path) as store:  # a new file is made, and nobody has said anything in it
        assert store.access().private


def test_public_is_public_again_once_somebody_says_so(tmp_path):
    with open_store(tmp_path) as store:
        store.set_private(private=True, password=keys.lock("eight or more"))
        store.set_private(private=False)
    (tmp_path / "access.sqlite").unlink()
    assert not read_access(tmp_path).private
