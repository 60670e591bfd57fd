"""Alembic's entry: the connection comes from `bot.store.migrations`, which holds the lock."""

from alembic import context

from bot.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
context.run_migrations()
