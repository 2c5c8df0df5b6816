"""The web UI as an application: which address is answered by which page, and what is said where something is wrong."""

import getpass
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from onrecord.errors import OnRecordError, QueryError, StoreError
from onrecord.web.answers import Answer, Asked, Go, Options
from onrecord.web.index import Index
from onrecord.web.pages import actors, audit, claims, copies, drawings, reader, register, review, search, start
from onrecord.web.render import as_json, environment, html, static_files
from onrecord.web.security import MOST_SENT, Guard, Rules, hosts_of
from onrecord.web.stores import Stores

Page = Callable[[Asked], Answer]

PAGES: Final[dict[str, Page]] = {
    "/": start.start,
    "/claims": claims.board,
    "/claim/{claim}": claims.one,
    "/story/{story}": claims.story,
    "/arms": register.register,
    "/pages": reader.pages,
    "/page/{page}": reader.reader,
    "/page/{page}/statement/{statement}": reader.statement,
    "/page/{page}/transfer/{transfer}": reader.transfer,
    "/page/{page}/copy/{other}": copies.diff,
    "/search": search.search,
    "/actors": actors.actors,
    "/actor/{name:path}": actors.actor,
    "/timeline": drawings.timeline,
    "/map": drawings.map_,
    "/place/{place}": drawings.place,
    "/adjacency": drawings.adjacency,
    "/review": review.review,
    "/audit": audit.audit,
    "/problems": start.problems,
    "/about": start.about,
}
_WIDE: Final = ("/", "/claims", "/arms", "/adjacency", "/map", "/timeline", "/about")
FILES: Final[dict[str, tuple[Callable[[Asked], str], str, str | None]]] = {
    "/arms.csv": (register.register_csv, "text/csv; charset=utf-8", "arms.csv"),
    "/corrections.jsonl": (review.exported, "application/jsonl; charset=utf-8", "corrections.jsonl"),
}
WRITES: Final[dict[str, Callable[[Asked, Mapping[str, str]], Go]]] = {
    "/review/decide": review.decide,
    "/review/undo": review.undo,
    "/review/pair": review.pair,
    "/audit/draw": audit.begin,
    "/audit/judge": audit.judge,
}


@dataclass(frozen=True, slots=True)
class Site:
    """A store that is served: what every request is answered from."""

    stores: Stores
    index: Index
    options: Options

    def ask(self, work: Callable[[Asked], Any], path: Mapping[str, str], query: Mapping[str, str]) -> tuple[Any, Asked]:
        """Let a page answer from a store of its own."""
        with self.stores.borrow() as store:
            asked = Asked(store, self.index, self.index.now(store), self.options, path, query)
            return work(asked), asked


def create_app(
    path: str | os.PathLike[str],
    *,
    port: int = 8000,
    read_only: bool = False,
    token: str | None = None,
    any_host: bool = False,
    author: str | None = None,
    wait: bool = False,
    merge: bool = True,
) -> ASGIApp:
    """The web UI of a store, as an ASGI application.

    Args:
        port: the port that the header Host has to name.
        read_only: nothing is written, not even stories that have to be made anew.
        token: that the first address opened must carry.
        any_host: the header Host may be any, since others reach this server by names that it does not know; then there must be a token.
        author: who corrects, until a form says otherwise; else the name of this account.
        wait: return when the index is made; else it is made in the background, and pages that need it say so.
        merge: make stories anew where pages have come or gone.

    Raises:
        StoreError: there is no such store, or it is damaged.
        ValueError: any host, and no token.
    """
    if any_host and not token:
        raise ValueError("a server that others reach demands a token")
    rules = Rules(None if any_host else hosts_of(port), token, read_only)
    site = site_of(path, read_only=read_only, author=author, csrf=rules.csrf)
    site.index.warm = lambda: _warm(site)
    if wait:
        site.index.refresh(merge=merge)
    else:
        site.index.start(merge=merge)
    return Guard(Starlette(routes=routes_of(site), exception_handlers={404: _not_found}), rules)


def _warm(site: Site) -> None:
    """Ask for the pages that look at all of the store, so that their counts are kept and their templates made when a person comes."""
    templates = environment()
    for name in templates.list_templates(filter_func=lambda name: name.endswith(".html.j2")):
        templates.get_template(name)
    for address in _WIDE:
        answered(site, PAGES[address], address, {}, "").html()


def site_of(path: str | os.PathLike[str], *, read_only: bool, author: str | None, csrf: str, static: bool = False) -> Site:
    """A store with what its pages are answered from."""
    stores = Stores(path)
    return Site(stores, Index(stores.path, read_only=read_only), Options(read_only, author or _account(), csrf, static))


