"""The schema, brought up to date by Alembic: each change is a file in versions/.

Replicas that start at once wait for the first of them.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from bot.store.schema import Lock, lock

FOLDER = Path(__file__).parent


def upgrade(engine: Engine) -> None:
    """Bring the schema of a database up to date.

    Raises SQLAlchemyError.
    """
    with engine.begin() as connection:
        lock(connection, Lock.MIGRATE)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(connection: Connection) -> bool:
    """Return whether a database has the newest schema."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
