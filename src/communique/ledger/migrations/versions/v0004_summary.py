"""What reports ask of a thread is kept with its standings."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "summary",
        sa.Column("thread", sa.String(length=64), nullable=False),
        sa.Column("line", sa.JSON(), nullable=True),
        sa.Column("differences", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["thread"], ["thread.id"], name=op.f("fk_summary_thread")),
        sa.PrimaryKeyConstraint("thread", name=op.f("pk_summary")),
    )
