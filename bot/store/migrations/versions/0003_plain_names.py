"""Tables and columns get plain names; every row stays."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = {
    "seen": "seen_update",
    "album": "seen_album",
    "duty": "leader",
    "door": "deep_link",
    "medium": "message_file",
}
# Table (by its new name) -> old and new names of its columns.
COLUMNS = {
    "job": {
        "chat": "chat_id",
        "lane": "queue_key",
        "event": "events",
        "album": "album_key",
        "arrived": "arrived_at",
        "due": "due_at",
        "done": "answers_sent",
        "until": "lease_until",
    },
    "seen_update": {"update": "update_id", "at": "seen_at"},
    "seen_album": {"album": "album_key", "at": "seen_at"},
    "quarantine": {"update": "update_id", "at": "seen_at"},
    "leader": {"name": "role", "until": "lease_until", "value": "cursor"},
    "setting": {"who": "owner_id", "told": "json", "at": "saved_at"},
    "deep_link": {"chat": "chat_id", "person": "user_id", "until": "expires_at"},
    "usage": {"who": "owner_id"},
    "message_file": {
        "chat": "chat_id",
        "message": "message_id",
        "mark": "file_digest",
        "at": "seen_at",
    },
}


def upgrade() -> None:
    """Rename tables, columns, and the two indexes that were named after them."""
    for old, new in TABLES.items():
        op.rename_table(old, new)
    for table, columns in COLUMNS.items():
        for old, new in columns.items():
            op.alter_column(table, old, new_column_name=new)
    # SQLite cannot rename an index.
    op.drop_index("job_lane", "job")
    op.create_index("job_queue", "job", ["queue_key", "heavy"])
    op.drop_index("seen_at", "seen_update")
    op.create_index("seen_update_seen_at", "seen_update", ["seen_at"])
