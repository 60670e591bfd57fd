"""Settings, doors to details, what was worked, what was seen of a message; jobs have a lane."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create what groups and settings need."""
    op.add_column("job", sa.Column("lane", sa.BigInteger, nullable=False, server_default="0"))
    op.execute("UPDATE job SET lane = chat")
    op.create_index("job_lane", "job", ["lane", "heavy"])
    op.create_table(
        "setting",
        sa.Column("who", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "door",
        sa.Column("token", sa.String(32), primary_key=True),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("until", sa.Float, nullable=False),
    )
    op.create_table(
        "usage",
        sa.Column("who", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("hour", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("files", sa.Integer, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "medium",
        sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
