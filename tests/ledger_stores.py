"""The ledger's tests run against both stores: SQLite's file and a chain in PostgreSQL."""

import contextlib
import sqlite3
import uuid

import pytest
from postgres_server import MISSING, Cluster, programs

from cadence.ledger.in_file import FILE

SETTINGS = "workspace.yaml"


@pytest.fixture(scope="session")
def cluster():
    """One PostgreSQL server for all tests."""
    if not programs():
        pytest.skip(MISSING)
    pytest.importorskip("psycopg", reason="the extra [postgres] is not installed")
    made = Cluster()
    yield made
    made.remove()


@pytest.fixture
def in_postgres(cluster):
    """Let a folder keep its ledger in PostgreSQL, in a chain that no other test knows."""

    def choose(folder, role="postgres", chain=None):
        chain = chain or f"ceshi/{uuid.uuid4().hex}"
        text = f"ledger: {cluster.address_of(role)}\nchain: {chain}\n"
        (folder / SETTINGS).write_text(text, "utf-8")
        return chain

    return choose


@pytest.fixture(params=["sqlite", "postgres"])
def store(request, tmp_path):
    """Which store the ledger of tmp_path is in; a test that asks for it runs with each."""
    if request.param == "postgres":
        request.getfixturevalue("in_postgres")(tmp_path)
    return request.param


@pytest.fixture(params=["sqlite", "postgres"])
def office_store(request, workspace_folder):
    """The same for the small county's office."""
    if request.param == "postgres":
        request.getfixturevalue("in_postgres")(workspace_folder)
    return request.param


@pytest.fixture
def run_sql(store, tmp_path):
    """Do something with the lines of tmp_path's ledger, past our own code: with SQL."""

    def run(statement, *, guarded=True):
        if store == "postgres":
            _in_postgres(tmp_path, statement, guarded)
            return
        with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
            if not guarded:
                connection.executescript("DROP TRIGGER no_update; DROP TRIGGER no_delete")
                connection.execute("DROP TRIGGER only_next")
            connection.execute(statement)

    return run


def _in_postgres(folder, statement, guarded):
    import psycopg

    told = dict(
        line.split(": ") for line in (folder / SETTINGS).read_text("utf-8").strip().splitlines()
    )
    statement = statement.replace(" entries", " cadence.entries", 1)
    if "INSERT" not in statement:
        joint = "AND" if "WHERE" in statement else "WHERE"
        statement += f" {joint} chain = '{told['chain']}'"
    names = ("no_change", "no_truncate", "only_next")
    with psycopg.connect(told["ledger"]) as connection:
        if not guarded:
            connection.execute("ALTER TABLE cadence.entries DISABLE TRIGGER USER")
        connection.execute(statement)
        for name in () if guarded else names:
            connection.execute(f"ALTER TABLE cadence.entries ENABLE ALWAYS TRIGGER {name}")
