"""A large ledger made quickly: everything in a small one told again by other documents, on the same lines of work.

Rows are copied in the database under other ids. Claims on a line of work come to stand on it as often as they are told
again; all other threads are copied with their claims, and their blocks of comparison get names of their own, so that
they stay as small as in a large world of many words.
"""

import sqlite3
from pathlib import Path

from communique.ledger.ngrams import index_terms
from communique.ledger.schema import metadata
from communique.model import Block, BlockRole
from communique.text import Flow

__all__ = ["tell_again"]

_OTHER = "ghijklmnopqrstuvwxyz"  # the first letter of other ids, after all that a digest begins with
_MOST = len(_OTHER)
_COPIED = ("document", "carrier", "text", "passage", "claim", "evidence", "claim_actor", "claim_key", "identity")
_FURTHER = ("thread", "thread_member", "claim_block", "shingle")
_SHIFTED = {("text", "id"), ("passage", "id"), ("passage", "text"), ("claim", "text"), ("claim", "row")}
_SHIFTED |= {("evidence", "claim"), ("claim_actor", "claim"), ("claim_key", "claim")}
_RENAMED = {("document", "id"), ("claim", "id"), ("thread_member", "claim"), ("claim_block", "claim")}


def tell_again(ledger: Path, times: int) -> None:
    """Tell a ledger's content so many times more, at most as often as there are letters for it."""
    if not 0 <= times <= _MOST:
        raise ValueError(f"{times} times: at most {_MOST}")
    connection = sqlite3.connect(ledger)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    shift = 1 + max(connection.execute(f"SELECT max({name}) FROM {table}").fetchone()[0]
                    for table, name in (("claim", "row"), ("passage", "id"), ("text", "id")))  # fmt: skip
    indexed = _index_rows(connection)
    for table in (*_COPIED, *_FURTHER):
        connection.execute(f'CREATE TEMP TABLE base_{table} AS SELECT * FROM "{table}"')
    connection.execute("DELETE FROM base_thread WHERE key NOT LIKE '%|%'")
    for n in range(times):
        for table in (*_COPIED, *_FURTHER):
            connection.execute(_copying(table, n, shift))
        rows = ((row + (n + 1) * shift, units, pairs) for row, units, pairs in indexed)
        connection.executemany("INSERT INTO passage_index (rowid, units, pairs) VALUES (?, ?, ?)", rows)
        connection.commit()
    connection.execute("INSERT OR IGNORE INTO unsettled SELECT id FROM thread")
    connection.commit()
    connection.execute("ANALYZE")
    connection.close()


def _index_rows(connection: sqlite3.Connection) -> list[tuple[int, str, str]]:
    rows = connection.execute("SELECT passage.id, body FROM passage JOIN text ON text.id = passage.text")
    return [(row, *index_terms(Flow(body, Block(0, len(body), BlockRole.BODY)).folded)) for row, body in rows]


def _copying(table: str, n: int, shift: int) -> str:
    """Return the statement that copies a table's rows for the n-th telling."""
    letter = _OTHER[n]
    columns = [column.name for column in metadata.tables[table].columns]
    values = {name: f'"{name}"' for name in columns}
    for name in columns:
        if (table, name) in _SHIFTED:
            values[name] = f'"{name}" + {(n + 1) * shift}'
        elif name == "document" or (table, name) in _RENAMED:
            values[name] = f"'{letter}' || substr(\"{name}\", 2)"
    lines = "SELECT id FROM thread WHERE key NOT LIKE '%|%'"
    if table == "thread":
        values |= {"id": f"'{letter}' || substr(id, 2)", "key": f"key || '{letter}'"}
    elif table == "thread_member":
        values["thread"] = f"CASE WHEN thread IN ({lines}) THEN thread ELSE '{letter}' || substr(thread, 2) END"
    elif table == "claim_block":
        values["block"] = f"block || '~{letter}'"
    elif table == "shingle":
        values["value"] = f"value + {(n + 1) << 33}"
    named = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table}" ({named}) SELECT {", ".join(values.values())} FROM base_{table}'
