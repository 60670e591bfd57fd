"""The schema, brought up to date by Alembic: each change is a file in versions/.

Replicas that start at once wait for the first of them.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from bot.store.errors import SchemaError, SchemaTooNew, is_outage
from bot.store.schema import Lock, lock

FOLDER = Path(__file__).parent


def upgrade(engine: Engine) -> None:
    """Bring the schema of a database up to date.

    Raises SchemaTooNew where a newer release made it, SchemaError where a migration fails,
    and SQLAlchemyError or OSError where the database cannot be reached.
    """
    try:
        with engine.begin() as connection:
            lock(connection, Lock.MIGRATE)
            if _revision(connection) not in _revisions():
                raise SchemaTooNew
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SchemaError:
        raise
    except Exception as error:
        if is_outage(error):
            raise
        raise SchemaError from error


def _revision(connection: Connection) -> str | None:
    """Return the revision of a database; None where it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def _revisions() -> set[str | None]:
    """Return every revision that this release knows, and None."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return {None, *(script.revision for script in scripts)}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
