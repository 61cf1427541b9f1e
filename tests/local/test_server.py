import json
import shlex
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from local import slack
from local.aws import s3_client
from local.incoming import drop, wait_for_report
from local.server import EXAMPLE_EVENT, curl_command, main, signing_secret
from local.template import ROOT
from publishing.publish import read_in_force
from tests.local.running import address_in, read_until, start


class Server(NamedTuple):
    process: subprocess.Popen[str]
    printed: str
    address: str
    state: Path


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    state = tmp_path_factory.mktemp("server") / "local.json"
    process = start("--port", "0", "--state", str(state))
    printed = read_until(process, "^curl ")
    yield Server(process, printed, address_in(printed), state)
    process.kill()
    process.wait(30)
    process.stdout.close()


def test_the_printed_curl_line_gets_a_decision(server):
    (line,) = [line for line in server.printed.splitlines() if line.startswith("curl ")]
    *_, method, url, _, header, _, body = shlex.split(line)
    request = urllib.request.Request(url, body.encode(), dict([header.split(": ")]), method=method)
    with urllib.request.urlopen(request, timeout=30) as response:
        assert json.loads(response.read())["rates"]["stale"] is False


def test_every_request_is_one_line(server):
    with urllib.request.urlopen(f"{server.address}/v1/rules?as_of=2026-06-30", timeout=30):
        pass
    assert read_until(server.process, "rules").splitlines()[-1] == "200 GET /v1/rules?as_of=2026-06-30"


def test_the_documentation_is_served(server):
    with urllib.request.urlopen(f"{server.address}/docs", timeout=30) as page:
        assert page.headers["Content-Type"].startswith("text/html")


def test_another_shell_is_told_where_to_publish(server):
    state = json.loads(server.state.read_text())
    assert state["address"] == server.address
    found = read_in_force(s3_client(state["endpoint_url"]), state["bucket"])
    assert found is not None
    assert found.pointer is not None
    assert found.pointer.version in server.printed


def test_a_dropped_file_is_answered_and_the_next_answer_has_its_price(server, tmp_path):
    state = json.loads(server.state.read_text())
    s3 = s3_client(state["endpoint_url"])
    for name in ("rejected", "published"):
        path = tmp_path / "openai.yaml"
        path.write_bytes((ROOT / "events" / f"incoming-rates-{name}.yaml").read_bytes())
        report = wait_for_report(s3, drop(s3, state["bucket"], path), seconds=30)
        assert report.startswith(f"# openai.yaml: {name}\n")
        printed = read_until(server.process, "incoming/")
        assert printed.splitlines()[-1] == f"{name} incoming/openai.yaml: see incoming/openai.yaml.report.md"
    with urllib.request.urlopen(f"{server.address}/v1/models?name=gpt-4o-mini&as_of=2031-01-01", timeout=30) as answer:
        assert json.loads(answer.read())["resolution"]["rates"]["usd_per_million_input_tokens"] == "0.12"


def test_a_slash_command_is_typed_to_it_and_answered(server, monkeypatch, capsys):
    monkeypatch.setattr("local.slack.STATE_PATH", server.state)
    assert slack.main(["price gpt-4o-mini"]) == 0
    assert "gpt-4o-mini-2024-07-18" in capsys.readouterr().out


def test_a_command_that_is_signed_with_another_secret_is_refused(server):
    body = slack.slash_command("rates")
    headers = {"Content-Type": slack.CONTENT_TYPE, **slack.signed(body, datetime.now(UTC), "another")}
    request = urllib.request.Request(f"{server.address}{slack.COMMANDS}", body.encode(), headers)
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=30)
    with refusal.value as response:
        assert response.status == 401


def test_the_signing_secret_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "of-the-workspace")
    assert signing_secret() == "of-the-workspace"
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "")
    assert signing_secret() != signing_secret()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_stops_it_cleanly(number, tmp_path):
    state = tmp_path / "local.json"
    process = start("--port", "0", "--state", str(state))
    read_until(process, "^curl ")
    process.send_signal(number)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert output.splitlines()[-1] == "Stopped."
    assert "Traceback" not in output
    assert not state.exists()


def test_a_port_that_is_taken_is_said_before_anything_starts(capsys, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port), "--state", str(tmp_path / "local.json")]) == 1
    assert capsys.readouterr().err == (
        f"Cannot listen on port {port}: Address already in use. Choose another: make run PORT=8081\n"
    )


@pytest.mark.parametrize("port", ["http", "-1", "65536"])
def test_what_is_no_port_is_refused(port, capsys):
    with pytest.raises(SystemExit) as exit_:
        main([f"--port={port}"])
    assert exit_.value.code == 2
    assert "a port is a number up to 65535" in capsys.readouterr().err


def test_the_curl_line_of_an_event_quotes_what_a_shell_would_take_apart(tmp_path):
    path = tmp_path / "event.json"
    body = '{"task": "it\'s"}'
    path.write_text(
        json.dumps(
            {"httpMethod": "POST", "path": "/v1/x", "headers": {"Content-Type": "application/json"}, "body": body}
        )
    )
    words = shlex.split(curl_command(path, "http://h"))
    assert words == [
        "curl",
        "-s",
        "-X",
        "POST",
        "http://h/v1/x",
        "-H",
        "Content-Type: application/json",
        "-d",
        body,
    ]


def test_the_example_is_one_that_is_tested_in_the_container_too():
    assert EXAMPLE_EVENT.is_file()
