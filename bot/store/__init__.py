"""What must outlive the process: jobs, settings, and how far updates were read.

database    operations, run one batch a transaction, on SQLite or PostgreSQL
errors      which of them waiting mends
schema      the tables
jobs        a job's states, and every operation that moves it on
arrivals    updates become jobs, each once
leader      which replica does what only one may do
settings    what people and groups set; everything of one of them erased
links       deep links from a group into the private chat
usage       work done for a person or a group in this hour
retention   what is old is deleted, what waits is counted
migrations  the schema, brought up to date

An operation is a function of a connection and the time in seconds; `Database.run` runs it.
Rows hold numbers that Telegram gave (chats, messages, files), never a name, a caption or a text.
"""

from bot.store.database import Database
from bot.store.errors import SchemaError, SchemaTooNew, Unavailable

__all__ = ["Database", "SchemaError", "SchemaTooNew", "Unavailable"]
