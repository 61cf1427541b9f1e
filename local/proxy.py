"""Translates between HTTP and API Gateway's REST proxy format (Lambda proxy integration, payload version 1.0)."""

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from local.template import Route

ACCOUNT_ID = "123456789012"
API_ID = "a1b2c3d4e5"


class MalformedAnswerError(ValueError):
    """The function's answer is not what API Gateway can make an HTTP response of."""


def path_as_sent(request: Request) -> str:
    """The path of a request with its escapes, which a server decodes beside it: `/a%2Fb` has one part and not two."""
    sent: str = request.environ.get("RAW_URI", "")
    if sent.startswith("/"):
        return sent.partition("?")[0]
    # To a proxy a whole address is sent; what else there may be is of no server, but of a test without one.
    return urlsplit(sent).path if "://" in sent else quote(request.path)


def event_from_request(
    request: Request,
    route: Route,
    path_parameters: Mapping[str, str],
    *,
    stage: str,
    request_id: str,
    received_at: datetime,
) -> dict[str, Any]:
    """The event that API Gateway hands to the function for `request`, as at a custom domain (no stage in the path).

    The path and its parameters keep their escapes: a REST API decodes only those of a query. A body that is no UTF-8 is
    passed on in base64, as API Gateway does with a binary media type.
    """
    headers = _headers(request)
    body, is_base64 = _body(request.get_data())
    query = dict(request.args.lists())
    return {
        "resource": route.path,
        "path": path_as_sent(request),
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": dict(path_parameters) or None,
        "stageVariables": None,
        "requestContext": _request_context(request, route, stage, request_id, received_at),
        "body": body,
        "isBase64Encoded": is_base64,
    }


def response_from_result(result: object) -> Response:
    """The HTTP response that API Gateway makes of a function's answer. Raises `MalformedAnswerError`."""
    if not isinstance(result, dict):
        raise MalformedAnswerError(f"an answer is an object, not {type(result).__name__}")
    return Response(_answer_body(result), status=_answer_status(result), headers=_answer_headers(result))


def _headers(request: Request) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for name, value in request.headers.items():
        headers.setdefault(name, []).append(value)
    headers["X-Forwarded-For"] = [request.remote_addr or "127.0.0.1"]
    headers["X-Forwarded-Port"] = [request.environ["SERVER_PORT"]]
    headers["X-Forwarded-Proto"] = [request.scheme]
    return headers


def _body(content: bytes) -> tuple[str | None, bool]:
    if not content:
        return None, False
    try:
        return content.decode("utf-8"), False
    except UnicodeDecodeError:
        return base64.b64encode(content).decode("ascii"), True


def _request_context(
    request: Request, route: Route, stage: str, request_id: str, received_at: datetime
) -> dict[str, Any]:
    domain = request.host.partition(":")[0]
    return {
        "accountId": ACCOUNT_ID,
        "apiId": API_ID,
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "extendedRequestId": f"{request_id[:8]}=",
        "httpMethod": request.method,
        "identity": _identity(request),
        "path": path_as_sent(request),
        "protocol": request.environ.get("SERVER_PROTOCOL", "HTTP/1.1"),
        "requestId": request_id,
        "requestTime": received_at.astimezone(UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "requestTimeEpoch": int(received_at.timestamp() * 1000),
        "resourceId": f"{binascii.crc32(route.path.encode()):08x}"[:6],
        "resourcePath": route.path,
        "stage": stage,
    }


def _identity(request: Request) -> dict[str, str | None]:
    return {
        "accessKey": None,
        "accountId": None,
        "apiKey": request.headers.get("X-Api-Key"),
        "apiKeyId": None,
        "caller": None,
        "cognitoAuthenticationProvider": None,
        "cognitoAuthenticationType": None,
        "cognitoIdentityId": None,
        "cognitoIdentityPoolId": None,
        "principalOrgId": None,
        "sourceIp": request.remote_addr or "127.0.0.1",
        "user": None,
        "userAgent": request.headers.get("User-Agent"),
        "userArn": None,
    }


def _answer_status(result: Mapping[str, Any]) -> int:
    status = result.get("statusCode")
    if isinstance(status, bool) or not isinstance(status, int | str) or not str(status).isdecimal():
        raise MalformedAnswerError("statusCode is missing or not a number")
    if not 100 <= int(status) <= 599:
        raise MalformedAnswerError("statusCode is not an HTTP status")
    return int(status)


def _answer_headers(result: Mapping[str, Any]) -> Headers:
    """Both forms together; where both name a header, the one with many values is taken."""
    many = result.get("multiValueHeaders") or {}
    single = result.get("headers") or {}
    if not isinstance(many, dict) or not isinstance(single, dict):
        raise MalformedAnswerError("headers are not an object")
    headers = Headers({"Content-Type": "application/json"})
    for name, value in single.items():
        headers.set(name, _header_text(value))
    for name, values in many.items():
        if not isinstance(values, list):
            raise MalformedAnswerError(f"multiValueHeaders.{name} is not a list")
        headers.setlist(name, [_header_text(value) for value in values])
    return headers


def _header_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise MalformedAnswerError("a header is neither text, number nor boolean")


def _answer_body(result: Mapping[str, Any]) -> bytes:
    body = result.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedAnswerError("body is not text")
    if not result.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise MalformedAnswerError("body is not base64") from error
