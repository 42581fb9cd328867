"""The application: the API, the built pages, and what an error looks like."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from communique import __version__
from communique.model import CommuniqueError, LedgerError, NotInLedger
from communique.serving.desk import Desk
from communique.serving.routes import ROUTERS
from communique.serving.security import Guard
from communique.serving.settings import Settings

__all__ = ["STATIC", "create_app"]

_log = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"
_UNBUILT = (
    "The pages are not built here; the API answers under /api/. "
    "Build them with `npm ci && npm run build` in web/, or install communique again."
)
_FOREVER = "public, max-age=31536000, immutable"


def create_app(settings: Settings) -> FastAPI:
    """Return the application for a ledger; raises ``LedgerError`` where it cannot be opened."""
    desk = Desk(settings.ledger)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        Thread(target=desk.warm, daemon=True).start()
        yield
        desk.close()

    app = FastAPI(
        title="communique",
        version=__version__,
        summary="Who promised what, until when, and what became of it, with the words that prove it.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        middleware=[Middleware(Guard, settings=settings), Middleware(GZipMiddleware, minimum_size=1000)],
    )
    app.state.desk = desk
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(CommuniqueError, _fault)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _broken)
    app.add_api_route("/api/{rest:path}", _no_such, include_in_schema=False, methods=["GET", "POST"])
    app.add_api_route("/{path:path}", _page, include_in_schema=False, methods=["GET", "HEAD"])
    return app


def _problem(status: int, error: str, message: str) -> JSONResponse:
    return JSONResponse({"error": error, "message": message}, status_code=status)


async def _fault(request: Request, fault: Exception) -> Response:
    status = 404 if isinstance(fault, NotInLedger) else 503 if isinstance(fault, LedgerError) else 400
    return _problem(status, type(fault).__name__, str(fault))


async def _invalid(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RequestValidationError)
    told = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in fault.errors())
    return _problem(422, "bad_request", told)


async def _refused(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    return _problem(fault.status_code, "not_found" if fault.status_code == 404 else "refused", str(fault.detail))


async def _broken(request: Request, fault: Exception) -> Response:
    _log.exception("%s: an error in communique itself", request.url.path, exc_info=fault)
    return _problem(500, "internal", f"An error in communique itself ({type(fault).__name__}).")


async def _no_such(rest: str) -> Response:
    raise HTTPException(404, f"no such endpoint: /api/{rest}")


async def _page(path: str) -> Response:
    """Give a built file, or the page itself for the address of a view."""
    if not (STATIC / "index.html").is_file():
        return Response(_UNBUILT, 503, media_type="text/plain; charset=utf-8")
    file = (STATIC / path).resolve()
    if path and file.is_file() and file.is_relative_to(STATIC.resolve()):
        kept = _FOREVER if path.startswith("assets/") else "no-cache"
        return FileResponse(file, headers={"Cache-Control": kept})
    if path.startswith("assets/"):
        raise HTTPException(404, "no such file")
    return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})
