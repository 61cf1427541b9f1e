"""API Gateway in front of the functions, as a WSGI application: every route of template.yaml, on any server or none."""

import logging
import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from local.function import FunctionFailedError, LambdaFunction, PayloadTooLargeError
from local.proxy import MalformedAnswerError, event_from_request, path_as_sent, response_from_result
from local.template import Route, Template

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BODY_LIMIT_BYTES = 10 * 1024 * 1024
_OWN_NAMES = {"localhost", "127.0.0.1", "::1"}
_SIGNED = "/slack/"
"""Where Slack itself may be sent to by a tunnel, whose name is any; only what Slack signed is answered there."""
_log = logging.getLogger(__name__)


class Gateway:
    """Routes requests to functions by the template, and answers what never reaches one with the template's problems.

    Throttling and quotas are not imitated. Nobody needs a key, unless one is given: then the routes that the template
    asks one for take this one alone. Only requests to a name of this machine are answered: a page elsewhere whose name
    leads here (DNS rebinding) would else read what is spent.
    """

    def __init__(self, template: Template, functions: Mapping[str, LambdaFunction], key: str | None = None) -> None:
        self._functions = functions
        self._key = key
        self._problems = template.gateway_responses()
        self._stage = template.default("StageName")
        self._paths = Map([_rule(route) for route in template.routes()], merge_slashes=False)

    @classmethod
    def imported(cls, template: Template, key: str | None = None) -> "Gateway":
        """The gateway with the handlers that the template names. Raises `ImportError`."""
        return cls(
            template,
            {name: LambdaFunction.imported(declared) for name, declared in template.functions().items()},
            key,
        )

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        try:
            route, path_parameters = self._route(request)
        except (NotFound, MethodNotAllowed):
            return self._problem("MISSING_AUTHENTICATION_TOKEN")
        refused = self._refused(request, route)
        if refused is not None:
            return self._problem(refused)
        request_id = str(uuid.uuid4())
        event = event_from_request(
            request,
            route,
            path_parameters,
            stage=self._stage,
            request_id=request_id,
            received_at=datetime.now(UTC),
        )
        try:
            return response_from_result(self._functions[route.function].invoke(event, request_id))
        except PayloadTooLargeError:
            return self._problem("REQUEST_TOO_LARGE")
        except (FunctionFailedError, MalformedAnswerError):
            _log.exception("%s %s failed", request.method, request.path)
            return self._problem("DEFAULT_5XX")

    def _refused(self, request: Request, route: Route) -> str | None:
        """The problem of a request that reaches no function; `None` where it does."""
        if not route.path.startswith(_SIGNED) and _name(request) not in _OWN_NAMES:
            return "ACCESS_DENIED"
        if self._key is not None and route.key_required and request.headers.get("X-Api-Key") != self._key:
            return "INVALID_API_KEY"
        return "REQUEST_TOO_LARGE" if len(request.get_data()) > BODY_LIMIT_BYTES else None

    def _route(self, request: Request) -> tuple[Route, dict[str, str]]:
        """The route of a request and its path's parameters, as sent. Raises `NotFound`, `MethodNotAllowed`."""
        path = path_as_sent(request)
        if path.startswith("//"):  # which werkzeug would take for one slash
            raise NotFound
        route, parameters = self._paths.bind("").match(path, request.method)
        return route, dict(parameters)

    def _problem(self, name: str) -> Response:
        problem = self._problems[name]
        return Response(problem.body, status=problem.status, headers=dict(problem.headers))


def _name(request: Request) -> str | None:
    """The name of the machine that a request is sent to, without its port."""
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname
    except ValueError:
        return None


def _rule(route: Route) -> Rule:
    """Werkzeug's form of a route: `/a/{b}` is `/a/<b>`, `/{rest+}` is `/<path:rest>`."""
    path = re.sub(r"\{(\w+)\+\}", r"<path:\1>", route.path)
    path = re.sub(r"\{(\w+)\}", r"<\1>", path)
    return Rule(path, endpoint=route, methods=None if route.method == "ANY" else [route.method])
