"""Jobs, updates that were seen, albums, quarantine, duties."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables of the first release."""
    _jobs()
    _memory()


def _jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("album", sa.String(64)),
        sa.Column("heavy", sa.Boolean, nullable=False),
        sa.Column("busy", sa.Boolean, nullable=False),
        sa.Column("arrived", sa.Float, nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("sending", sa.Boolean, nullable=False),
        sa.Column("owner", sa.String(80)),
        sa.Column("until", sa.Float, nullable=False),
    )
    op.create_index("job_due", "job", ["owner", "due"])
    op.create_index("job_chat", "job", ["chat", "heavy"])
    op.create_index("job_album", "job", ["album"])


def _memory() -> None:
    op.create_table(
        "seen",
        sa.Column("update", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("seen_at", "seen", ["at"])
    op.create_table(
        "album",
        sa.Column("album", sa.String(64), primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "quarantine",
        sa.Column("update", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("error", sa.String(80), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "duty",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("owner", sa.String(80)),
        sa.Column("until", sa.Float, nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
