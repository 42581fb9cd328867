"""Fetching an address on the web, with limits on where it leads, its size, its time and its redirects.

Names are resolved and judged at every connection (see ``addresses``), so at every redirect too. Proxies of the
environment are not used, since a proxy would resolve names itself. Nothing fetched is run; what a page refers to is
not fetched.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import httpcore2
import httpx2

from communique.model import (
    DocumentTooLarge,
    FetchError,
    FetchTimeout,
    ForbiddenAddress,
    HttpError,
    TooManyRedirects,
)
from communique.reading.addresses import Addresses, Resolver, resolve

__all__ = ["MAX_REDIRECTS", "SECONDS", "Fetched", "Fetcher", "is_address"]

SECONDS = 60.0
"""How long one address may take in all, redirects included."""

MAX_REDIRECTS = 10
_STEP = 15.0  # seconds without a byte after which a server is given up
_MEDIA = "text/html, application/xhtml+xml, application/pdf, application/atom+xml, application/rss+xml, */*;q=0.5"
_GONE = {404, 410}
_LOCKED = {401, 402, 403, 451}


def is_address(text: str) -> bool:
    """Say whether a text is an address that is fetched, and not the name of a file."""
    return text[:8].lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. ``url`` is the one it was found under in the end, ``charset`` what the server names.

    ``etag`` and ``modified`` are the server's validators, to ask again only for what is newer.
    """

    data: bytes
    url: str
    media_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None


class _Deadline:
    """How much of a fetch's time is left."""

    def __init__(self) -> None:
        self._end = float("inf")

    def start(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def bound(self, timeout: float | None) -> float:
        """Return a step's time, no longer than what is left; raises the transport's timeout where nothing is."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time for this address is over")
        return min(_STEP if timeout is None else timeout, left)


class _Stream(httpcore2.NetworkStream):
    """A connection whose every step ends with the fetch's time."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: _Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.bound(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.bound(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.bound(timeout))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Connects to addresses that were judged, under their number."""

    def __init__(self, addresses: Addresses, deadline: _Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        fault: Exception | None = None
        for address in self._addresses.of(host, port):
            try:
                inner = self._inner.connect_tcp(
                    address, port, self._deadline.bound(timeout), local_address, socket_options
                )
                return _Stream(inner, self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                fault = error
        raise fault or httpcore2.ConnectError(f"{host} has no address")


class _Body(httpx2.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class _Transport(httpx2.BaseTransport):
    """The HTTP client's way to the network: a pool of connections of our own backend."""

    def __init__(self, backend: httpcore2.NetworkBackend) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=ssl.create_default_context(), max_connections=8, keepalive_expiry=30.0, network_backend=backend
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )  # fmt: skip
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        self._pool.close()


class Fetcher:
    """Fetches addresses; use it as a context manager.

    ``allowed`` are hosts, addresses or networks that may be fetched though they are not public; ``limit`` is the
    largest document in bytes (unpacked), ``seconds`` the time for one address in all.
    """

    def __init__(
        self,
        *,
        allowed: Iterable[str] = (),
        limit: int = 50_000_000,
        seconds: float = SECONDS,
        redirects: int = MAX_REDIRECTS,
        agent: str = "communique",
        resolver: Resolver = resolve,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._limit, self._seconds, self._redirects, self._now = limit, seconds, redirects, now
        self._deadline = _Deadline()
        self._client = httpx2.Client(
            transport=_Transport(_Backend(Addresses(allowed, resolver), self._deadline)),
            headers={"User-Agent": agent, "Accept": _MEDIA, "Accept-Encoding": "gzip, deflate"},
            timeout=httpx2.Timeout(_STEP),
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched | None:
        """Return what an address gives; ``None`` where it has not changed since ``etag`` or ``modified``.

        Raises ``ForbiddenAddress``, ``FetchTimeout``, ``TooManyRedirects``, ``HttpError`` or another ``FetchError``,
        and ``DocumentTooLarge``; their ``where`` is ``url``.
        """
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        self._deadline.start(self._seconds)
        try:
            request: httpx2.Request | None = self._client.build_request(
                "GET", _bare(url), headers={name: value for name, value in headers.items() if value}
            )
            for _ in range(self._redirects + 1):
                if request is None:
                    break
                if request.url.scheme not in {"http", "https"} or not request.url.host:
                    raise ForbiddenAddress(url, f"it leads to {request.url}, which is no web address.")
                answer = self._client.send(request, stream=True)
                try:
                    if answer.next_request is None:
                        return self._take(answer, url)
                    request = answer.next_request
                finally:
                    answer.close()
        except FetchError as fault:
            raise _under(fault, url) from fault
        except (httpx2.TimeoutException, httpcore2.TimeoutException) as fault:
            raise FetchTimeout(url, "the server did not answer in time.", "Try again later.") from fault
        except (httpx2.HTTPError, httpx2.InvalidURL, *_NETWORK) as fault:
            raise FetchError(url, f"it cannot be fetched ({_said(fault)}).", "Check the address.") from fault
        raise TooManyRedirects(url, f"it was sent on more than {self._redirects} times.", "Check the address.")

    def _take(self, answer: httpx2.Response, url: str) -> Fetched | None:
        if answer.status_code == 304:
            return None
        if answer.status_code != 200:
            raise self._refused(answer, url)
        declared = answer.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self._limit:
            raise self._too_large(url)
        data = bytearray()
        for piece in answer.iter_bytes(65536):
            data += piece
            if len(data) > self._limit:
                raise self._too_large(url)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Fetched(
            bytes(data),
            str(answer.url),
            kind or None,
            answer.charset_encoding,
            answer.headers.get("etag"),
            answer.headers.get("last-modified"),
        )

    def _too_large(self, url: str) -> DocumentTooLarge:
        return DocumentTooLarge(url, f"it is larger than {self._limit // 1_000_000} MB.", "Fetch it with a browser.")

    def _refused(self, answer: httpx2.Response, url: str) -> HttpError:
        status = answer.status_code
        advice = (
            "It is no longer there."
            if status in _GONE
            else "It is not open to programs; save it with a browser."
            if status in _LOCKED
            else "Try again later."
        )
        name = f"{status} {answer.reason_phrase}".strip()
        wait = self._wait(answer.headers.get("retry-after", ""))
        return HttpError(url, status, f"the server answered {name}.", advice, retry_after=wait)

    def _wait(self, value: str) -> float:
        """Return the seconds of a Retry-After header, a number or a date (RFC 9110), at most a day."""
        try:
            if value.strip().isdecimal():
                seconds = float(value)
            else:
                seconds = (parsedate_to_datetime(value).astimezone(UTC) - self._now()).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return 0.0
        return min(max(seconds, 0.0), 86400.0)


_NETWORK = (
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.UnsupportedProtocol,
    httpcore2.ProxyError,
    OSError,
    UnicodeError,
)


def _bare(url: str) -> str:
    """Return an address without its fragment, which servers are not told."""
    return url.partition("#")[0]


def _said(fault: BaseException) -> str:
    return str(fault).strip().rstrip(".") or type(fault).__name__


def _under(fault: FetchError, url: str) -> FetchError:
    """Return the fault with the address asked for in the place of the host."""
    if fault.where == url:
        return fault
    made = type(fault).__new__(type(fault))
    FetchError.__init__(made, url, fault.reason, fault.advice)
    return made
