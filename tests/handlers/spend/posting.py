"""Records that tests post, and what is told of them."""

from tests.handlers.http import get, post

CALL = {
    "id": "one",
    "project": "support",
    "model": "gpt-4o",
    "at": "2026-11-20T10:00:00Z",
    "usage": {"input_tokens": 1_000_000, "output_tokens": 0},
}
BODY = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1795166000,
    "model": "gpt-4o-2024-08-06",
    "usage": {"prompt_tokens": 2006, "completion_tokens": 300, "total_tokens": 2306},
}


def usage(payload, **query):
    return post("/v1/usage", payload, **query)


def calls(count, **more):
    return [CALL | {"id": f"call-{number}"} | more for number in range(count)]


def spent(**query):
    return get("/v1/spend", month="2026-11", **query).json


def counts(said):
    names = ("accepted", "unpriced", "duplicate", "conflict", "not_billed", "rejected", "queued")
    return {name: said[name] for name in names if said[name]}
