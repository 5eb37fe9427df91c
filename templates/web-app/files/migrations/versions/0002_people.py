"""People and their sign-ins, names in the history, drafts, files waiting to be taken over."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OLD_STATUSES = "'to_review', 'needs_change', 'accepted'"
OLD_KINDS = "'accepted', 'change_asked', 'edited'"


def upgrade() -> None:
    """Create the new tables; let translations be drafts and events have a person."""
    _create_people()
    _create_sign_in()
    op.create_table(
        "pending_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('terms', 'segments')", name=op.f("ck_pending_imports_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_pending_imports_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pending_imports"),
    )
    op.create_index("ix_pending_imports_person_id", "pending_imports", ["person_id"])
    _check("translations", "status", f"'draft', {OLD_STATUSES}")
    _check("review_events", "kind", f"{OLD_KINDS}, 'sent', 'commented', 'imported'")
    with op.batch_alter_table("review_events") as batch:
        batch.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_review_events_person_id", "people", ["person_id"], ["id"])


def downgrade() -> None:
    """Drop people and what only they made: comments and notes of the way, not texts."""
    with op.batch_alter_table("review_events") as batch:
        batch.drop_constraint("fk_review_events_person_id", type_="foreignkey")
        batch.drop_column("person_id")
    op.execute("DELETE FROM review_events WHERE kind IN ('sent', 'commented', 'imported')")
    op.execute("UPDATE translations SET status = 'to_review' WHERE status = 'draft'")
    _check("review_events", "kind", OLD_KINDS, back=True)
    _check("translations", "status", OLD_STATUSES, back=True)
    for table in ("pending_imports", "sign_in_attempts", "one_time_links", "sessions", "people"):
        op.drop_table(table)


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "role IN ('translator', 'reviewer', 'admin')", name=op.f("ck_people_role")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
    )


def _create_sign_in() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sessions_person_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_person_id", "sessions", ["person_id"])
    op.create_table(
        "one_time_links",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_one_time_links_person_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_one_time_links"),
    )
    op.create_index("ix_one_time_links_person_id", "one_time_links", ["person_id"])
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempts"),
    )
    op.create_index("ix_sign_in_attempts_key", "sign_in_attempts", ["key"])
    op.create_index("ix_sign_in_attempts_at", "sign_in_attempts", ["at"])


def _check(table: str, column: str, values: str, *, back: bool = False) -> None:
    """Replace the check of a column; the first migration gave it its table's name twice."""
    old, new = f"ck_{table}_ck_{table}_{column}", f"ck_{table}_{column}"
    if back:
        old, new = new, old
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(old), type_="check")
        batch.create_check_constraint(op.f(new), f"{column} IN ({values})")
