"""Who may ask: only a browser of this machine that was given the page's address, and only from the page itself.

A page of a stranger that is open in the same browser may send requests to 127.0.0.1. It does not know the token; a
name of its own that leads here (DNS rebinding) is told by the ``Host`` header, and what it sends by its ``Origin``.
"""

import hmac
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}
METHODS = ("GET", "HEAD", "POST")
MOST_BODY = 2**20  # bytes


class Guard:
    """Lets requests through to an app.

    Args:
        token: that a request must have, as a parameter or a cookie; None for none.
        hosts: what the ``Host`` header may be.
    """

    def __init__(self, app: ASGIApp, token: str | None, hosts: tuple[str, ...]) -> None:
        self._app, self._token, self._hosts = app, token, hosts
        self._cookie = f"prelabel-{hosts[0].rpartition(':')[2]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # nothing here speaks through websockets: they are closed unanswered
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if (refusal := self._refusal(scope, headers)) is not None:
            await _answer(send, *refusal)
        elif (place := self._welcome(scope)) is not None:
            cookie = f"{self._cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict"
            await _answer(send, 303, "", (("location", place), ("set-cookie", cookie)))
        else:
            await self._app(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> tuple[int, str] | None:
        """A status and a sentence for a request that is not let through."""
        host = headers.get("host", "")
        if host not in self._hosts:
            return 421, f"expected one of the hosts {', '.join(self._hosts)}"
        if scope["method"] not in METHODS:
            return 405, f"expected one of {', '.join(METHODS)}"
        if not self._knows(scope, headers):
            return 403, "expected the token of this page: open the address that prelabel view has printed"
        return _foreign(headers, f"http://{host}") if scope["method"] == "POST" else None

    def _knows(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        if self._token is None:
            return True
        given = [value for key, value in _parameters(scope) if key == "token"]
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            morsel = None
        given += [morsel.value] if morsel is not None else []
        return any(hmac.compare_digest(each.encode(), self._token.encode()) for each in given)

    def _welcome(self, scope: Scope) -> str | None:
        """Where the page's first request goes on to: the same place without the token, which a cookie has now."""
        parameters = _parameters(scope)
        if self._token is None or scope["path"] != "/" or all(key != "token" for key, _ in parameters):
            return None
        rest = urlencode([(key, value) for key, value in parameters if key != "token"])
        return f"/?{rest}" if rest else "/"


def _foreign(headers: Mapping[str, str], origin: str) -> tuple[int, str] | None:
    """The same for what a page sends, where it is not ours."""
    if headers.get("origin", origin) != origin or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return 403, "expected a request of this page's own"
    if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return 415, "expected application/json"
    if not headers.get("content-length", "").isdecimal() or int(headers["content-length"]) > MOST_BODY:
        return 413, f"expected a body of at most {MOST_BODY} bytes"
    return None


def _parameters(scope: Scope) -> list[tuple[str, str]]:
    try:
        return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return []


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name.lower() for name, _ in message["headers"]}
            more = {**HEADERS, "cache-control": "no-store"}
            message["headers"] = [
                *message["headers"],
                *((key.encode(), value.encode()) for key, value in more.items() if key.encode() not in own),
            ]
        await send(message)

    return sent


async def _answer(send: Send, status: int, text: str, more: tuple[tuple[str, str], ...] = ()) -> None:
    body = text.encode()
    headers = (("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(body))), *more)
    start: Message = {
        "type": "http.response.start",
        "status": status,
        "headers": [(key.encode(), value.encode()) for key, value in headers],
    }
    await _with_headers(send)(start)
    await send({"type": "http.response.body", "body": body})
