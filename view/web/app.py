"""What the page asks for: JSON of what is in the sets, and bytes of pictures. Numbers come in, never names of files."""

from collections.abc import Awaitable, Callable
from importlib.resources import files as resources
from typing import Annotated, Any

from fastapi import Body, FastAPI, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from annotate.tags import id_list
from assets import ConfigError, DatasetError, PrelabelError
from assets.reading import shown
from view.query.selecting import Filter
from view.sets.opened import OpenSet, View
from view.web import answers
from view.web.guard import Guard

KINDS = {"html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
KINDS |= {"svg": "image/svg+xml"}
KEPT = {"cache-control": "private, max-age=600"}
SENTENCE = 600  # characters of an error that are told

Line = Annotated[str, Query(max_length=4000)]
Lines = Annotated[list[str], Query()]


def make_app(view: View, token: str | None, hosts: tuple[str, ...]) -> Guard:
    """The server of a page, to be run by uvicorn or asked by a test.

    Args:
        token: that every request must have; None for none.
        hosts: what the ``Host`` header may be, the port with it.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.exception_handler(PrelabelError)(_refused)
    _page(app)
    _questions(app, view)
    _filters(app, view)
    _files(app, view)
    _tags(app, view)
    return Guard(app, token, hosts)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    status = 400 if isinstance(error, ConfigError) else 404 if isinstance(error, DatasetError) else 500
    return JSONResponse({"error": shown(str(error), SENTENCE)}, status)


def _page(app: FastAPI) -> None:
    """The files of the page, which are read once: there are few."""
    held = {
        each.name: (each.read_bytes(), KINDS[each.name.rpartition(".")[2]])
        for each in (resources("view") / "page").iterdir()
        if each.name.rpartition(".")[2] in KINDS
    }

    def answer(name: str) -> Callable[[], Awaitable[Response]]:
        async def page() -> Response:
            data, kind = held[name]
            return Response(data, media_type=kind)

        return page

    app.get("/")(answer("index.html"))
    for name in held:
        app.get(f"/page/{name}")(answer(name))


def _questions(app: FastAPI, view: View) -> None:
    @app.get("/api/view")
    def whole() -> dict[str, Any]:
        return answers.whole(view)

    @app.get("/api/state")
    def state() -> dict[str, Any]:
        return answers.state(view)

    @app.get("/api/picture/{set}/{position}")
    def picture(set: int, position: int) -> dict[str, Any]:
        return answers.picture(view.at(set), position)

    @app.get("/api/compare")
    def compare(a: int = 0, b: int = 1) -> dict[str, Any]:
        return answers.comparison(view, a, b)

    @app.get("/api/like/{set}/{position}")
    def like(set: int, position: int, among: int = 0) -> dict[str, Any]:
        return answers.alike(view.at(set), position, view.at(among))


def _filters(app: FastAPI, view: View) -> None:
    def asked(set: int, q: str, f: list[str], sort: str) -> tuple[OpenSet, Filter]:
        one = view.at(set)
        return one, Filter(q, tuple(f), sort, one.tags.version)

    @app.get("/api/select")
    def select(set: int = 0, q: Line = "", f: Lines = [], sort: Line = "") -> dict[str, Any]:  # noqa: B006
        one, filter = asked(set, q, f, sort)
        found = one.select(filter)
        told: dict[str, Any] = {"pictures": len(found.positions), "things": found.things}
        return told if len(found.positions) else told | {"unknown": one.unknown(filter)}

    @app.get("/api/window")
    def window(
        set: int = 0,
        q: Line = "",
        f: Lines = [],  # noqa: B006
        sort: Line = "",
        offset: int = 0,
        count: int = 60,
        masks: bool = False,
    ) -> list[dict[str, Any]]:
        one, filter = asked(set, q, f, sort)
        return answers.window(one, filter, offset, count, masks)

    @app.get("/api/facets")
    def facets(set: int = 0, q: Line = "", f: Lines = []) -> list[dict[str, Any]]:  # noqa: B006
        one, filter = asked(set, q, f, "")
        return [facet.to_json() for facet in one.facets(filter, view.ranges() if len(view.sets) > 1 else {})]

    @app.get("/api/place")
    def place(position: int, set: int = 0, q: Line = "", f: Lines = [], sort: Line = "") -> dict[str, Any]:  # noqa: B006
        one, filter = asked(set, q, f, sort)
        return answers.place_in(one.select(filter), position)


def _files(app: FastAPI, view: View) -> None:
    @app.get("/small/{set}/{position}")
    def small(set: int, position: int) -> Response:
        return _bytes(*answers.small_picture(view.at(set), position))

    @app.get("/picture/{set}/{position}")
    def whole(set: int, position: int) -> Response:
        return _bytes(*answers.whole_picture(view.at(set), position))

    @app.get("/layer/{set}/{position}/{kind}")
    def layer(set: int, position: int, kind: str) -> Response:
        return _bytes(answers.layer(view.at(set), position, kind), "image/png")


def _bytes(data: bytes, kind: str) -> Response:
    return Response(data, media_type=kind, headers=KEPT)


def _tags(app: FastAPI, view: View) -> None:
    @app.post("/api/tags")
    def change(
        tag: Annotated[str, Body(max_length=100)],
        there: Annotated[bool, Body()],
        ids: Annotated[list[int], Body(max_length=100_000)],
        set: Annotated[int, Body()] = 0,
    ) -> dict[str, Any]:
        one = view.at(set)
        answers.expect_ids(one, ids)
        one.tags.change(tag, ids, there)
        return {"tags": answers.counts(one)}

    @app.get("/api/ids")
    def ids(set: int = 0, tag: str = "") -> PlainTextResponse:
        found = view.at(set).tags.all().get(tag)
        if found is None:
            raise ConfigError(f"tag '{shown(tag)}': no picture has it")
        return PlainTextResponse(id_list(found))
