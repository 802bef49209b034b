"""A chain in PostgreSQL: refused by role and by trigger, and nothing is lost with the server."""

import contextlib
import datetime as dt
import os
import signal
import threading
import time

import pytest
from postgres_server import MISSING, Cluster, programs
from serving import eventually

from cadence.core.dates import SHANGHAI
from cadence.core.errors import CadenceError, InputError
from cadence.core.facts import Done
from cadence.ledger.hash_chain import chained, first_broken
from cadence.ledger.of_workspace import ledger_fault, pooled
from cadence.ledger.postgres_words import without_password
from cadence.ledger.reading import read_entries
from cadence.ledger.store import open_ledger

# ruff: noqa: SLF001 - a connection is cut behind the store's back
psycopg = pytest.importorskip("psycopg", reason="the extra [postgres] is not installed")
from cadence.ledger.in_postgres import PostgresStore  # noqa: E402 - where psycopg is

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=SHANGHAI)
SOME = 8  # lines of a chain, written while nothing happens


def fact(number):
    return Done(occurrence=f"a:b:{number}@c/d", on=NOW.date(), evidence="会议纪要")


def write(folder, *numbers):
    with open_ledger(folder) as ledger, ledger.writing():
        for number in numbers:
            ledger.append(fact(number), NOW)


def names(folder):
    """What is written, by its numbers, after making sure that the chain holds."""
    with open_ledger(folder) as ledger:
        assert first_broken(ledger.lines())[0] is None
    return [int(each.fact.occurrence[4:-4]) for each in read_entries(folder)]


@pytest.fixture
def asked(cluster):
    """A connection of the superuser's, past our own code."""
    with psycopg.connect(cluster.address, autocommit=True) as connection:
        yield connection


@pytest.fixture
def roles(cluster, asked, here_prepared):
    """Offices' own roles, which may add lines, and one that may only read."""
    for role in ("clerk", "reader", "stranger"):
        with contextlib.suppress(psycopg.errors.DuplicateObject):
            asked.execute(f"CREATE ROLE {role} LOGIN")
    here_prepared(cluster.address, "--writer", "clerk", "--reader", "reader")


@pytest.fixture
def here_prepared(here):
    def prepare(*arguments):
        ran = here("ledger", "prepare", *arguments)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    return prepare


