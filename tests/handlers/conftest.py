"""The deployed handler, loaded once, with the deployed snapshot as its rates; what it prints is caught."""

import json
import logging
import sys

import pytest

from handlers import wiring
from handlers.log import SERVICE
from local.environment import applied

LOUD = {"POWERTOOLS_METRICS_DISABLED": "false", "RATES_BUCKET": "", "RATES_TTL_SECONDS": "0"}


@pytest.fixture(scope="module", autouse=True)
def _environment():
    with applied(LOUD):
        wiring.rate_book.cache_clear()
        yield
    wiring.rate_book.cache_clear()


class Output:
    """The lines of CloudWatch's log, as far as they were not read yet."""

    def __init__(self, capsys):
        self._capsys = capsys

    def text(self):
        return self._capsys.readouterr().out

    def lines(self):
        return [json.loads(line) for line in self.text().splitlines()]

    def metrics(self):
        """Every metric's value and dimensions, by its name."""
        found = {}
        for line in self.lines():
            for directive in line.get("_aws", {}).get("CloudWatchMetrics", []):
                for metric in directive["Metrics"]:
                    [dimensions] = directive["Dimensions"]
                    [value] = line[metric["Name"]]
                    found[metric["Name"]] = (value, {name: line[name] for name in dimensions})
                    assert directive["Namespace"] == "Payback"
        return found


class _Stdout:
    """Whatever is standard output at the time of writing: pytest changes it from test to test."""

    def write(self, text):
        sys.stdout.write(text)

    def flush(self):
        sys.stdout.flush()


@pytest.fixture(autouse=True)
def output(capsys, monkeypatch):
    """What the handler prints, at the level of a deployment."""
    logger = logging.getLogger(SERVICE)
    monkeypatch.setattr(logger.handlers[0], "stream", _Stdout())
    level = logger.level
    logger.setLevel(logging.INFO)
    yield Output(capsys)
    logger.setLevel(level)
