"""DuckDB, opened in memory and shut to everything but the files that it is given."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@contextlib.contextmanager
def connect() -> Iterator["DuckDBPyConnection"]:
    """Open an engine that loads no extension and asks no network.

    Raises:
        CadenceError: duckdb is not installed.
    """
    try:
        import duckdb  # noqa: PLC0415 - an extra, and 60 MB
    except ImportError as error:
        message = _('rolling up needs duckdb; install it with: pip install "{0}"')
        raise CadenceError(message.format("cadence-duties[province]")) from error
    engine = duckdb.connect(":memory:")
    try:
        engine.execute("SET autoinstall_known_extensions = false")
        engine.execute("SET autoload_known_extensions = false")
        yield engine
    finally:
        engine.close()
