"""Documents that are read anew: under which ids statements stay, and how decisions read in the newer text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables of what is carried from one reading of a document to the next."""
    op.create_table(
        "kept_names",
        sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), primary_key=True),
        sa.Column("made", sa.Text, primary_key=True),
        sa.Column("kept", sa.Text, nullable=False),
    )
    op.create_table(
        "carried_acts",
        sa.Column("decision", sa.String(12), primary_key=True),
        sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False),
        sa.Column("act", sa.Text, nullable=False),
    )
    op.create_index("carried_acts_by_document", "carried_acts", ["document"])
