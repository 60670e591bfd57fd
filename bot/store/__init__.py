"""What must outlive the process: jobs, and how far we read. One engine for both sizes.

keeper      the door: operations, run one batch a transaction, on SQLite or PostgreSQL
schema      the tables
habits      what people and groups set, and doors into the private chat
usage       work done for a person or a group
arrivals    updates become jobs, each once
claims      jobs are claimed, kept, given back, closed
leaders     which replica does what only one may do
sweeps      what a dead replica held, and what is old
migrate     the schema, brought up to date

Rows hold numbers that Telegram gave (chats, messages, files), never a name, a caption or a text.
"""

from bot.store.database import Database, Unavailable

__all__ = ["Database", "Unavailable"]
