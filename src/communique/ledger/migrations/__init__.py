"""The ledger's schema, version by version, for Alembic."""
