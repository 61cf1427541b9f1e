"""Reads an API Gateway event strictly before it is routed: size, content type, encoding, JSON without surprises."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import Any

from handlers.refused import ProblemError
from inputs.errors import FieldError


@dataclass(frozen=True)
class Limit:
    """How long a body may be, and what to do about a longer one."""

    most_bytes: int
    remedy: str

    def hold(self, size: int) -> None:
        """Raises `ProblemError` (413) for a body of more bytes."""
        if size > self.most_bytes:
            detail = f"the body is longer than {self.most_bytes:,} bytes{self.remedy}"
            raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large", detail)


MOST_BODY_BYTES = 256 * 1024
MOST_USAGE_BYTES = 5 * 1024 * 1024
"""Of a body with many records of usage, or with whole answers of providers; Lambda takes an event of 6 MB."""
MOST_DATASET_BYTES = MOST_USAGE_BYTES
"""Of a body with a training file in it."""
BODY = Limit(MOST_BODY_BYTES, ", which no request of this API needs")
USAGE_BODY = Limit(MOST_USAGE_BYTES, "; send its records in several requests")
DATASET_BODY = Limit(
    MOST_DATASET_BYTES, '; send "upload": {} in place of content, to be told where to send a larger file'
)
_JSON = "application/json"
_UTF_8 = {"utf-8", "utf8"}
_WITH_BODY = {"POST", "PUT"}
_GZIP = (b"\x1f\x8b", "\x1f\ufffd".encode())
"""How a body that is compressed with gzip begins: as it is, and as API Gateway makes text of it."""


def readable(event: Mapping[str, Any], limit: Limit = BODY) -> dict[str, Any]:
    """The event with its body as text. Raises `ProblemError` (413, 415, 422) where the body cannot be one of ours."""
    body, encoded = event.get("body") or "", bool(event.get("isBase64Encoded"))
    limit.hold(len(body) * 3 // 4 - len("==") if encoded else len(body))  # it has at least so many bytes
    if event.get("httpMethod") not in _WITH_BODY:
        return dict(event)
    headers = lower_case_headers(event)
    sent = headers.get("content-type")
    if sent or body:
        _only_json(sent or "")
    # Powertools reads the header by its letters, and takes no other spelling for JSON.
    return {
        **event,
        "headers": headers | {"content-type": _JSON},
        "body": _text(body, encoded, limit),
        "isBase64Encoded": False,
    }


def lower_case_headers(event: Mapping[str, Any]) -> dict[str, str]:
    """The headers of an API Gateway event by their names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def _only_json(content_type: str) -> None:
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    pairs = (parameter.partition("=") for parameter in parameters)
    charsets = {value.strip('" ') for name, _, value in pairs if name.strip() == "charset"}
    if kind != _JSON or not charsets <= _UTF_8:
        detail = f"send JSON in UTF-8 with the header Content-Type: {_JSON} (curl: -H 'content-type: {_JSON}')"
        raise ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)


def _text(body: str, encoded: bool, limit: Limit) -> str:
    try:
        content = base64.b64decode(body, validate=True) if encoded else body.encode()
    except (binascii.Error, UnicodeError) as error:
        raise _not_json(_NOT_UTF_8) from error
    limit.hold(len(content))
    if content.startswith(_GZIP):
        detail = "the body is compressed with gzip; send it as it is (an OpenTelemetry exporter: compression: none)"
        raise ProblemError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail, FieldError("body", detail)
        )
    try:
        return content.decode("utf-8-sig")  # some editors and shells write a byte order mark, which means nothing here
    except UnicodeError as error:
        raise _not_json(_NOT_UTF_8) from error


_NOT_UTF_8 = "the body is not UTF-8; send JSON in UTF-8, uncompressed"


def _not_json(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "not_json", detail, FieldError("body", detail))


def read_json(text: str) -> dict[str, Any]:
    """A JSON object with exact decimals. Raises `ProblemError` for all else: NaN, a list, a key that stands twice."""
    value = read_json_value(text)
    if not isinstance(value, dict):
        raise _not_json("the body must be one JSON object")
    return value


def read_json_value(text: str) -> Any:
    """Any JSON with exact decimals. Raises `ProblemError` for all else: NaN, a key that stands twice."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_without_duplicates)
    except json.JSONDecodeError as error:
        raise _not_json(f"the body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise _not_json("the body is nested too deeply") from error
    except (ValueError, InvalidOperation) as error:  # an integer of thousands of digits, an exponent beyond all bounds
        raise _not_json("the body holds a number that is too large") from error


def _no_constant(name: str) -> object:
    raise _not_json(f"the body holds {name}, which is not JSON")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _not_json("a key stands twice in one object; remove one")
    return found
