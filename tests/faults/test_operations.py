"""The queries of docs/operations.md, against lines that the functions really log."""

import json
import re
from decimal import Decimal

import pytest

from handlers import decisions
from handlers.spend import queued
from handlers.spend.queue import messages
from local.function import LocalContext
from local.queue import Message, messages_received
from local.template import Template
from spend.ledger.entry import of_training
from tests.docs.readme import ROOT
from tests.faults.ways import REFUSALS
from tests.handlers.http import event, request
from tests.handlers.spend.posting import calls

TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```insights\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
_WORDS = {"fields", "filter", "sort", "limit", "stats", "by", "in", "like", "desc", "count", "min", "max"}


def _fields(query):
    """The names in a query that are neither texts, patterns nor words of the language."""
    bare = re.sub(r'"[^"]*"|/[^/]*/', "", query)
    return {name for name in re.findall(r"@?[a-z_.]+", bare) if name not in _WORDS and not name.startswith("@")}


def _messages(query):
    return set(re.findall(r'"([a-z ]+)"', query))


def _queued(stack):
    """What is logged of a message that cannot be written."""
    entry = of_training("job-1", "support", stack.clock().date(), None, "gpt-4o", Decimal(1))
    [body] = messages([entry])
    context = LocalContext("UsageFunction", timeout_seconds=60)
    assert queued.handler(messages_received("usage", [Message(body, "m", 0, "handle")]), context)["batchItemFailures"]
    return stack.output.lines()


@pytest.fixture
def lines(stack, monkeypatch):
    """What is logged while everything fails that may."""
    found = []
    record = json.dumps({"records": calls(1)})
    with stack.aws.failing(REFUSALS["access denied"], "s3 *", "dynamodb *"):
        for asked in (event("decision-scenario-1"), request("POST", "/v1/usage", record)):
            found += stack.ask(asked).lines
        found += stack.ask(request("GET", "/v1/budgets")).lines
        found += _queued(stack)
    with stack.aws.failing(REFUSALS["access denied"], "dynamodb *", "sqs *"):
        found += stack.ask(request("POST", "/v1/usage", record)).lines
    monkeypatch.setattr(decisions, "decide", lambda *_: 1 / 0)
    return found + stack.ask(event("decision-scenario-1")).lines


def test_there_are_queries():
    assert len(QUERIES) == TEXT.count("```insights") >= 5


def test_every_field_of_a_query_is_in_a_line_of_the_log_or_of_the_access_log(lines):
    logged = {name for line in lines for name in line}
    access = set(json.loads(Template.read().resources["Api"]["Properties"]["AccessLogSetting"]["Format"]))
    for query in QUERIES:
        fields = _fields(query)
        assert fields <= (access if "route" in fields else logged), query


def test_every_message_that_a_query_looks_for_is_logged_with_the_fields_that_it_shows(lines):
    for query in QUERIES:
        for message in _messages(query):
            of_it = [line for line in lines if line.get("message") == message]
            shown = _fields(query) - {"left"} if "queue" in message else _fields(query)
            assert of_it, message
            assert all(shown <= set(line) for line in of_it), message


def test_an_error_says_by_its_reason_or_its_trace_what_went_wrong(lines):
    wrong = [line for line in lines if line.get("level") in {"ERROR", "WARNING"}]
    assert len(wrong) > 4
    assert all("reason" in line or {"exception", "exception_name"} <= set(line) for line in wrong)
