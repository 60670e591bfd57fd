"""The tables. Times are seconds since 1970, as the database's own clock tells them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

# A job: an event that is not answered yet. It is deleted when it is.
jobs = Table(
    "job",
    metadata,
    # SQLite numbers rows by itself only where the column is called INTEGER.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("lane", BigInteger, nullable=False),  # whose turn it is: the person's who sent it
    Column("event", Text, nullable=False),  # JSON of numbers, see bot.gateway.letters
    Column("album", String(64)),  # what collects more of them until it is due
    Column("heavy", Boolean, nullable=False),  # one at a time in a chat
    Column("busy", Boolean, nullable=False),  # too many were waiting: it is told so
    Column("arrived", Float, nullable=False),
    Column("due", Float, nullable=False),
    Column("tries", Integer, nullable=False, default=0),  # times it was begun
    Column("done", Integer, nullable=False, default=0),  # answers that were given
    Column("sending", Boolean, nullable=False, default=False),  # one is on its way, or was
    Column("owner", String(80)),  # the replica that works on it
    Column("until", Float, nullable=False, default=0.0),  # its word holds so long
    Index("job_due", "owner", "due"),
    Index("job_chat", "chat", "heavy"),
    Index("job_lane", "lane", "heavy"),
    Index("job_album", "album"),
)

# Updates that were taken, so that one which Telegram repeats is not answered twice.
seen = Table(
    "seen",
    metadata,
    Column("update", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Index("seen_at", "at"),
)

# Albums that were answered: what comes late is answered by itself, or not at all.
albums = Table(
    "album",
    metadata,
    Column("album", String(64), primary_key=True),
    Column("at", Float, nullable=False),
)

# Updates that nobody here can read: that there were any, and what broke.
quarantine = Table(
    "quarantine",
    metadata,
    Column("update", BigInteger, primary_key=True, autoincrement=False),
    Column("error", String(80), nullable=False),  # the error's class
    Column("at", Float, nullable=False),
)

# Duties that one replica at a time has, and what it must hand on.
duties = Table(
    "duty",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("owner", String(80)),
    Column("until", Float, nullable=False, default=0.0),
    Column("value", BigInteger, nullable=False, default=0),
)

# What people and groups set; a group's number is negative.
settings = Table(
    "setting",
    metadata,
    Column("who", BigInteger, primary_key=True, autoincrement=False),
    Column("told", Text, nullable=False),  # JSON, see bot.gateway.habits
    Column("at", Float, nullable=False),
)

# Ways from a group into the private chat: only for one person, only for a while.
doors = Table(
    "door",
    metadata,
    Column("token", String(32), primary_key=True),
    Column("chat", BigInteger, nullable=False),  # where the file was sent
    Column("person", BigInteger, nullable=False),
    Column("event", Text, nullable=False),  # JSON of numbers: the file's
    Column("until", Float, nullable=False),
)

# Work done for a person or in a group, hour by hour.
usages = Table(
    "usage",
    metadata,
    Column("who", BigInteger, primary_key=True, autoincrement=False),
    Column("hour", BigInteger, primary_key=True, autoincrement=False),
    Column("files", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)

# Which file a message held, so that an edited one is answered only where its file changed.
media = Table(
    "medium",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    Column("mark", String(16), nullable=False),  # a digest of Telegram's number of the file
    Column("at", Float, nullable=False),
)
