"""What PostgreSQL and its driver report → words for the user: what happened and what to do."""

import contextlib
import re
from collections.abc import Iterator

from cadence.core import CadenceError, _

DISK = {"53100", "58030", "53200"}  # full, failing, out of memory
BUSY = {"55P03", "40P01"}
READ_ONLY = {"25006"}
FORBIDDEN = {"42501"}
MISSING = {"42P01", "3F000"}
SLOW = {"57014", "25P03"}
# How the server and libpq word what comes without a code; Chinese servers word the first three so.
NO_ENTRY = re.compile(
    r"password|pg_hba|not permitted|role \"|认证|口令|权限|角色|no encryption|ident", re.IGNORECASE
)
NO_DATABASE = re.compile(r"database \".*\" does not exist|数据库 ?\".*\" ?不存在", re.IGNORECASE)
SECRET = re.compile(r"(?<=://)([^/@:]*):[^/@]*(?=@)|(?<=password=)[^&\s]+")


def without_password(address: str) -> str:
    """Return an address as it may be shown."""
    return SECRET.sub(lambda found: found[1] or "…", address)


def words_of(name: str, error: Exception) -> str:
    """Say what an error means and what to do.

    Args:
        name: where the ledger is, as messages say it.
        error: the driver's.
    """
    code = getattr(error, "sqlstate", None) or ""
    said = without_password(_first_line(error))
    if code in DISK:
        message = _(
            "{0}: the disk is full or failed; nothing was recorded; make room and record it again"
        )
    elif code in BUSY or type(error).__name__ == "PoolTimeout":
        message = _("{0}: somebody else is writing; nothing was recorded; try again in a minute")
    elif code in READ_ONLY:
        message = _(
            "{0} may only be read now: it is a standby, or was set so; nothing was recorded; write"
            " to the primary (target_session_attrs=read-write finds it among several)"
        )
    elif code in FORBIDDEN | MISSING:
        message = _(
            "{0} is not made ready for this role ({1}); nothing was recorded; who keeps the"
            " database runs: cadence ledger prepare ADDRESS --writer ROLE"
        )
    elif code in SLOW:
        message = _("{0} took too long ({1}); nothing was recorded; try again in a minute")
    elif not code or code.startswith(("08", "28", "3D", "57P", "53")):
        message = _unreachable(code, said)
    else:
        message = _("{0}: nothing was recorded: {1}")
    return message.format(name, said)


def _unreachable(code: str, said: str) -> str:
    if code.startswith("28") or (not code and NO_ENTRY.search(said)):
        return _(
            "{0} refuses the role: {1}; nothing was recorded; see the role in workspace.yaml and"
            " its password in ~/.pgpass, or ask who keeps the database"
        )
    if code == "3D000" or NO_DATABASE.search(said):
        return _(
            "{0}: there is no such database: {1}; nothing was recorded; see the end of the address"
            " in workspace.yaml"
        )
    return _(
        "{0} does not answer: {1}; nothing was recorded; see that the address in workspace.yaml is"
        " right and the server runs, and try again"
    )


def unknown(name: str, first: int, last: int) -> str:
    """Say that nobody knows whether lines were recorded, for the server has not come back."""
    message = _(
        "{0} was lost while lines {1} to {2} were being recorded, and has not come back; whether"
        " they were is not known: look with cadence ledger show before you record them again"
    )
    return message.format(name, first, last)


def overtaken(name: str) -> str:
    """Say that a lost transaction cannot be repeated, for what it looked at has changed."""
    message = _(
        "{0} was lost for a moment and others have written meanwhile; nothing was recorded;"
        " record it again"
    )
    return message.format(name)


@contextlib.contextmanager
def speaking() -> Iterator[None]:
    """Say how to get what speaks with PostgreSQL, where the block cannot load it.

    Raises:
        CadenceError: it is missing.
    """
    try:
        yield
    except ImportError as error:
        message = _('a ledger in PostgreSQL needs psycopg; install it with: pip install "{0}"')
        raise CadenceError(message.format("cadence-duties[postgres]")) from error


def _first_line(error: Exception) -> str:
    lines = [each.strip() for each in str(error).splitlines() if each.strip()]
    return "; ".join(lines[:2]) if lines else type(error).__name__
