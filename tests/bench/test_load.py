"""The load tool itself: it asks for what can be worked out, sees a wrong answer, and tells memory that grows."""

import http.client
from argparse import Namespace
from datetime import UTC, datetime
from multiprocessing import Value

import pytest
from werkzeug.test import Client

from bench.load import right
from bench.load.__main__ import _told
from bench.load.calls import ASKED, calls
from bench.load.clients import Counted, _Client
from bench.load.memory import Held
from bench.load.right import right_answer, told
from bench.load.servers import newer
from local.environment import applied
from local.gateway import Gateway
from local.template import Template
from ratebook.sources import read_snapshot

SHIPPED = read_snapshot()
QUICK = {name: call for name, call in calls().items() if not name.endswith(", what matters")}


@pytest.fixture(scope="module")
def gateway():
    with applied({"RATES_BUCKET": ""}):
        yield Client(Gateway.imported(Template.read()))


class _Way:
    """Answers by the gateway in this process, or as it is told."""

    def __init__(self, gateway, answered=None):
        self.gateway, self.answered = gateway, answered

    def ask(self, name, call):
        if self.answered is not None:
            return self.answered(name)
        body = {} if call.body is None else {"data": call.body, "content_type": call.content_type}
        answer = self.gateway.open(call.resource, method=call.method, query_string=dict(call.query), **body)
        return answer.status_code, answer.text


def _asked(way, *names, tables=(SHIPPED,), newer_since=0.0):
    counted = Counted()
    client = _Client(way, list(tables), Value("d", newer_since), counted)
    for name in names:
        client.ask(name, calls()[name])
    return counted


def test_every_kind_of_request_is_among_the_calls():
    assert {call.resource for call in calls().values()} == set(ASKED)
    assert len(calls()) > 150


@pytest.mark.parametrize("name", QUICK)
def test_what_is_worked_out_is_what_is_answered(gateway, name, monkeypatch):
    monkeypatch.setattr(right, "SOURCE", "deployed")  # there is no bucket here
    counted = _asked(_Way(gateway), name)
    assert (counted.wrong, counted.failed) == ([], [])


def test_a_wrong_figure_and_a_wrong_status_are_seen(gateway):
    name = "events/decision-scenario-1"
    status, text = _Way(gateway).ask(name, calls()[name])
    assert '"do_not_fine_tune"' in text
    for wrong in ((status, text.replace('"do_not_fine_tune"', '"fine_tune"')), (500, text), (status, "no JSON")):
        assert len(_asked(_Way(gateway, lambda _, wrong=wrong: wrong), name).wrong) == 1


def test_an_answer_by_older_rates_is_wrong_once_newer_ones_are_in_force(gateway):
    tables = (SHIPPED, newer(SHIPPED))
    name = "events/decision-minimal"
    assert not _asked(_Way(gateway), name, tables=tables).wrong
    assert len(_asked(_Way(gateway), name, tables=tables, newer_since=1e-9).wrong) == 1


def test_no_answer_is_counted_as_that():
    def broken(_):
        raise http.client.RemoteDisconnected("gone")

    assert len(_asked(_Way(None, broken), "events/health").failed) == 1


def test_newer_rates_change_an_answer():
    call, today = calls()["events/decision-minimal"], datetime.now(UTC).date()
    answers = [right_answer(call, table, today) for table in (SHIPPED, newer(SHIPPED))]
    assert answers[0].body["monthly"] != answers[1].body["monthly"]
    assert told(200, answers[0].body, answers[1]) != answers[1]


def test_memory_is_flat_where_its_last_third_takes_no_more_than_its_second():
    assert Held.of([50, 90, 100, 101, 102, 104]).flat
    assert not Held.of([100, 100, 100, 100, 110, 110]).flat
    with pytest.raises(ValueError, match="ask for longer"):
        Held.of([1, 2])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, 0),
        ({"wrong": ["x"]}, 1),
        ({"failed": ["x"]}, 1),
        ({"statuses": {200: 9, 503: 1}}, 1),
        ({"versions": {"a": 1}}, 1),
        ({"statuses": {}}, 1),
    ],
)
def test_one_thing_that_is_wrong_fails_the_run(capsys, change, code):
    counted = Counted(**({"statuses": {200: 9}, "versions": {"a": 1, "b": 2}} | change))
    options = Namespace(clients=2, seconds=1.0, server="local")
    assert _told(options, counted, Held((1.0, 1.0, 1.0))) == code
    assert "memory: " in capsys.readouterr().out
