"""The contract: the OpenAPI document of the routes with the problems that each may answer, and a page that shows it."""

import hashlib
import json
import re
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from handlers.problems import PROBLEM_JSON, Problem

TITLE = "Payback"
VERSION = "1.7.0"
DESCRIPTION = (
    "Should we fine-tune, what will it really cost, and when does it pay back? Money is US dollars as decimal strings; "
    "a month is 30 days and 720 hours. Errors are RFC 9457 problems."
)
_EVERYWHERE = {
    403: "No API key, or one that does not exist",
    405: "The route takes another method",
    422: "A field or a parameter that is wrong or unknown, by name, with what is allowed",
    429: "More requests than the key's throttle or quota allows",
    500: "A mistake on our side",
}
_WITH_BODY = {
    413: "A body longer than any request needs",
    415: "A body that is not sent as application/json, or that is compressed",
}
_WITH_VERSION = {404: "No rate table of that version", 503: "That version cannot be read now"}
_PUBLIC = {"/health"}
_BY_NAME = {"/v1/budgets/{project}", "/v1/fine-tunes/{name}"}
_CHECKS, _CHECK = "/v1/datasets/checks", "/v1/datasets/checks/{id}"
_OF_UPLOADS = {_CHECKS, _CHECK}
_OF_A_VERSION = {
    "/v1/rates",
    "/v1/decisions",
    "/v1/decisions/sensitivity",
    "/v1/training-costs",
    "/v1/usage-prices",
    _CHECKS,
}
_IN_TABLES = {"/v1/usage", "/v1/usage/reprice", "/v1/spend", "/v1/budgets", "/v1/fine-tunes", *_BY_NAME}


@cache
def openapi_document(*apps: APIGatewayRestResolver) -> str:
    """The OpenAPI 3.1 document of the routes of all apps, as JSON."""
    document, *others = (
        json.loads(
            app.get_openapi_json_schema(title=TITLE, version=VERSION, description=DESCRIPTION, openapi_version="3.1.0")
        )
        for app in apps
    )
    for other in others:
        document["paths"] |= other["paths"]
        document["components"]["schemas"] = _together(document, other)
    document["servers"] = [{"url": "./"}]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _describe_problems(path, operation)
            for parameter in operation.get("parameters", []):
                parameter["schema"] = _without_null(parameter["schema"])
            operation["security"] = [] if path in _PUBLIC else [{"apiKey": []}]
    schemas = document["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = _problem_schema(schemas)
    document["components"]["securitySchemes"] = {"apiKey": {"type": "apiKey", "in": "header", "name": "x-api-key"}}
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def _together(document: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The schemas of both. Raises `ValueError` where each has another one of the same name."""
    mine, theirs = document["components"]["schemas"], other["components"]["schemas"]
    unlike = sorted(name for name in mine.keys() & theirs.keys() if mine[name] != theirs[name])
    if unlike:
        raise ValueError(f"two models are called {', '.join(unlike)}: rename one")
    return {**mine, **theirs}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter may be left out; sent, it is text, and `null` is just a word."""
    kinds: list[dict[str, Any]] = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    return {name: value for name, value in schema.items() if name not in {"anyOf", "default"}} | kinds[0]


def _problem_schema(schemas: dict[str, Any]) -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs", {}))
    return schema


def _describe_problems(path: str, operation: dict[str, Any]) -> None:
    responses = {"200": operation["responses"]["200"]}
    if path == "/v1/spend":
        responses["200"]["content"] = _json_or_csv(responses["200"]["content"])
    if path == "/v1/usage":
        responses["202"] = responses["200"] | {"description": "Kept in the queue, to be counted in a moment"}
    if path == _CHECKS:
        responses |= _report_or_forms(responses["200"])
    for status, description in sorted(_problems(path, with_body="requestBody" in operation).items()):
        content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        responses[str(status)] = {"description": description, "content": content}
    operation["responses"] = responses


def _problems(path: str, *, with_body: bool) -> dict[int, str]:
    """The problems that a route may answer, and what each says."""
    found = dict(_EVERYWHERE)
    if with_body:
        found |= _WITH_BODY
    if "{version}" in path or path in _OF_A_VERSION:
        found |= _WITH_VERSION
    if path in _OF_UPLOADS:
        found |= {503: "Uploads, or the rate table of that version, cannot be kept or read now; try again"}
    if path == _CHECK:
        found |= {404: "You have no check of this id, or it has expired"}
    if path in _IN_TABLES:
        found |= {503: "What is spent cannot be read or written now; try again"}
    if path in _BY_NAME:
        found |= {404: "Nothing has that name"}
    return found


def _report_or_forms(response: dict[str, Any]) -> dict[str, Any]:
    """The report on a file that was sent along, or where a larger one is sent."""
    report, forms = response["content"]["application/json"]["schema"]["anyOf"]
    return {
        status: {"description": description, "content": {"application/json": {"schema": schema}}}
        for status, description, schema in (
            ("200", response["description"], report),
            ("202", "Forms to upload the file with", forms),
        )
    }


def _json_or_csv(content: dict[str, Any]) -> dict[str, Any]:
    """An answer that is an object, or text where CSV was asked for."""
    kinds = content["application/json"]["schema"]["anyOf"]
    [schema] = [kind for kind in kinds if "$ref" in kind]
    return {"application/json": {"schema": schema}, "text/csv": {"schema": {"type": "string"}}}


@cache
def docs_policy(page: str) -> str:
    """The Content-Security-Policy of the page that shows the contract: its own scripts, by their text, and this API."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = (b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(f"'sha256-{each}'" for each in hashes)}",
            "style-src 'unsafe-inline'",  # Swagger UI writes styles as it goes
            "img-src 'self' data:",
            "font-src data:",
            "connect-src 'self'",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


@cache
def docs_page(*apps: APIGatewayRestResolver) -> str:
    """Swagger UI with the document and all that it needs inside the page."""
    from aws_lambda_powertools.event_handler.openapi import swagger_ui  # noqa: PLC0415 - a tenth of a second at each start

    assets = Path(swagger_ui.__file__).parent
    script = (assets / "swagger-ui-bundle.min.js").read_text(encoding="utf-8")
    style = (assets / "swagger-ui.min.css").read_text(encoding="utf-8")
    spec = openapi_document(*apps).replace("</", "<\\/")
    return str(swagger_ui.generate_swagger_html(spec, script, style, "", None))
