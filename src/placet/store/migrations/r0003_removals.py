"""Documents that were removed: who removed what, when and why, and removals of which the last steps are still to do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables of removals, and let decisions go with the document that they are about, and only so."""
    op.create_table(
        "removals",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("decisions", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("removals_by_document", "removals", ["document"])
    op.create_table("unfinished_removals", sa.Column("document", sa.String(64), primary_key=True))
    op.execute("DROP TRIGGER decisions_refuse_delete")
    op.execute(
        "CREATE TRIGGER decisions_refuse_delete BEFORE DELETE ON decisions"
        " WHEN NOT EXISTS (SELECT 1 FROM unfinished_removals WHERE document = OLD.document)"
        " BEGIN SELECT RAISE(ABORT, 'the record of decisions only grows'); END"
    )
