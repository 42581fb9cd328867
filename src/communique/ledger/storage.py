"""Where a ledger lives: its address, its connections, its version.

A ledger is a SQLite file (write-ahead log, so that readers never wait for a writer) named by its path, or any
database named by a SQLAlchemy URL. Every writing transaction takes the write lock when it begins, so two processes
wait for each other instead of failing half way; whoever is killed leaves the ledger as it was before the transaction.
"""

from __future__ import annotations

import json
import logging
import random
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from communique.ledger.schema import HEAD, meta
from communique.model import LedgerError

__all__ = ["BUSY_SECONDS", "address", "connect_reader", "connect_writer", "patiently"]

_log = logging.getLogger(__name__)

BUSY_SECONDS = 120.0
"""How long a writer waits for another one before it gives up."""

_T = TypeVar("_T")


def address(ledger: str | Path) -> URL:
    """Return the database URL of a ledger given as a file path or as a SQLAlchemy URL.

    Drivers are named: ``sqlite+pysqlite``; ``postgresql://`` means psycopg 3. Raises ``LedgerError`` for a URL that
    cannot be read or that names an unknown kind of database.
    """
    if "://" not in str(ledger):
        return URL.create("sqlite+pysqlite", database=str(Path(ledger).expanduser().absolute()))
    try:
        url = make_url(str(ledger))
    except SQLAlchemyError as fault:
        raise LedgerError(f"{ledger}: not the address of a database ({fault}).") from None
    drivers = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}
    url = url.set(drivername=drivers.get(url.drivername, url.drivername))
    if url.drivername not in drivers.values():
        raise LedgerError(f"{ledger}: a ledger is kept in SQLite or PostgreSQL, not in {url.drivername!r}.")
    return url


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _sqlite_engine(connect: Callable[[], sqlite3.Connection], *, writing: bool) -> Engine:
    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool, json_serializer=_dumps)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        only_looking = connection.get_execution_options().get("only_looking", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing and not only_looking else "BEGIN")

    return engine


def _connect_sqlite(file: Path, *, writing: bool, immutable: bool = False) -> sqlite3.Connection:
    """Open the file; the driver's own transactions are off (``isolation_level=None``), SQLAlchemy begins them."""
    query = "mode=rwc" if writing else "mode=ro&immutable=1" if immutable else "mode=ro"
    connection = sqlite3.connect(
        f"{file.as_uri()}?{query}", uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        if writing:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA wal_autocheckpoint = 4000")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA mmap_size = 268435456")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()  # opens the file in earnest
    except BaseException:
        connection.close()
        raise
    return connection


def patiently(action: Callable[[], _T], what: str) -> _T:
    """Run ``action``, again and again while another process holds the lock, up to ``BUSY_SECONDS``.

    The busy timeout covers most waits; a few (the switch to the write-ahead log, recovery after a crash) fail at once
    and are tried again here. Database faults come out as ``LedgerError``.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    pause = 0.005
    while True:
        try:
            return action()
        except (OperationalError, sqlite3.OperationalError) as fault:
            message = str(getattr(fault, "orig", fault))
            if not ("locked" in message or "busy" in message) or time.monotonic() > deadline:
                raise LedgerError(f"{what}: {_explain(message)}") from fault
            time.sleep(pause * (0.5 + random.random()))
            pause = min(pause * 2, 0.5)
        except (DBAPIError, sqlite3.DatabaseError) as fault:
            raise LedgerError(f"{what}: {_explain(str(getattr(fault, 'orig', fault)))}") from fault


def _explain(message: str) -> str:
    """Return a database's complaint with what to do about it."""
    advice = {
        "not a database": "the file is not a ledger; give another path to --ledger.",
        "unable to open": "the file or its folder cannot be opened; does the folder exist, and may you write there?",
        "readonly": "the file or its folder is read-only; copy the ledger to where you may write.",
        "locked": "another process has been writing for too long; try again when it is done.",
        "full": "the disk is full; nothing was lost, make room and go on.",
        "malformed": "the file is damaged; restore a copy, or read the documents into a new ledger.",
    }
    return next((f"{message}: {text}" for sign, text in advice.items() if sign in message), message)


