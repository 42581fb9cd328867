"""Alembic's entry: runs the migrations on the connection that ``storage`` hands over, in its transaction."""

from alembic import context

from communique.ledger.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
