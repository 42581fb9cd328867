"""What reviewers' decisions come to: base rows of claims, reviews, settings of documents."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("settled", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("claim", sa.Column("base", sa.Boolean(), nullable=False, server_default=sa.true()))
    claim = sa.table("claim", sa.column("base", sa.Boolean()), sa.column("retired_by", sa.Integer()))
    op.execute(claim.update().where(claim.c.retired_by.is_not(None)).values(base=False))
    op.create_table(
        "claim_review",
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("review", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("claim", name=op.f("pk_claim_review")),
    )
    op.create_index("ix_claim_confidence_retired_by", "claim", ["confidence", "retired_by"], unique=False)
    op.create_index(op.f("ix_claim_review_document"), "claim_review", ["document"], unique=False)
    op.create_index(op.f("ix_claim_review_verdict"), "claim_review", ["verdict"], unique=False)
