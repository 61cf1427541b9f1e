"""The commands that check, compile and publish rates/, as `make` calls them."""

import json
import shutil
import sys

import pytest

from local import rates as command
from ratebook.compiled import compile_table
from ratebook.publishing import CURRENT_KEY
from tests.ratebook.conftest import BUCKET, RATES


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command in a copy of rates/, with a snapshot of its own. Gives the exit code and what was said."""
    shutil.copytree(RATES, tmp_path / "rates")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "SNAPSHOT", tmp_path / "snapshot.json")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["local.rates", *arguments])
        code = command.main()
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_sound_files_with_a_fresh_snapshot_pass(run, table, tmp_path):
    version = compile_table(table).version
    assert run("compile") == (0, f"wrote version {version}\n", "")
    assert (tmp_path / "snapshot.json").read_bytes() == compile_table(table).content
    assert run("check") == (0, f"rates/ is sound: 27 models, version {version}\n", "")


def test_an_edit_that_was_not_compiled_is_told(run, tmp_path):
    stale = "snapshot.json is not made of rates/ as it is now: run `make rates-compile`\n"
    assert run("fresh") == (1, "", stale)
    run("compile")
    policy = tmp_path / "rates" / "policy.yaml"
    policy.write_text(policy.read_text().replace("value: 3\n", "value: 4\n"))
    assert run("fresh") == (1, "", stale)
    assert run("check")[0] == 0  # to publish a price the snapshot need not be renewed
    assert run("compile")[0] == run("fresh")[0] == 0


@pytest.mark.parametrize("name", ["check", "fresh", "compile", "publish"])
def test_a_mistake_is_shown_as_the_readme_shows_it(run, tmp_path, name):
    openai = tmp_path / "rates" / "openai.yaml"
    text = openai.read_text()
    openai.write_text(text.replace("usd_per_million_input_tokens: 2.5\n", "usd_per_milion_input_tokens: 2.5\n"))
    code, _, errors = run(name)
    assert code == 1
    assert errors.splitlines()[1] in (RATES / "README.md").read_text().splitlines()
    assert not (tmp_path / "snapshot.json").exists()


def test_rates_are_published_to_a_bucket(run, s3, table):
    code, said, _ = run("publish", BUCKET)
    version = compile_table(table).version
    assert code == 0
    assert said.startswith(f"{BUCKET}: version {version} is current since 20")
    assert json.loads(s3.get_object(Bucket=BUCKET, Key=CURRENT_KEY)["Body"].read())["version"] == version
    assert run("publish", BUCKET)[1] == said


def test_a_bucket_that_is_not_there_is_told_without_a_trace(run, s3):
    code, _, errors = run("publish", "no-such-bucket")
    assert code == 1
    assert errors.startswith("not published: ")
    assert "NoSuchBucket" in errors


def test_without_a_bucket_and_a_running_server_nothing_is_published(run):
    assert run("publish") == (1, "", "no server runs here: start `make run`, or say BUCKET=name\n")
