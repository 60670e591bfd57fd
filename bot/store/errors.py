"""The store's errors: which of them waiting mends, and which not."""

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Unavailable(Exception):
    """The database's: it cannot be reached, or not in time."""


class SchemaError(Unavailable):
    """A release's: its migration of the database fails, and would fail again."""


class SchemaTooNew(SchemaError):
    """The operator's: a newer release made this database, and this one cannot read it."""


def is_outage(error: Exception) -> bool:
    """Return whether an error says that the database is away, or busy: waiting mends it."""
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return True
        cause = error.orig
        if isinstance(cause, sqlite3.OperationalError):
            # Python has one class for a full disk, a lock, and a table that does not exist.
            return cause.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR
        return isinstance(error, OperationalError | InterfaceError)
    return isinstance(error, OSError | PoolTimeout)
