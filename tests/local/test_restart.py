"""What a server answered to have taken is there after it was stopped, killed, and started again."""

import http.client
import json
import signal
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from local import spend
from local.aws import USAGE, client
from local.dynamodb import TABLES
from local.kept import read_kept
from local.server import SPEND_FILE, main
from local.state import read_state
from spend.storage.table import Table, written
from tests.local.running import address_in, read_until, start

TODAY = datetime.now(UTC).date().isoformat()
NOT_OURS = "not a message of ours"


class Server:
    """A server whose files lie beside `state`."""

    def __init__(self, state, *arguments):
        self.state = state
        self.process = start("--port", "0", "--state", str(state), *arguments)
        self.printed = read_until(self.process, "^curl ")
        self.address = address_in(self.printed)

    def ask(self, path, body=None, method=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.address}{path}", data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.loads(response.read())

    def records(self):
        _, report = self.ask(f"/v1/spend?month={TODAY[:7]}&project=support")
        return report["records"]

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        printed, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, printed
        assert "Traceback" not in printed
        return printed

    def kill(self):
        self.process.kill()
        self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture
def started(tmp_path):
    """Starts servers that are killed at the end where they still run."""
    servers = []

    def start_one():
        servers.append(Server(tmp_path / "kept" / "local.json"))
        return servers[-1]

    yield start_one
    for server in servers:
        server.kill()


def _records(name, count):
    return [
        {
            "id": f"{name}-{number}",
            "project": "support",
            "model": "gpt-4o-mini",
            "provider": "openai",
            "at": TODAY,
            "usage": {"input_tokens": 700, "output_tokens": 300},
        }
        for number in range(count)
    ]


def _ids(path):
    """The records that a file has, in its ledger or in messages that wait."""
    kept = read_kept(path)
    queued = [json.loads(body)["entries"] for body in kept.messages if body != NOT_OURS]
    lines = [item["id"]["S"] for item in kept.tables[TABLES["LedgerTable"]]]
    return {*lines, *(entry["id"] for entries in queued for entry in entries)}


def _post_until_queued(server, pool):
    """Post records in several threads until some are queued. What was answered comes in as it is, by its status."""
    answered = []

    def post(name, count):
        try:
            status, _ = server.ask("/v1/usage", {"records": _records(name, count)})
        except (urllib.error.URLError, http.client.HTTPException, ConnectionError):
            return
        answered.append((status, {f"{name}-{number}" for number in range(count)}))

    for number in range(2):
        pool.submit(post, f"queued-{number}", 250)
    for number in range(8):
        pool.submit(post, f"written-{number}", 10)
    while not any(status == 202 for status, _ in answered):
        time.sleep(0.01)
    return answered


def _wait_for(text, path):
    deadline = time.monotonic() + 10
    while text not in path.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _status(server, target):
    """The status of the answer to an address that is sent as it stands."""
    host, port = server.address.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=30)
    connection.request("GET", target)
    with connection.getresponse() as response:
        return response.status


def test_nothing_that_was_answered_is_lost_by_a_stop_or_a_moment_after_it_by_a_kill(started):
    server = started()
    sqs = client("sqs", read_state(server.state).endpoint_url)
    sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName=USAGE)["QueueUrl"], MessageBody=NOT_OURS)
    with ThreadPoolExecutor(4) as pool:
        answered = _post_until_queued(server, pool)
        printed = server.stop()
    assert "1 messages of usage wait" in printed
    assert not server.state.exists()
    kept = server.state.with_name(SPEND_FILE)
    assert set().union(*(ids for _, ids in answered)) <= _ids(kept)
    assert NOT_OURS in read_kept(kept).messages

    server = started()
    assert "and 1 messages that wait" in server.printed
    assert server.records() == len(_ids(kept))
    server.ask("/v1/budgets/support", {"monthly_usd": "200"}, "PUT")
    server.ask("/v1/budgets/support", {"monthly_usd": "300"}, "PUT")
    _wait_for('"monthly_usd": {"S": "300"}', kept)
    server.kill()

    server = started()
    assert server.ask("/v1/budgets/support")[1]["monthly_usd"] == "300"
    assert server.records() == len(_ids(kept))
    dynamodb = client("dynamodb", read_state(server.state).endpoint_url)
    assert spend.stable(*(Table(dynamodb, name) for name in TABLES.values())).differences == ()

    refused = start("--port", "0", "--state", str(server.state))
    said, _ = refused.communicate(timeout=30)
    assert (refused.returncode, said.count("\n")) == (1, 1)
    assert f"Another server at {server.address} keeps its files in {server.state.parent}: stop it, or" in said

    assert _status(server, "/v1/budgets") == 200
    assert _status(server, "//v1/budgets") == 404
    assert server.ask("/v1/budgets/a%20b", {"monthly_usd": "1"}, "PUT")[1]["project"] == "a b"
    assert _status(server, "/v1/budgets/a%2520b") == 422  # the project a%20b, which no record can name


def test_totals_that_no_report_could_read_start_nothing(tmp_path, capsys):
    broken = {"pk": "totals#support#2026-11", "sk": "2026-11-20#a#00", "project": "support", "day": "2026-11-20"}
    path = tmp_path / SPEND_FILE
    path.write_text(json.dumps({TABLES["LedgerTable"]: [], TABLES["SpendTable"]: [written(broken)]}))
    assert main(["--port", "0", "--state", str(tmp_path / "local.json")]) == 1
    assert f"{path} cannot be read (KeyError): move it away to start without it" in capsys.readouterr().err