def routes_of(site: Site) -> list[Route]:
    """Every address there is. With `.json` a page gives its data."""
    routes = [
        Route("/static/{name}", _static),
        Route("/favicon.ico", _nothing),
        Route("/search.atom", _file(site, _feed, "application/atom+xml", None)),
    ]
    routes += [Route(address, _file(site, make, kind, name)) for address, (make, kind, name) in FILES.items()]
    routes += [Route(address, _write(site, write), methods=["POST"]) for address, write in WRITES.items()]
    for address, page in PAGES.items():
        routes.append(Route("/index.json" if address == "/" else f"{address}.json", _page(site, page, data=True)))
    routes += [Route(address, _page(site, page, data=False)) for address, page in PAGES.items()]
    return routes


@dataclass(frozen=True, slots=True)
class Told:
    """What a page answered, to be had as HTML or as JSON while its store is lent."""

    answer: Answer
    asked: Asked
    path: str
    query: str

    @property
    def status(self) -> int:
        """The status of HTTP."""
        return self.answer.status

    def html(self) -> str:
        """For a person."""
        return html(self.answer, self.asked, self.path, self.query)

    def json(self) -> str:
        """For a program."""
        return as_json(self.answer)


def answered(site: Site, page: Page, path: str, params: Mapping[str, str], query: str) -> Told:
    """What a page answers. What is wrong with a request or the store is a page too."""

    def work(asked: Asked) -> Answer:
        try:
            return page(asked)
        except QueryError as error:
            return _fault(error, 400)
        except StoreError as error:
            return _fault(error, 404 if error.location != asked.store.path else 500)
        except OnRecordError as error:
            return _fault(error, 500)

    answer, asked = site.ask(work, params, dict(parse_qsl(query, keep_blank_values=True, max_num_fields=100)))
    return Told(answer, asked, path, query)


def _fault(error: OnRecordError, status: int) -> Answer:
    data = {"error": error.problem, "of": error.location, "remedy": error.remedy}
    return Answer("fault.html.j2", "Not found" if status == 404 else "It did not work", data, {"error": error, "status": status}, status)


def _page(site: Site, page: Page, *, data: bool) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        query, path = _query(request), request.url.path.removesuffix(".json") if data else request.url.path
        try:
            text, status = await run_in_threadpool(_text, site, page, path, request.path_params, query, data=data)
        except (OnRecordError, ValueError) as error:  # the store can no longer be opened; a query of a thousand fields
            return PlainTextResponse(f"{error}\n", 500 if isinstance(error, OnRecordError) else 400)
        content = text.encode("utf-8", "backslashreplace")
        return Response(content, status, media_type="application/json") if data else HTMLResponse(content, status)

    return answer


def _text(site: Site, page: Page, path: str, params: Mapping[str, str], query: str, *, data: bool) -> tuple[str, int]:
    told = answered(site, page, path, params, query)
    return told.json() if data else told.html(), told.status


def _query(request: Request) -> str:
    return request.url.query[:8_000]


def _file(site: Site, make: Callable[[Asked], str], kind: str, name: str | None) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        query = dict(parse_qsl(_query(request), max_num_fields=100))
        try:
            text, _ = await run_in_threadpool(site.ask, make, request.path_params, query)
        except OnRecordError as error:
            return PlainTextResponse(f"{error}\n", 400 if isinstance(error, QueryError) else 500)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'} if name else {}
        return Response(text.encode("utf-8", "backslashreplace"), media_type=kind, headers=headers)

    return answer


def _feed(asked: Asked) -> str:
    return html(search.feed(asked), asked, "/search.atom", "")


def _write(site: Site, write: Callable[[Asked, Mapping[str, str]], Go]) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        try:
            form = dict(parse_qsl((await _body(request)).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=40))
        except (ValueError, ClientDisconnect):
            return PlainTextResponse("no form of this server\n", 400)
        import secrets

        if not secrets.compare_digest(form.get("csrf", "").encode(), site.options.csrf.encode()):
            return PlainTextResponse("this form is of another run of the server: load the page again\n", 403)
        try:
            go, _ = await run_in_threadpool(site.ask, lambda asked: write(asked, form), {}, {})
        except OnRecordError as error:
            return PlainTextResponse(f"{error}\n", 500)
        return RedirectResponse(go.to, 303)

    return answer


async def _body(request: Request) -> bytes:
    """The form that was sent, no more than a form can be.

    Raises:
        ValueError: it is longer.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_SENT:
            raise ValueError("too long")
    return body


def _static(request: Request) -> Response:
    found = static_files().get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("no such file\n", 404)
    return Response(found[1], headers={"Content-Type": found[0]})


def _nothing(_: Request) -> Response:
    return Response(status_code=204)


def _not_found(_: Request, __: Exception) -> Response:
    return PlainTextResponse("there is no such page: begin at /\n", 404)


def _account() -> str:
    """The name of whoever runs this."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return "somebody"
