"""Requests to the handler as API Gateway makes them, and its answers."""

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handlers import api
from handlers.datasets import function as datasets
from handlers.spend import function as spend
from local.function import LocalContext

EVENTS = Path(__file__).parents[2] / "events"
PROBLEM = "application/problem+json"


def event(name: str) -> dict[str, Any]:
    """A recorded event of events/."""
    made: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return made


def body(name: str) -> dict[str, Any]:
    """The body of a recorded decision."""
    sent: dict[str, Any] = json.loads(event(name)["body"])
    return sent


def _handler(path: str) -> Any:
    """What answers at a path."""
    if path.startswith("/v1/datasets"):
        return datasets.handler
    return spend.handler if path.startswith(_SPEND) and not path.startswith("/v1/usage-prices") else api.handler


_SPEND = ("/v1/usage", "/v1/spend", "/v1/budgets", "/v1/fine-tunes")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def errors(self) -> dict[str, str]:
        """The messages by field of a problem, whose form is checked on the way."""
        problem = self.problem()
        return {error["field"]: error["message"] for error in problem["errors"]}

    def problem(self) -> dict[str, Any]:
        assert self.headers["content-type"] == PROBLEM, self.text
        problem: dict[str, Any] = self.json
        assert problem["type"] == "about:blank"
        assert problem["status"] == self.status
        assert problem["title"]
        assert problem["detail"]
        assert problem["code"].replace("_", "").islower()
        return problem


def answer(request: dict[str, Any]) -> Answer:
    """What a caller gets for an event."""
    context: Any = LocalContext()
    result = _handler(request["path"])(copy.deepcopy(request), context)
    result = json.loads(json.dumps(result))
    assert result["isBase64Encoded"] is False
    many = {name: values[-1] for name, values in (result.get("multiValueHeaders") or {}).items()}
    headers = {name.lower(): value for name, value in ((result.get("headers") or {}) | many).items()}
    result["body"].encode()  # Lambda sends UTF-8
    return Answer(result["statusCode"], headers, result["body"])


def request(method: str, path: str, text: str | None = None, content_type: str | None = "application/json", **query):
    """An event for any request; without a content type where there is no body."""
    made = event("health")
    made["path"], made["httpMethod"], made["body"] = path, method, text
    made["requestContext"]["path"] = f"/{made['requestContext']['stage']}{path}"
    if text is not None and content_type is not None:
        made["headers"]["Content-Type"] = content_type
        made["multiValueHeaders"]["Content-Type"] = [content_type]
    made["queryStringParameters"] = query or None
    made["multiValueQueryStringParameters"] = {name: [value] for name, value in query.items()} or None
    return made


def get(path: str, **query: str) -> Answer:
    return answer(request("GET", path, **query))


def post(path: str, payload: object, **changed: Any) -> Answer:
    """The answer to a body; text is sent as it is, anything else as JSON."""
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return answer(request("POST", path, text, **changed))


def put(path: str, payload: object) -> Answer:
    return answer(request("PUT", path, json.dumps(payload)))


def decide(payload: object, **changed: Any) -> Answer:
    """The answer to a decision; text is sent as it is, anything else as JSON."""
    return post("/v1/decisions", payload, **changed)
