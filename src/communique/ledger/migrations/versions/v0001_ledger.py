"""The first version of the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("verb", sa.String(length=16), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_document"), "decision", ["document"], unique=False)
    op.create_table(
        "generation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=100), nullable=False),
        sa.Column("extractor", sa.String(length=100), nullable=False),
        sa.Column("pack", sa.String(length=100), nullable=False),
        sa.Column("pack_digest", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generation")),
        sa.UniqueConstraint(
            "reader", "extractor", "pack", "pack_digest", name=op.f("uq_generation_reader_extractor_pack_pack_digest")
        ),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "read_failure",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("fault", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_read_failure")),
    )
    op.create_table(
        "thread",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
    )
    op.create_index(op.f("ix_thread_folded"), "thread", ["folded"], unique=False)
    op.create_index(op.f("ix_thread_key"), "thread", ["key"], unique=False)
    op.create_table(
        "thread_alias",
        sa.Column("old", sa.String(length=64), nullable=False),
        sa.Column("new", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("old", name=op.f("pk_thread_alias")),
    )
    op.create_index(op.f("ix_thread_alias_new"), "thread_alias", ["new"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("published_how", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("tier", sa.String(length=24), nullable=False),
        sa.Column("encoding", sa.String(length=32), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["generation"], ["generation.id"], name=op.f("fk_document_generation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_published"), "document", ["published"], unique=False)
    op.create_table(
        "thread_member",
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("thread", sa.String(length=64), nullable=False),
        sa.Column("published", sa.Date()),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["thread"], ["thread.id"], name=op.f("fk_thread_member_thread")),
        sa.PrimaryKeyConstraint("claim", name=op.f("pk_thread_member")),
    )
    op.create_index(op.f("ix_thread_member_thread"), "thread_member", ["thread"], unique=False)
    op.create_table(
        "claim_block",
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("block", "claim", name=op.f("pk_claim_block")),
    )
    op.create_table(
        "shingle",
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("value", "document", name=op.f("pk_shingle")),
    )
    op.create_table(
        "standing",
        sa.Column("thread", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("place", sa.String(length=24), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("due_to", sa.Date()),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("last", sa.Date()),
        sa.ForeignKeyConstraint(["thread"], ["thread.id"], name=op.f("fk_standing_thread")),
        sa.PrimaryKeyConstraint("thread", "since", name=op.f("pk_standing")),
    )
    op.create_index(
        "ix_standing_place",
        "standing",
        ["place", "named", "sources", "claims", "last", "thread", "since", "until"],
        unique=False,
    )
    op.create_index("ix_standing_due_to", "standing", ["due_to", "open", "since", "until"], unique=False)
    op.create_table(
        "unsettled",
        sa.Column("thread", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("thread", name=op.f("pk_unsettled")),
    )
    op.create_table(
        "unlinked",
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_unlinked")),
    )
    op.create_table(
        "carrier",
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_carrier_document")),
        sa.PrimaryKeyConstraint("document", "path", name=op.f("pk_carrier")),
    )
    op.create_index(op.f("ix_carrier_name"), "carrier", ["name"], unique=False)
    op.create_table(
        "identity",
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_identity_document")),
        sa.PrimaryKeyConstraint("document", "folded", "actor", name=op.f("pk_identity")),
    )
    op.create_index(op.f("ix_identity_actor"), "identity", ["actor"], unique=False)
    op.create_index(op.f("ix_identity_folded"), "identity", ["folded"], unique=False)
    op.create_table(
        "text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reader", sa.String(length=100), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("sketch", sa.JSON(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_text_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text")),
        sa.UniqueConstraint("document", "digest", name=op.f("uq_text_document_digest")),
    )
    op.create_table(
        "claim",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("retired_by", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("frame", sa.String(length=100), nullable=False),
        sa.Column("label", sa.String(length=24), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("factuality", sa.String(length=16), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("due_from", sa.Date(), nullable=True),
        sa.Column("due_to", sa.Date(), nullable=True),
        sa.Column("repeat_of", sa.String(length=64), nullable=True),
        sa.Column("known_from", sa.Date(), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_claim_document")),
        sa.ForeignKeyConstraint(["generation"], ["generation.id"], name=op.f("fk_claim_generation")),
        sa.ForeignKeyConstraint(["retired_by"], ["generation.id"], name=op.f("fk_claim_retired_by")),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_claim_text")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_claim")),
    )
    op.create_index("ix_claim_document_start", "claim", ["document", "start"], unique=False)
    op.create_index(op.f("ix_claim_due_to"), "claim", ["due_to"], unique=False)
    op.create_index(op.f("ix_claim_id"), "claim", ["id"], unique=False)
    op.create_index("ix_claim_kind_known_from", "claim", ["kind", "known_from"], unique=False)
    op.create_index(op.f("ix_claim_label"), "claim", ["label"], unique=False)
    op.create_index(
        "uq_claim_live_id",
        "claim",
        ["id"],
        unique=True,
        sqlite_where=sa.text("retired_by IS NULL"),
        postgresql_where=sa.text("retired_by IS NULL"),
    )
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["text"], ["text.id"], name=op.f("fk_passage_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint("text", "block", name=op.f("uq_passage_text_block")),
    )
    op.create_table(
        "claim_actor",
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claim.row"], name=op.f("fk_claim_actor_claim")),
        sa.PrimaryKeyConstraint("claim", "n", name=op.f("pk_claim_actor")),
    )
    op.create_index("ix_claim_actor_actor_claim", "claim_actor", ["actor", "claim"], unique=False)
    op.create_table(
        "claim_key",
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claim.row"], name=op.f("fk_claim_key_claim")),
        sa.PrimaryKeyConstraint("claim", "key", name=op.f("pk_claim_key")),
    )
    op.create_index("ix_claim_key_key_claim", "claim_key", ["key", "claim"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claim.row"], name=op.f("fk_evidence_claim")),
        sa.PrimaryKeyConstraint("claim", "n", name=op.f("pk_evidence")),
    )
    if op.get_bind().dialect.name == "sqlite":
        # no content of its own: the frozen texts have it; the tokenizer splits at ASCII punctuation only
        op.execute(
            "CREATE VIRTUAL TABLE passage_index USING fts5(units, pairs, content='', tokenize='ascii', detail=full)"
        )
