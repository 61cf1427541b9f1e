"""A process that Lambda keeps as a snapshot (SnapStart): all is loaded, nobody was asked, nothing grows old."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handlers import wiring

SRC = Path(__file__).parents[2] / "src"
LOADED = ("handlers.routes", "aws_lambda_powertools.event_handler", "boto3", "spend.pricing")
STARTED = f"""
import json, socket, sys

def nobody(*_, **__):
    raise AssertionError("somebody was asked")

socket.socket.connect = nobody
socket.getaddrinfo = nobody
from handlers import api, wiring

book = wiring.rate_book()
print(json.dumps({{
    "loaded": [name for name in {LOADED!r} if name in sys.modules],
    "read": "table" in vars(book._snapshot),
    "due": book._is_due(wiring.now()),
}}))
"""


def _started(**environment):
    keys = {"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    given = {"PYTHONPATH": str(SRC), "RATES_BUCKET": "payback-rates", **keys, **environment}
    done = subprocess.run([sys.executable, "-c", STARTED], env=given, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def test_before_a_snapshot_all_is_loaded_and_nobody_is_asked():
    assert _started(AWS_LAMBDA_INITIALIZATION_TYPE="snap-start") == {
        "loaded": list(LOADED),
        "read": True,
        "due": True,
    }


@pytest.mark.parametrize("kind", ["on-demand", "provisioned-concurrency", ""])
def test_any_other_start_loads_what_its_first_call_needs(kind):
    assert _started(AWS_LAMBDA_INITIALIZATION_TYPE=kind) == {"loaded": [], "read": False, "due": True}


def test_only_snap_start_is_a_start_from_a_snapshot():
    assert wiring.starts_from_a_snapshot({"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"})
    assert not wiring.starts_from_a_snapshot({"AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand"})
    assert not wiring.starts_from_a_snapshot({})
