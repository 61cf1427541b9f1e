"""The README's commands that need Docker or the SAM CLI; what needs an AWS account, as far as it goes without."""

import json
import os
import re
import subprocess

import pytest

from local.container import SAM
from local.template import ROOT, Template
from tests.docs.readme import blocks, commands
from tests.runtime.sam import answer_in

pytestmark = pytest.mark.sam


def _run(line):
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0", "PATH": f"{SAM.parent}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-c", line], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False
    )


def _deployment():
    (block,) = (text for text in blocks("") if "sam deploy" in text)
    return block


def test_the_event_is_answered_in_a_container(image):
    found = [command for text in blocks("console") for command in commands(text)]
    (line,) = (command.line for command in found if "sam-invoke" in command.line)
    done = _run(line)
    assert done.returncode == 0, done.stderr
    answer = answer_in(done.stdout, done.stderr)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"])["verdict"] == "do_not_fine_tune"


def test_the_build_for_deployment_builds_with_the_page_and_bytecode():
    (line,) = (line for line in _deployment().splitlines() if line.startswith("make build"))
    done = _run(line)
    assert done.returncode == 0, done.stderr
    function = ROOT / ".aws-sam" / "build" / "ApiFunction"
    assert (function / "handlers" / "page" / "built" / "index.html").is_file()
    assert list((function / "pydantic" / "__pycache__").glob("*.pyc"))
    assert list(function.glob("pydantic_core/*aarch64*.so"))


def test_the_options_of_the_deployment_exist():
    (line,) = (line for line in _deployment().splitlines() if line.startswith("sam deploy"))
    options = re.findall(r"--[a-z-]+", line)
    known = _run("sam deploy --help").stdout
    assert options
    assert [option for option in options if option not in known] == []


def test_the_stack_and_the_output_that_publishing_asks_for_exist():
    block = _deployment()
    (stack,) = re.findall(r"--stack-name (\S+)", block)
    (output,) = re.findall(r"OutputKey=='(\w+)'", block)
    assert f'stack_name = "{stack}"' in (ROOT / "samconfig.toml").read_text()
    assert output in Template.read().document["Outputs"]
