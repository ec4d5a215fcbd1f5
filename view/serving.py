"""``prelabel view``: opens the sets, prints the page's address, and serves it until Ctrl-C."""

import secrets
import socket
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path

import uvicorn
from rich.console import Console

from assets import ConfigError
from render.progress.terminal import say
from view.sets.opened import Predicted, View
from view.web.app import make_app

HOST = "127.0.0.1"
STEP = 10_000  # pictures between two lines about reading


def serve(
    paths: Sequence[Path],
    predictions: Path | None,
    mapping: Mapping[str, str],
    match: str,
    port: int,
    with_token: bool,
    browser: bool,
    console: Console,
) -> None:
    """Args:
        port: to listen at; 0 for any that is free.
        with_token: whether requests must have a token that only the printed address has.
        browser: whether to open the page.

    Raises:
        ConfigError: a set is not there, or the port is taken.
        DatasetError: a set cannot be read.
    """
    with _listening(port) as door:
        address = f"{HOST}:{door.getsockname()[1]}"

        def advance(letter: str, count: int) -> None:
            if count % STEP == 0:
                say(console, f"{letter}: {count} pictures read")

        predicted = None if predictions is None else Predicted(predictions, mapping, match)
        view = View(tuple(paths), predicted, advance)
        token = secrets.token_urlsafe(24) if with_token else None
        hosts = (address, f"localhost:{address.rpartition(':')[2]}")
        url = f"http://{address}/" + (f"?token={token}" if token else "")
        for one in view.sets:
            say(console, f"{one.place.place}: {one.index.pictures} pictures, {one.index.things} things")
        say(console, url, "Ctrl-C ends it")
        if browser:
            webbrowser.open(url)
        app = make_app(view, token, hosts)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        uvicorn.Server(config).run(sockets=[door])


def _listening(port: int) -> socket.socket:
    """Of this machine alone, before anything is read: a port that is taken is told at once."""
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HOST, port))
        door.listen(64)
    except OSError as error:
        door.close()
        raise ConfigError(f"--port {port}: cannot listen there ({error.strerror})") from error
    return door
