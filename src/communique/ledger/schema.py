"""The tables of a ledger, for any database that SQLAlchemy speaks to.

What each table holds:

``document``       one row for each distinct sequence of bytes; ``id`` is their SHA-256, ``raw`` the bytes (zlib),
                   ``given`` what the user said about it (publisher, day, …), ``generation`` who read it last,
                   ``source`` the document it is a copy of (NULL: of none), derived like the threads,
                   ``settled`` what reviewers had set about it (publisher, day, …) when it was read
``carrier``        where a document came from; the same bytes under a second path are a further carrier
``text``           the frozen text of a document as one version of reading made it; evidence points into it;
                   ``sketch`` samples its wording, to find copies
``passage``        the blocks of a text, numbered; ``passage.id`` is the row of the full-text index
``generation``     who read: reader, extractor and pack; a claim belongs to exactly one generation
``claim``          what was found; ``fields`` (see ``codec``) holds all of it, the columns what queries ask for;
                   ``base`` marks the rows that the last reading made. Where a reviewer rejects, edits or adds, the
                   row in force is retired by the generation of reviewers, and a row of that generation (or, when
                   it is taken back, a copy of the base row) comes into force
``evidence``       the spans a claim rests on, in order, with their words
``claim_actor``    the actors of a claim by role; ``claim_key`` the register entries its clause speaks of
``identity``       which names a document uses for an actor, folded, with the place of the first use
``decision``       what reviewers said; rows are only ever added
``claim_review``   what the decisions come to for each claim they mean, derived from them
``thread``, ``thread_member``, ``thread_alias``  the lines of the ledger, derived from claims and decisions
``claim_block``    the blocks in which linking compares a claim with others (see ``linking.features``), so that a new
                   document is linked without the rest; ``shingle`` finds the documents a new one may be a copy of
``standing``       where a commitment stood from one day until another, for boards and what is due; derived from the
                   threads when it is asked for, ``unsettled`` are the threads that have changed since
``summary``        what else reports ask of a thread, kept with its standings: ``line`` its moves and who undertakes it
                   (NULL for what the board has not), ``differences`` where its sources say otherwise
``unlinked``       new documents whose claims are on no thread yet
``read_failure``   what could not be read, and why, until it can
``meta``           single values: when the ledger was made, which state of the claims the threads were made from

Days are ISO dates; instants are UTC. Intervals are two columns, both inclusive, NULL an open side. A claim with
``retired_by`` was found by an earlier generation and no longer counts; it is kept for ``--recorded``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    true,
)
from sqlalchemy import (
    text as sql_text,
)

__all__ = [
    "HEAD",
    "carrier",
    "claim",
    "claim_actor",
    "claim_block",
    "claim_key",
    "claim_review",
    "decision",
    "document",
    "evidence",
    "generation",
    "identity",
    "meta",
    "metadata",
    "passage",
    "read_failure",
    "shingle",
    "standing",
    "summary",
    "text",
    "thread",
    "thread_alias",
    "thread_member",
    "unlinked",
    "unsettled",
]

HEAD = "0004"
"""The newest migration; a test holds it equal to what the ``migrations`` folder says."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Hand the database UTC (without a zone where it has no such type)."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment."""
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

document = Table(
    "document",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", Text),
    Column("publisher", Text),
    Column("author", Text),
    Column("url", Text),
    Column("published", Date, index=True),
    Column("published_how", String(16), nullable=False),
    Column("language", String(35), nullable=False),
    Column("tier", String(24), nullable=False),
    Column("encoding", String(32), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("given", JSON, nullable=False),
    Column("size", Integer, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("generation", ForeignKey("generation.id"), nullable=False),
    Column("source", String(64)),
    Column("recorded_at", Instant, nullable=False),
    Column("settled", JSON, nullable=False, default=dict, server_default="{}"),
)

carrier = Table(
    "carrier",
    metadata,
    Column("document", ForeignKey("document.id"), nullable=False),
    Column("path", Text, nullable=False),
    Column("name", Text, nullable=False, index=True),  # the path's last part
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("document", "path"),
)

text = Table(
    "text",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("document.id"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("reader", String(100), nullable=False),
    Column("body", Text, nullable=False),
    Column("blocks", JSON, nullable=False),
    Column("sketch", JSON, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    UniqueConstraint("document", "digest"),
)

passage = Table(
    "passage",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", ForeignKey("text.id"), nullable=False),
    Column("block", Integer, nullable=False),
    UniqueConstraint("text", "block"),
)

generation = Table(
    "generation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reader", String(100), nullable=False),
    Column("extractor", String(100), nullable=False),
    Column("pack", String(100), nullable=False),
    Column("pack_digest", String(64), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    UniqueConstraint("reader", "extractor", "pack", "pack_digest"),
)

claim = Table(
    "claim",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String(64), nullable=False, index=True),
    Column("document", ForeignKey("document.id"), nullable=False),
    Column("text", ForeignKey("text.id"), nullable=False),
    Column("generation", ForeignKey("generation.id"), nullable=False),
    Column("retired_by", ForeignKey("generation.id")),
    Column("kind", String(16), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("frame", String(100), nullable=False),
    Column("label", String(24), index=True),  # event: type; commitment: status; position: stance; figure: unit
    Column("about", Text),  # commitment: subject; position: topic; figure: measure
    Column("factuality", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("value", Float),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("due_from", Date),
    Column("due_to", Date, index=True),
    Column("repeat_of", String(64)),
    Column("known_from", Date),
    Column("recorded_from", Instant, nullable=False),
    Column("recorded_to", Instant),
    Column("fields", JSON, nullable=False),
    Column("base", Boolean, nullable=False, default=True, server_default=true()),
    Index("ix_claim_document_start", "document", "start"),
    Index("ix_claim_kind_known_from", "kind", "known_from"),
    Index("ix_claim_confidence_retired_by", "confidence", "retired_by"),
    Index(
        "uq_claim_live_id",
        "id",
        unique=True,
        sqlite_where=sql_text("retired_by IS NULL"),
        postgresql_where=sql_text("retired_by IS NULL"),
    ),
)

evidence = Table(
    "evidence",
    metadata,
    Column("claim", ForeignKey("claim.row"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    PrimaryKeyConstraint("claim", "n"),
)

claim_actor = Table(
    "claim_actor",
    metadata,
    Column("claim", ForeignKey("claim.row"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", String(16), nullable=False),
    PrimaryKeyConstraint("claim", "n"),
    Index("ix_claim_actor_actor_claim", "actor", "claim"),
)

claim_key = Table(
    "claim_key",
    metadata,
    Column("claim", ForeignKey("claim.row"), nullable=False),
    Column("key", Text, nullable=False),
    PrimaryKeyConstraint("claim", "key"),
    Index("ix_claim_key_key_claim", "key", "claim"),
)

identity = Table(
    "identity",
    metadata,
    Column("document", ForeignKey("document.id"), nullable=False),
    Column("folded", Text, nullable=False, index=True),
    Column("actor", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    PrimaryKeyConstraint("document", "folded", "actor"),
)

decision = Table(
    "decision",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("verb", String(16), nullable=False),
    Column("document", String(64), index=True),  # no foreign key: a decision may arrive before its document
    Column("start", Integer),
    Column("end", Integer),
    Column("kind", String(16)),
    Column("payload", JSON, nullable=False),
)

claim_review = Table(
    "claim_review",
    metadata,
    Column("claim", String(64), primary_key=True),
    Column("document", String(64), nullable=False, index=True),
    Column("verdict", String(16), index=True),
    Column("private", Boolean, nullable=False),
    Column("important", Boolean, nullable=False),
    Column("review", JSON, nullable=False),
)

thread = Table(
    "thread",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("folded", Text, nullable=False, index=True),
)

thread_member = Table(
    "thread_member",
    metadata,
    Column("claim", String(64), primary_key=True),
    Column("thread", ForeignKey("thread.id"), nullable=False, index=True),
    Column("published", Date),
    Column("document", String(64), nullable=False),
    Column("start", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("kind", String(16), nullable=False, server_default=""),
    Index("ix_thread_member_thread_published", "thread", "published", "claim"),
    Index("ix_thread_member_thread_kind", "thread", "kind"),
)

claim_block = Table(
    "claim_block",
    metadata,
    Column("block", Text, nullable=False),
    Column("claim", String(64), nullable=False),
    PrimaryKeyConstraint("block", "claim"),
)

shingle = Table(
    "shingle",
    metadata,
    Column("value", BigInteger, nullable=False),
    Column("document", String(64), nullable=False),
    PrimaryKeyConstraint("value", "document"),
)

standing = Table(
    "standing",
    metadata,
    Column("thread", ForeignKey("thread.id"), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("place", String(24), nullable=False),
    Column("open", Boolean, nullable=False),
    Column("due_to", Date),
    Column("named", Boolean, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("last", Date),
    Column("shown", JSON, nullable=False, server_default="{}"),
    PrimaryKeyConstraint("thread", "since"),
    Index("ix_standing_place", "place", "named", "sources", "claims", "last", "thread", "since", "until"),
    Index("ix_standing_due_to", "due_to", "open", "since", "until"),
)

summary = Table(
    "summary",
    metadata,
    Column("thread", ForeignKey("thread.id"), primary_key=True),
    Column("line", JSON(none_as_null=True)),
    Column("differences", JSON(none_as_null=True)),
)

unsettled = Table("unsettled", metadata, Column("thread", String(64), primary_key=True))

unlinked = Table("unlinked", metadata, Column("document", String(64), primary_key=True))

thread_alias = Table(
    "thread_alias",
    metadata,
    Column("old", String(64), primary_key=True),
    Column("new", String(64), nullable=False, index=True),
    Column("at", Instant, nullable=False),
)

read_failure = Table(
    "read_failure",
    metadata,
    Column("path", Text, primary_key=True),
    Column("fault", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
