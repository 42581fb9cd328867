"""The ledger in a browser: a typed JSON API under ``/api/`` and the pages that use it.

What the room promises: it reads the ledger and writes only what a reader sends to be read; it answers this machine
alone unless given a token; a page of another site can do nothing here; a document's text is text, never HTML.
"""

from communique.serving.app import STATIC, create_app
from communique.serving.running import serve
from communique.serving.settings import DEFAULT_PORT, Settings

__all__ = ["DEFAULT_PORT", "STATIC", "Settings", "create_app", "serve"]