@pytest.mark.usefixtures("roles")
def test_a_role_that_writes_may_add_lines_and_neither_change_nor_take_any_away(
    tmp_path, cluster, in_postgres
):
    in_postgres(tmp_path, "clerk")
    write(tmp_path, 1)
    with open_ledger(tmp_path) as ledger:
        assert "the role clerk may add lines and change none" in ledger.how()
    with psycopg.connect(cluster.address_of("clerk"), autocommit=True) as clerk:
        for statement in (
            "UPDATE cadence.entries SET fact = ''",
            "DELETE FROM cadence.entries",
            "TRUNCATE cadence.entries",
            "ALTER TABLE cadence.entries DISABLE TRIGGER ALL",
            "DROP TABLE cadence.entries",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                clerk.execute(statement)
    assert names(tmp_path) == [1]


def test_the_database_refuses_its_own_superuser_too(tmp_path, in_postgres, asked):
    chain = in_postgres(tmp_path)
    write(tmp_path, 1)
    line = (2, "2026-11-22T09:30:00+08:00", "{}")
    with open_ledger(tmp_path) as ledger:
        right = chained(ledger.head()[1], *line)
        assert "owns the table" in ledger.how()
    asked.execute("SET session_replication_role = replica")  # which quiets common triggers
    for statement in (
        "UPDATE cadence.entries SET fact = ''",
        "DELETE FROM cadence.entries",
        "TRUNCATE cadence.entries",
    ):
        with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
            asked.execute(statement)
    insert = "INSERT INTO cadence.entries VALUES (%s, %s, %s, %s, %s, gen_random_uuid())"
    for number in (-1, 0, 3, 9):
        with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
            asked.execute(insert, [chain, number, *line[1:], right])
    with pytest.raises(psycopg.errors.CheckViolation, match="the chain does not hold"):
        asked.execute(insert, [chain, *line, "0" * 64])
    with pytest.raises(psycopg.errors.CheckViolation, match="the chain does not hold"):
        asked.execute(insert, [chain, 1, *line[1:], right])
    asked.execute(insert, [chain, *line, right])  # what follows is let in


def test_whatever_people_write_is_hashed_in_the_database_as_here(tmp_path, in_postgres):
    in_postgres(tmp_path)
    odd = "".join(map(chr, range(1, 0x180))) + "\u2028\u2029\ufeff\U0001f600／\\\\\"' \\u0041</"
    with open_ledger(tmp_path) as ledger, ledger.writing():
        written = ledger.append(Done(occurrence="a:b:c%_@d", on=NOW.date(), evidence=odd), NOW)
    with open_ledger(tmp_path) as ledger:
        assert list(ledger.about(["a:b:c%_@d"])) == [written]


def test_a_table_without_its_guards_is_no_whole_ledger(
    tmp_path, cluster, in_postgres, asked, here_prepared
):
    in_postgres(tmp_path)
    write(tmp_path, 1)
    asked.execute("ALTER TABLE cadence.entries DISABLE TRIGGER no_change")
    with open_ledger(tmp_path) as ledger:
        assert "guards of the table were taken away" in ledger.damage()
    here_prepared(cluster.address)
    with open_ledger(tmp_path) as ledger:
        assert ledger.damage() == ""


def test_more_lines_than_are_sent_or_read_at_once(tmp_path, in_postgres, monkeypatch):
    in_postgres(tmp_path)
    monkeypatch.setattr("cadence.ledger.in_postgres.BATCH", 7)
    monkeypatch.setattr("cadence.ledger.in_postgres.TOGETHER", 5)
    write(tmp_path, *range(28))
    assert names(tmp_path) == list(range(28))
    with open_ledger(tmp_path) as ledger:
        found = [each.number for each in ledger.about([f"a:b:{n}@c/d" for n in (3, 9, 27)])]
        assert found == [4, 10, 28]


def test_chains_do_not_wait_for_each_other_and_one_chain_does(tmp_path, in_postgres, monkeypatch):
    folders = [tmp_path / "a", tmp_path / "b"]
    for each in folders:
        each.mkdir()
        in_postgres(each)
        write(each, 0)
    with open_ledger(folders[0]) as first, first.writing():
        write(folders[1], 1)  # at once
        monkeypatch.setattr(
            "cadence.ledger.connections.SETUP", "SET lock_timeout = '50ms'; SELECT 1"
        )
        with pytest.raises(CadenceError, match="somebody else is writing; nothing was recorded"):
            write(folders[0], 2)
    write(folders[0], 3)
    assert (names(folders[0]), names(folders[1])) == ([0, 3], [0, 1])


@pytest.fixture
def cut(monkeypatch, asked):
    """Cut the connection of whoever ends a transaction, before or after the server has done it."""

    def arrange(moment):
        end = PostgresStore._end

        def torn(store):
            monkeypatch.setattr(PostgresStore, "_end", end)
            if moment == "after":
                end(store)
            _kill(asked, store)
            if moment == "after":
                raise psycopg.OperationalError("the answer was lost")
            return end(store)

        monkeypatch.setattr(PostgresStore, "_end", torn)

    return arrange


def _kill(asked, store):
    process = store._session.connection.info.backend_pid
    asked.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_became_of_a_lost_commit_is_found_out_by_its_key(tmp_path, in_postgres, cut, moment):
    in_postgres(tmp_path)
    write(tmp_path, 1)
    cut(moment)
    write(tmp_path, 2, 3)
    assert names(tmp_path) == [1, 2, 3]
    assert ledger_fault(tmp_path) == ""


def test_what_is_written_meanwhile_is_never_doubled_or_passed_over(
    tmp_path, in_postgres, cut, monkeypatch
):
    in_postgres(tmp_path)
    write(tmp_path, 1)
    cut("before")
    settle = PostgresStore._settle

    def overtaken(store):
        monkeypatch.setattr(PostgresStore, "_settle", settle)
        write(tmp_path, 9)
        settle(store)

    monkeypatch.setattr(PostgresStore, "_settle", overtaken)
    with pytest.raises(CadenceError, match="others have written meanwhile; nothing was recorded"):
        write(tmp_path, 2)
    assert names(tmp_path) == [1, 9]


def test_a_server_that_stays_away_leaves_the_outcome_unknown_and_says_so(
    tmp_path, in_postgres, cut, monkeypatch
):
    in_postgres(tmp_path)
    write(tmp_path, 1)
    cut("after")
    monkeypatch.setattr("cadence.ledger.in_postgres.PATIENCE", 0.3)

    def fail(_session):
        raise psycopg.OperationalError("connection refused")

    with monkeypatch.context() as away:
        away.setattr("cadence.ledger.postgres_session.PostgresSession.renew", fail)
        with pytest.raises(CadenceError, match=r"lines 2 to 3 .* whether they were is not known"):
            write(tmp_path, 2, 3)
    assert names(tmp_path) == [1, 2, 3]  # and whoever looks finds them


def test_a_server_that_stands_still_is_given_up_and_asked_again_when_it_goes_on(
    tmp_path, in_postgres, monkeypatch
):
    in_postgres(tmp_path)
    write(tmp_path, 1)
    end, stopped = PostgresStore._end, []

    def standing_still(store):
        stopped.append(store._session.connection.info.backend_pid)
        monkeypatch.setattr(PostgresStore, "_end", end)
        monkeypatch.setattr("cadence.ledger.hanging.LONGEST", 0.2)
        os.kill(stopped[0], signal.SIGSTOP)
        return end(store)

    def going_on(store):
        monkeypatch.setattr("cadence.ledger.hanging.LONGEST", 120)
        os.kill(stopped[0], signal.SIGCONT)
        settle(store)

    settle = PostgresStore._settle
    monkeypatch.setattr(PostgresStore, "_end", standing_still)
    monkeypatch.setattr(PostgresStore, "_settle", going_on)
    write(tmp_path, 2, 3)
    assert stopped
    assert names(tmp_path) == [1, 2, 3]


def test_a_connection_lost_in_the_midst_records_nothing_and_says_so(tmp_path, in_postgres, asked):
    in_postgres(tmp_path)
    write(tmp_path, 1)
    with open_ledger(tmp_path) as ledger:
        with pytest.raises(CadenceError, match=r"does not answer: .*; nothing was recorded"):
            _lose(ledger, asked)
        with ledger.writing():  # by a new connection
            ledger.append(fact(3), NOW)
    assert names(tmp_path) == [1, 3]


def _lose(ledger, asked):
    with ledger.writing():
        ledger.append(fact(2), NOW)
        list(ledger.entries())
        _kill(asked, ledger._store)
        list(ledger.entries())


def test_reading_goes_on_by_another_connection(tmp_path, in_postgres, asked, monkeypatch):
    in_postgres(tmp_path)
    write(tmp_path, *range(10))
    monkeypatch.setattr("cadence.ledger.in_postgres.BATCH", 4)
    with open_ledger(tmp_path) as ledger:
        found = ledger.lines()
        first = [next(found)]
        _kill(asked, ledger._store)
        assert [each[0] for each in [*first, *found]] == list(range(1, 11))


def test_a_server_that_is_killed_in_the_midst_of_writes_loses_and_doubles_nothing(tmp_path):
    """It dies twice, as by a power cut."""
    if not programs():
        pytest.skip(MISSING)
    server = Cluster(safe=True)
    try:
        with several_writing(tmp_path, server.address) as go_further:
            for _turn in range(2):
                go_further()
                server.stop("immediate")
                server.start()
            go_further()
    finally:
        server.remove()


def test_a_standby_takes_over_from_a_primary_that_dies_and_nothing_is_lost(tmp_path):
    if not programs():
        pytest.skip(MISSING)
    primary = Cluster()
    standby = None
    try:
        standby = Cluster(of=primary)
        with psycopg.connect(primary.address, autocommit=True) as asked:
            asked.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            asked.execute("SELECT pg_reload_conf()")
            synchronous = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
            while not asked.execute(synchronous).fetchone()[0]:
                time.sleep(0.01)
        both = f"127.0.0.1:{primary.port},127.0.0.1:{standby.port}"
        address = f"postgresql://postgres@{both}/postgres?target_session_attrs=read-write"
        with several_writing(tmp_path, address) as go_further:
            go_further()
            primary.stop("immediate")
            standby.promote()
            go_further()
    finally:
        for each in filter(None, (standby, primary)):
            each.remove()


@contextlib.contextmanager
def several_writing(root, address):
    """Three write while the block runs, two of them in one chain; what they say must be there.

    What is yielded waits until each chain has some lines more.
    """
    folders = [root / name for name in ("a", "b")]
    for each in folders:
        each.mkdir()
        text = f"ledger: {address}\nchain: {each.name}\n"
        (each / "workspace.yaml").write_text(text, "utf-8")
        write(each, 0)
    said, ended = {each: [0] for each in folders}, threading.Event()
    writers = [
        threading.Thread(target=go_on, args=(folder, start, said[folder], ended))
        for folder, start in ((folders[0], 1), (folders[0], 2), (folders[1], 1))
    ]
    for each in writers:
        each.start()

    def go_further():
        aims = {each: len(said[each]) + SOME for each in folders}
        assert eventually(lambda: all(len(said[each]) >= aims[each] for each in folders))

    try:
        yield go_further
    finally:
        ended.set()
        for each in writers:
            each.join()
    for each in folders:
        written = names(each)
        assert len(written) == len(set(written))
        assert sorted(written) == sorted(said[each])
        assert ledger_fault(each) == ""


def go_on(folder, start, said, ended):
    """Write one number after the other; one is said when it is acknowledged, or else repeated."""
    number = start
    while not ended.is_set():
        with contextlib.suppress(CadenceError), open_ledger(folder) as ledger:
            while not ended.is_set():
                with ledger.writing():
                    ledger.append(fact(number), NOW)
                said.append(number)
                number += 2
        time.sleep(0.01)


def test_several_who_write_first_in_a_new_database_wait_for_each_other(tmp_path, cluster, asked):
    asked.execute("CREATE DATABASE first_use")
    folders = [tmp_path / name for name in "abcdef"]
    for each in folders:
        each.mkdir()
        address = cluster.address_of("postgres", "first_use")
        (each / "workspace.yaml").write_text(f"ledger: {address}\nchain: all\n", "utf-8")
        assert list(read_entries(each)) == []
    pairs = zip(folders, range(6), strict=True)
    threads = [threading.Thread(target=write, args=each) for each in pairs]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(names(folders[0])) == list(range(6))


def test_preparing_again_while_offices_write_loses_nothing(
    tmp_path, cluster, in_postgres, here_prepared
):
    in_postgres(tmp_path)
    write(tmp_path, 0)
    ended, said = threading.Event(), [0]
    writers = [threading.Thread(target=go_on, args=(tmp_path, n, said, ended)) for n in (1, 2)]
    for each in writers:
        each.start()
    for _turn in range(5):
        here_prepared(cluster.address)
    ended.set()
    for each in writers:
        each.join()
    assert sorted(names(tmp_path)) == sorted(said)


def test_a_pool_serves_many_threads_and_outlives_a_server_that_comes_back(
    tmp_path, in_postgres, asked
):
    in_postgres(tmp_path)
    write(tmp_path, 0)
    with pooled(tmp_path):
        threads = [threading.Thread(target=write, args=(tmp_path, n)) for n in range(1, 25)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cadence'"
        assert 1 <= asked.execute(count).fetchone()[0] <= 10
        asked.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE application_name = 'cadence'"
        )
        write(tmp_path, 25)
    while asked.execute(count).fetchone()[0]:  # each ends a moment after it is told to
        time.sleep(0.01)
    assert sorted(names(tmp_path)) == list(range(26))


def test_a_disk_that_is_full_is_said_to_be_and_nothing_is_half_written(
    tmp_path, in_postgres, asked
):
    """No small disk is at hand here; the server itself says so where its files may not grow."""
    in_postgres(tmp_path)
    write(tmp_path, 1)
    asked.execute(
        "CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'could not extend file: No space left on device'"
        " USING ERRCODE = 'disk_full'; END $$"
    )
    asked.execute(
        "CREATE TRIGGER z BEFORE INSERT ON cadence.entries FOR EACH ROW"
        " WHEN (NEW.number = 3) EXECUTE FUNCTION full_disk()"
    )
    try:
        with pytest.raises(CadenceError, match="the disk is full or failed; nothing was recorded"):
            write(tmp_path, 2, 3, 4)
    finally:
        asked.execute("DROP TRIGGER z ON cadence.entries")
    assert names(tmp_path) == [1]


def test_a_database_that_may_only_be_read_is_read_and_refuses_to_be_written(
    tmp_path, in_postgres, asked
):
    in_postgres(tmp_path)
    write(tmp_path, 1)
    asked.execute("ALTER DATABASE postgres SET default_transaction_read_only = on")
    try:
        assert len(list(read_entries(tmp_path))) == 1
        with pytest.raises(CadenceError, match=r"may only be read now: .* write to the primary"):
            write(tmp_path, 2)
    finally:
        asked.execute("SET default_transaction_read_only = off")
        asked.execute("ALTER DATABASE postgres RESET default_transaction_read_only")
    assert names(tmp_path) == [1]


@pytest.mark.usefixtures("roles")
def test_roles_that_may_not_are_told_so(tmp_path, in_postgres):
    chain = in_postgres(tmp_path, "clerk")
    write(tmp_path, 1)
    in_postgres(tmp_path, "reader", chain)
    assert names(tmp_path) == [1]
    message = r"not made ready for this role \(.*\); nothing was recorded; .* ledger prepare"
    with pytest.raises(CadenceError, match=message):
        write(tmp_path, 2)
    in_postgres(tmp_path, "stranger", chain)
    with pytest.raises(CadenceError, match=message):
        list(read_entries(tmp_path))
    in_postgres(tmp_path, "nobody", chain)
    with pytest.raises(CadenceError, match=r'refuses the role: .*"nobody" does not exist'):
        list(read_entries(tmp_path))


def test_an_office_sees_its_own_chain_and_those_below_and_no_other(
    tmp_path, cluster, in_postgres, asked, here_prepared
):
    for role in ("city", "county"):
        asked.execute(f"CREATE ROLE {role} LOGIN")
    own = (
        "--reader",
        "city=east",
        "--writer",
        "county=east/county",
        "--writer",
        "county=east/county",
    )
    here_prepared(cluster.address, *own)
    folders = {
        chain: tmp_path / chain.replace("/", "-") for chain in ("east/county", "east2/county")
    }
    for chain, folder in folders.items():
        folder.mkdir()
        in_postgres(folder, "postgres", chain)
        write(folder, 1)
    own, other = folders.values()
    in_postgres(own, "county", "east/county")
    write(own, 2)
    assert names(own) == [1, 2]
    in_postgres(own, "city", "east/county")
    assert names(own) == [1, 2]
    in_postgres(tmp_path, "county", "east2/county")
    assert names(tmp_path) == []
    with pytest.raises(CadenceError, match="nothing was recorded"):
        write(tmp_path, 3)
    with open_ledger(own) as ledger:
        assert [name for name, _store in ledger.chains()] == ["east/county"]
    assert names(other) == [1]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("postgresql://cadence@127.0.0.1:1/x", "does not answer: .*refused"),
        ("postgresql://cadence@no.such.host.invalid/x", "does not answer: "),
        ("postgresql://cadence:secret@127.0.0.1:port/x", "does not answer: "),
        ("postgresql://cadence@127.0.0.1/x?nonsense=1", "does not answer: .*nonsense"),
    ],
)
def test_a_wrong_address_is_told_with_what_to_do(tmp_path, address, message):
    (tmp_path / "workspace.yaml").write_text(f"ledger: {address}\nchain: a\n", "utf-8")
    with pytest.raises(CadenceError, match=message) as found:
        list(read_entries(tmp_path))
    assert "see that the address in workspace.yaml is right" in str(found.value)
    assert "secret" not in str(found.value)


