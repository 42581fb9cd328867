"""What a board shows of a standing; the latest claims of a thread found without reading all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("standing", sa.Column("shown", sa.JSON(), nullable=False, server_default="{}"))
    op.create_index(
        "ix_thread_member_thread_published", "thread_member", ["thread", "published", "claim"], unique=False
    )
