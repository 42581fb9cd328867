"""What a board shows of a standing; the latest claims of a thread found without reading all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("standing", sa.Column("shown", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("thread_member", sa.Column("kind", sa.String(length=16), nullable=False, server_default=""))
    member = sa.table("thread_member", sa.column("claim", sa.String()), sa.column("kind", sa.String()))
    claim = sa.table("claim", *(sa.column(name, sa.String()) for name in ("id", "kind", "retired_by")))
    kind = sa.select(claim.c.kind).where(claim.c.id == member.c.claim, claim.c.retired_by.is_(None)).scalar_subquery()
    op.execute(member.update().values(kind=sa.func.coalesce(kind, "")))
    op.create_index("ix_thread_member_thread_kind", "thread_member", ["thread", "kind"], unique=False)
    op.create_index(
        "ix_thread_member_thread_published", "thread_member", ["thread", "published", "claim"], unique=False
    )