def test_a_database_that_is_not_there_is_told(tmp_path, cluster):
    address = cluster.address_of("postgres", "nowhere")
    (tmp_path / "workspace.yaml").write_text(f"ledger: {address}\nchain: a\n", "utf-8")
    with pytest.raises(CadenceError, match=r"there is no such database: .*see the end of"):
        list(read_entries(tmp_path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ledger: ledger.sqlite\n", r"workspace.yaml:1:9: .*postgresql://ROLE@COMPUTER/DATABASE"),
        ("ledger: postgresql://x/y\n", 'name the chain of this one .* "chain: ceshi"'),
        ("chain: a\n", 'a chain is named and no "ledger"'),
        ("ledger: postgresql://x/y\nchain: 伊川\n", "small letters a to z"),
        ("leger: x\n", 'unknown key "leger"; did you mean "ledger"'),
        ("- a\n", "expected keys with values"),
    ],
)
def test_settings_that_cannot_be_meant_are_named_in_their_place(
    here, workspace_folder, text, message
):
    (workspace_folder / "workspace.yaml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        ledger_fault(workspace_folder)
    ran = here("check")
    assert ran.returncode == 2
    assert "workspace.yaml:" in ran.stderr


def test_settings_that_say_nothing_leave_the_ledger_in_its_file(tmp_path):
    (tmp_path / "workspace.yaml").write_text("# nothing yet\n", "utf-8")
    write(tmp_path, 1)
    assert (tmp_path / "ledger.sqlite").exists()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://a:b@h/d", "postgresql://a@h/d"),
        ("postgresql://a@h/d?password=b&x=1", "postgresql://a@h/d?password=…&x=1"),
        ("postgresql://h:5432/d", "postgresql://h:5432/d"),
    ],
)
def test_a_password_is_never_shown(address, shown):
    assert without_password(address) == shown
