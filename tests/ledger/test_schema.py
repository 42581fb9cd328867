from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from communique.ledger import LedgerWriter
from communique.ledger.schema import HEAD, metadata
from communique.ledger.storage import address


def test_the_migrations_make_what_the_schema_says(tmp_path):
    LedgerWriter(tmp_path / "ledger.db").close()
    engine = create_engine(address(tmp_path / "ledger.db"))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, sort, _: not (name or "").startswith("passage_index"),
            },
        )
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == HEAD
    engine.dispose()


def test_the_head_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", "communique.ledger:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_every_table_and_index_can_be_said_in_postgresql():
    for table in metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=postgresql.dialect()))
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=postgresql.dialect()))


def test_drivers_are_named():
    assert address("ledger.db").drivername == "sqlite+pysqlite"
    assert address("sqlite:///x.db").drivername == "sqlite+pysqlite"
    assert address("postgresql://u@h/db") == make_url("postgresql+psycopg://u@h/db")


def test_a_ledger_of_the_first_version_is_brought_up_to_date(tmp_path, make_document, make_claim, first, second):
    """Claims in force become base rows, retired ones do not."""
    from alembic import command
    from sqlalchemy import text

    file = tmp_path / "ledger.db"
    document = make_document()
    with LedgerWriter(file) as writer:
        writer.record(document, [make_claim(document)], first)
        writer.record(document, [make_claim(document)], second)
    engine = create_engine(address(file))
    config = Config()
    config.set_main_option("script_location", "communique.ledger:migrations")
    with engine.begin() as connection:  # back to what the first version was
        connection.execute(text("DROP TABLE claim_review"))
        connection.execute(text("DROP TABLE summary"))
        connection.execute(text("DROP INDEX ix_claim_confidence_retired_by"))
        connection.execute(text("DROP INDEX ix_thread_member_thread_published"))
        connection.execute(text("DROP INDEX ix_thread_member_thread_kind"))
        connection.execute(text("ALTER TABLE thread_member DROP COLUMN kind"))
        connection.execute(text("ALTER TABLE standing DROP COLUMN shown"))
        connection.execute(text("ALTER TABLE claim DROP COLUMN base"))
        connection.execute(text("ALTER TABLE document DROP COLUMN settled"))
        config.attributes["connection"] = connection
        command.stamp(config, "0001")
    engine.dispose()
    with LedgerWriter(file) as writer:
        (stored,) = writer.reader.as_read([document.id])
        assert stored.recorded_to is None and stored.claim == make_claim(document)
