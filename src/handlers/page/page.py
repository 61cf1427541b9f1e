"""GET / and GET /assets/…: the page, which asks this API, and what it consists of. Its address holds the inputs."""

import html
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path

from aws_lambda_powertools.event_handler import Response

from handlers import wiring
from handlers.refused import ProblemError

BUILT = Path(__file__).with_name("built")
DOCUMENT = "index.html"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Of whatever a browser shows as a page."""


def page(asked: str) -> Response[str]:
    """The document; `asked` is the path as the browser has it, a stage's name included.

    The same for every query: the inputs in it are read by the script, and are no business of this function. Where the
    path has no slash at its end, as API Gateway allows, a browser looks for what is beside the page a folder higher.
    Raises a 503 problem where the page was not built.
    """
    last = asked.rpartition("/")[2]
    placed = _built()[DOCUMENT].replace('="assets/', f'="{html.escape(last)}/assets/' if last else '="assets/')
    headers = {**HEADERS, "Cache-Control": "no-cache", "Content-Security-Policy": _policy(wiring.datasets_origin())}
    return Response(HTTPStatus.OK, _TYPES[".html"], placed, headers=headers)


def asset(name: str) -> Response[str]:
    """A part of the page, which may be kept for ever: its name changes with what is in it. Raises a 404 problem."""
    text = _built().get(name)
    if text is None or name == DOCUMENT:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found", "there is no such part of the page; reload it")
    headers = {**HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
    return Response(HTTPStatus.OK, _TYPES[Path(name).suffix], text, headers=headers)


def _policy(uploads: str | None) -> str:
    """The page runs its own script, and asks this API and where uploads go; nothing else, and nothing frames it."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            f"connect-src 'self' {uploads or ''}".rstrip(),
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html",
        )
    )


@cache
def _built() -> Mapping[str, str]:
    """Every file of the built page. Raises a 503 problem where it was not built."""
    if not (BUILT / DOCUMENT).is_file():
        detail = "this was built without its page: run `make page` before `sam build`; the API answers as ever"
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "page_not_built", detail)
    return {path.name: path.read_text(encoding="utf-8") for path in BUILT.iterdir()}
