"""The tables of the newest schema; `bot.store.migrations` makes them.

Times are seconds since 1970 by the database's own clock. Rows hold numbers that Telegram
gave (chats, messages, files), never a name, a caption or a text.
"""

from enum import IntEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite

metadata = MetaData()

# A job: events of one chat that are not answered yet; bot.store.jobs has its states.
jobs = Table(
    "job",
    metadata,
    # SQLite numbers rows by itself only where the column's type is INTEGER.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("queue_key", BigInteger, nullable=False),  # one file at a time for each: the sender
    Column("events", Text, nullable=False),  # a JSON list, see bot.telegram.codecs
    Column("album_key", String(64)),  # later items of this album join until it is due
    Column("heavy", Boolean, nullable=False),  # a file is to be worked on
    Column("busy", Boolean, nullable=False),  # too many were waiting: its answer says so
    Column("arrived_at", Float, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("tries", Integer, nullable=False, default=0),  # times it was claimed
    Column("answers_sent", Integer, nullable=False, default=0),
    Column("sending", Boolean, nullable=False, default=False),  # an answer is, or was, on its way
    Column("owner", String(80)),  # the replica that works on it
    Column("lease_until", Float, nullable=False, default=0.0),  # the owner's claim ends here
    Index("job_due", "owner", "due_at"),
    Index("job_chat", "chat_id", "heavy"),
    Index("job_queue", "queue_key", "heavy"),
    Index("job_album", "album_key"),
)

# Updates that arrived: Telegram repeats one for a day, and it must not be answered twice.
seen_updates = Table(
    "seen_update",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("seen_at", Float, nullable=False),
    Index("seen_update_seen_at", "seen_at"),
)

# Albums of which only the first item is answered, once that arrived.
seen_albums = Table(
    "seen_album",
    metadata,
    Column("album_key", String(64), primary_key=True),
    Column("seen_at", Float, nullable=False),
)

# Updates that could not be read: their numbers, and the class of the error.
quarantine = Table(
    "quarantine",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("error", String(80), nullable=False),
    Column("seen_at", Float, nullable=False),
)

# Roles that one replica at a time has, and how far it came.
leaders = Table(
    "leader",
    metadata,
    Column("role", String(20), primary_key=True),
    Column("owner", String(80)),
    Column("lease_until", Float, nullable=False, default=0.0),
    Column("cursor", BigInteger, nullable=False, default=0),
)

# What people and groups set; a group's number is negative.
settings = Table(
    "setting",
    metadata,
    Column("owner_id", BigInteger, primary_key=True, autoincrement=False),
    Column("json", Text, nullable=False),  # see bot.telegram.codecs
    Column("saved_at", Float, nullable=False),
)

# Deep links from a group into the private chat: for one person, and they expire.
deep_links = Table(
    "deep_link",
    metadata,
    Column("token", String(32), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),  # where the file was sent
    Column("user_id", BigInteger, nullable=False),  # the only one who may follow it
    Column("event", Text, nullable=False),  # JSON: the file's
    Column("expires_at", Float, nullable=False),
)

# Work done for a person or in a group, hour by hour.
usages = Table(
    "usage",
    metadata,
    Column("owner_id", BigInteger, primary_key=True, autoincrement=False),
    Column("hour", BigInteger, primary_key=True, autoincrement=False),  # hours since 1970
    Column("files", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)

# Which file a message holds: an edited message is answered only where its file changed.
message_files = Table(
    "message_file",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("file_digest", String(16), nullable=False),  # of Telegram's number of the file
    Column("seen_at", Float, nullable=False),
)


def insert_new(connection: Connection, table: Table, row: dict[str, object]) -> bool:
    """Insert a row unless its key exists; return whether it was inserted."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    command = dialect.insert(table).values(row).on_conflict_do_nothing()
    return connection.execute(command.returning(*table.primary_key)).first() is not None


class Lock(IntEnum):
    """PostgreSQL's names of what one replica at a time may do; they are numbers."""

    MIGRATE = 0x5341_5055  # "SAPU"
    CLAIM = 0x5341_5056


def lock(connection: Connection, key: Lock | str) -> None:
    """Wait until no other transaction holds the lock; this one holds it to its end.

    SQLite needs none: its transactions begin with BEGIN IMMEDIATE, one after the other.
    """
    if connection.dialect.name == "postgresql":
        number = "hashtext(:key)" if isinstance(key, str) else ":key"
        connection.execute(text(f"SELECT pg_advisory_xact_lock({number})"), {"key": key})