def connect_writer(ledger: str | Path, *, new: bool = True) -> Engine:
    """Return an engine for a ledger that may be written to; make it, or bring it to this version, where needed.

    Raises ``LedgerError`` where that is impossible, with the file untouched, and where there is none but ``new``
    forbids to make one.
    """
    url = address(ledger)
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, json_serializer=_dumps)
        return _ready(engine, lambda: _migrate(engine, str(ledger)), str(ledger))
    file = Path(url.database or "")
    if file.is_dir():
        raise LedgerError(f"{file}: is a folder; a ledger is a file.")
    if not new:
        _refuse_missing(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise LedgerError(f"{file}: the folder for the ledger cannot be made ({fault.strerror}).") from None
    if _has_content(file):  # looked at before anything is written to it
        looking = _sqlite_engine(lambda: _open_read_only(file), writing=False)
        _ready(looking, lambda: _refuse_newer(_version(looking, str(file)), str(file)), str(file)).dispose()
    engine = _sqlite_engine(lambda: _connect_sqlite(file, writing=True), writing=True)
    return _ready(engine, lambda: _migrate(engine, str(file)), str(file))


def _ready(engine: Engine, action: Callable[[], None], what: str) -> Engine:
    """Return the engine after ``action`` has succeeded; let go of its connections where it fails."""
    try:
        patiently(action, what)
    except BaseException:
        engine.dispose()
        raise
    return engine


def connect_reader(ledger: str | Path) -> Engine:
    """Return an engine for a ledger that is only read; the file is never changed.

    Raises ``LedgerError`` where there is no ledger, or one of another version.
    """
    url = address(ledger)
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, json_serializer=_dumps)
    else:
        file = Path(url.database or "")
        _refuse_missing(file)
        _has_content(file)
        engine = _sqlite_engine(lambda: _open_read_only(file), writing=False)
    return _ready(engine, lambda: _refuse_others(_version(engine, str(ledger)), str(ledger)), str(ledger))


def _refuse_missing(file: Path) -> None:
    if not file.is_file():
        raise LedgerError(f"{file}: no ledger there yet; `communique read FILE…` makes one.")


def _open_read_only(file: Path) -> sqlite3.Connection:
    """Open for reading; where not even the log's index may be made beside it, as a file that nobody changes."""
    try:
        return _connect_sqlite(file, writing=False)
    except sqlite3.OperationalError as fault:
        if "unable to open" not in str(fault) and "readonly" not in str(fault):
            raise
        return _connect_sqlite(file, writing=False, immutable=True)


def _has_content(file: Path) -> bool:
    """Say whether the file is there and not empty; raise ``LedgerError`` where it is no SQLite file."""
    try:
        with file.open("rb") as stream:
            start = stream.read(16)
    except FileNotFoundError:
        return False
    except OSError as fault:
        raise LedgerError(f"{file}: cannot be opened ({fault.strerror}).") from None
    if start and start != b"SQLite format 3\0":
        raise LedgerError(f"{file}: the file is not a ledger; give another path to --ledger.")
    return bool(start)


def _version(engine: Engine, where: str) -> str | None:
    """Return the ledger's schema version, ``None`` for an empty database; refuse other people's databases."""
    with engine.connect().execution_options(only_looking=True) as connection:
        tables = set(inspect(connection).get_table_names())
        if not tables:
            return None
        if "alembic_version" not in tables or (len(tables) > 1 and "claim" not in tables):
            raise LedgerError(f"{where}: a database of some other program; give another path to --ledger.")
        row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
        return None if row is None else str(row[0])


def _refuse_others(version: str | None, where: str) -> None:
    """Raise ``LedgerError`` for any version but this one."""
    _refuse_newer(version, where)
    if version is None:
        raise LedgerError(f"{where}: no finished ledger; `communique read` completes it.")
    if version != HEAD:
        raise LedgerError(
            f"{where}: made by an earlier communique (ledger version {version}, this one has {HEAD}); "
            "`communique read --again` brings it up to date."
        )


def _refuse_newer(version: str | None, where: str) -> None:
    if version is not None and version > HEAD:
        raise LedgerError(
            f"{where}: made by a newer communique (ledger version {version}, this one knows {HEAD}); "
            "upgrade communique."
        )


def _migrate(engine: Engine, where: str) -> None:
    """Bring an empty or older ledger to this version, in one transaction that the others wait for."""
    version = _version(engine, where)
    if version == HEAD:
        return
    _refuse_newer(version, where)
    from alembic import command  # costs a tenth of a second, and is needed once in a ledger's life
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "communique.ledger:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.execute(select(meta.c.value).where(meta.c.key == "made_at")).first() is None:
            connection.execute(meta.insert().values(key="made_at", value=datetime.now(UTC).isoformat()))
    _log.info("%s: ledger version %s", where, HEAD)
