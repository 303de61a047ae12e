"""Proposed statements, the record of what people decided about them, and how they stand, with an index of words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of statements."""
    op.create_table(
        "proposals",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("digest", sa.String(16), nullable=False),
        sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.UniqueConstraint("id", "digest"),
    )
    op.create_index("proposals_by_document", "proposals", ["document"])
    op.create_table(
        "proposal_runs",
        sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), primary_key=True),
        sa.Column("rules", sa.Text, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(12), nullable=False, unique=True),
        sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("decisions_by_document", "decisions", ["document"])
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER decisions_refuse_{change.lower()} BEFORE {change} ON decisions"
            " BEGIN SELECT RAISE(ABORT, 'the record of decisions only grows'); END"
        )
    op.create_table(
        "statements",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("first_day", sa.String(10)),
        sa.Column("last_day", sa.String(10)),
        sa.Column("passage", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_index("statements_by_document", "statements", ["document", "position"])
    op.create_index("statements_by_day", "statements", ["first_day", "last_day", "document", "position"])
    op.create_table(
        "statements_built",
        sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), primary_key=True),
        sa.Column("form", sa.Integer, nullable=False),
    )
    op.execute(
        "CREATE VIRTUAL TABLE statement_words"
        " USING fts5(passage, speaker, paraphrase, tags, tokenize='unicode61 remove_diacritics 2')"
    )
