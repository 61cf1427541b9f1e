"""The commands that check, compile and publish rates/, as `make` calls them."""

import json
import re
import shutil
from functools import partial

import pytest

from local import rates as command
from local.state import read_state
from ratebook.bucket import CURRENT_KEY
from ratebook.compiled import compile_table
from tests.authored import BUCKET, RATES


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command in a copy of rates/, with a snapshot of its own. Gives the exit code and what was said.

    No server runs for it, also where somebody has started one here: nothing of a test is to be published to that.
    """
    shutil.copytree(RATES, tmp_path / "rates")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "SNAPSHOT", tmp_path / "snapshot.json")
    monkeypatch.setattr(command, "read_state", partial(read_state, tmp_path / "local.json"))

    def run(*arguments):
        code = command.main(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_sound_files_with_a_fresh_snapshot_pass(run, table, tmp_path):
    version = compile_table(table).version
    code, said, _ = run("compile")
    assert (code, said.splitlines()[-1]) == (0, f"wrote version {version}")
    assert (tmp_path / "snapshot.json").read_bytes() == compile_table(table).content
    models = sum(len(provider.models) for provider in table.providers.values())
    assert run("check") == (0, f"rates/ is sound: {models} models, version {version}\n", "")


def test_an_edit_that_was_not_compiled_is_told(run, tmp_path):
    stale = "snapshot.json is not made of rates/ as it is now: run `make rates-compile`\n"
    assert run("fresh") == (1, "", stale)
    run("compile")
    policy = tmp_path / "rates" / "policy.yaml"
    policy.write_text(policy.read_text().replace("value: 3\n", "value: 4\n      correction: misread\n"))
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
    assert _without_line(errors.splitlines()[1]) in map(_without_line, (RATES / "README.md").read_text().splitlines())
    assert not (tmp_path / "snapshot.json").exists()


def _without_line(message):
    """The line of a file that others edit is not the README's to follow."""
    return re.sub(r"^openai\.yaml:\d+: ", "openai.yaml: ", message)


def test_rates_are_published_to_a_bucket(run, s3, table):
    code, said, _ = run("publish", "--bucket", BUCKET)
    version = compile_table(table).version
    assert code == 0
    assert said.startswith(f"{BUCKET}: version {version} is current since 20")
    assert json.loads(s3.get_object(Bucket=BUCKET, Key=CURRENT_KEY)["Body"].read())["version"] == version
    assert run("publish", "--bucket", BUCKET)[1] == said


def test_a_bucket_that_is_not_there_is_told_without_a_trace(run, s3):
    code, _, errors = run("publish", "--bucket", "no-such-bucket")
    assert code == 1
    assert errors.startswith("not published: ")
    assert "NoSuchBucket" in errors


def test_without_a_bucket_and_a_running_server_nothing_is_published(run):
    assert run("publish") == (1, "", "no server runs here: start `make run`, or say BUCKET=name\n")


@pytest.fixture
def core_rates(run, tmp_path, core):
    """The commands with a small rates/, its snapshot compiled."""
    shutil.rmtree(tmp_path / "rates")
    (tmp_path / "rates").mkdir()
    for name, text in core.items():
        (tmp_path / "rates" / name).write_text(text)
    assert run("compile")[0] == 0
    return tmp_path / "rates"


def _edit(rates, old, new, file="policy.yaml"):
    text = (rates / file).read_text()
    assert old in text
    (rates / file).write_text(text.replace(old, new, 1))


SILENT = (
    "policy.yaml: thresholds.payback_limit_months[0]: the published entry of 2025-09-01 was changed (3 → 4); put it "
    "back and append a new entry, or say in `correction` what was wrong with the published one\n"
)


@pytest.mark.parametrize("name", ["check", "compile"])
def test_history_that_was_edited_is_found_against_what_was_shipped(run, core_rates, tmp_path, name):
    shipped = (tmp_path / "snapshot.json").read_bytes()
    _edit(core_rates, "value: 3\n", "value: 4\n")
    assert run(name) == (1, "", SILENT)
    assert (tmp_path / "snapshot.json").read_bytes() == shipped


def test_what_publishing_would_change_is_told_in_sentences(run, core_rates, core_table, s3):
    version = compile_table(core_table).version
    assert run("diff", "--bucket", BUCKET) == (0, f"nothing is published in {BUCKET} yet\n", "")
    assert run("publish", "--bucket", BUCKET)[0] == 0
    told = f"rates/ against version {version} in {BUCKET}:\n"
    assert run("diff", "--bucket", BUCKET) == (0, f"{told}  no change\n", "")
    _edit(core_rates, "value: 3\n", "value: 4\n      correction: misread\n")
    change = "  policy payback_limit_months: corrected for 2025-09-01, 3 → 4; misread\n"
    assert run("diff", "--bucket", BUCKET) == (0, told + change, "")
    assert run("publish", "--bucket", BUCKET)[0] == 0
    assert run("diff", "--bucket", BUCKET)[1].endswith("  no change\n")
    assert run("diff", "--bucket", BUCKET, "--since", version) == (0, told + change, "")


def test_what_stands_in_the_way_of_publishing_is_told_by_diff_and_by_publish(run, core_rates, s3):
    run("publish", "--bucket", BUCKET)
    _edit(core_rates, "value: 3\n", "value: 4\n")
    code, said, errors = run("diff", "--bucket", BUCKET)
    assert (code, errors) == (1, SILENT)
    assert said.endswith("corrected for 2025-09-01, 3 → 4\n")
    assert run("publish", "--bucket", BUCKET) == (1, "", SILENT)


def test_a_version_that_was_never_published_cannot_be_compared_with(run, core_rates, s3):
    code, _, errors = run("diff", "--bucket", BUCKET, "--since", "2020-01-01-00000000")
    assert code == 1
    assert errors == (f"2020-01-01-00000000 was never published in {BUCKET}; GET /v1/rates lists the versions\n")


def test_an_older_version_is_made_current_again(run, core_rates, core_table, s3):
    run("publish", "--bucket", BUCKET)
    first = compile_table(core_table).version
    _edit(core_rates, "value: 3\n", "value: 4\n      correction: misread\n")
    run("publish", "--bucket", BUCKET)
    second = json.loads(s3.get_object(Bucket=BUCKET, Key=CURRENT_KEY)["Body"].read())["version"]
    code, said, _ = run("rollback", "--bucket", BUCKET, "--version", first, "--reason", "3 was right")
    assert (code, said) == (0, f"{BUCKET}: version {first} is current again, in place of {second}\n")
    assert json.loads(s3.get_object(Bucket=BUCKET, Key=CURRENT_KEY)["Body"].read())["reason"] == "3 was right"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--reason", "why"], "say which version: VERSION=2026-11-22-1a2b3c4d; GET /v1/rates lists them\n"),
        (["--version", "2020-01-01-00000000"], "say why: REASON='...' is kept with the version\n"),
        (
            ["--version", "2020-01-01-00000000", "--reason", "why"],
            "2020-01-01-00000000 was never published here; GET /v1/rates lists the versions\n",
        ),
    ],
)
def test_a_rollback_says_what_it_lacks(run, s3, arguments, said):
    assert run("rollback", "--bucket", BUCKET, *arguments) == (1, "", said)


def test_a_file_is_dropped_and_its_report_printed(run, s3, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "REPORT_SECONDS", 0.1)
    path = tmp_path / "garden.yaml"
    path.write_text("models: {}\n")
    assert run("drop", "--bucket", BUCKET)[2] == "name a file: FILE=openai.yaml\n"
    code, _, errors = run("drop", "--bucket", BUCKET, "--file", str(path))
    assert (code, errors.partition(" in ")[0]) == (1, "nothing answered incoming/garden.yaml")
    for report, expected in (("# garden.yaml: published\n", 0), ("# garden.yaml: rejected\n", 1)):
        monkeypatch.setattr(command, "wait_for_report", lambda *_, report=report: report)
        assert run("drop", "--bucket", BUCKET, "--file", str(path)) == (expected, report, "")


@pytest.mark.parametrize("name", ["garden.txt", "Garden.yaml", "garden.yaml.bak", "self_hosted.yaml"])
def test_a_file_that_would_be_refused_by_its_name_is_not_dropped(run, s3, tmp_path, name):
    (tmp_path / name).write_text("models: {}\n")
    code, said, errors = run("drop", "--bucket", BUCKET, "--file", str(tmp_path / name))
    assert (code, said) == (1, "")
    assert errors.startswith(f"{name}:1: ")
    assert "name it by the provider's id, as in openai.yaml" in errors or "name the file so" in errors
    assert s3.list_objects_v2(Bucket=BUCKET)["KeyCount"] == 0


def test_a_reason_is_taken_from_the_environment(run, s3, core_rates, core_table, monkeypatch):
    run("publish", "--bucket", BUCKET)
    _edit(core_rates, "value: 3\n", "value: 4\n      correction: misread\n")
    run("publish", "--bucket", BUCKET)
    monkeypatch.setenv("RATES_ROLLBACK_REASON", """3 "was" 'right'""")
    assert run("rollback", "--bucket", BUCKET, "--version", compile_table(core_table).version)[0] == 0
    pointer = json.loads(s3.get_object(Bucket=BUCKET, Key=CURRENT_KEY)["Body"].read())
    assert pointer["reason"] == """3 "was" 'right'"""


def test_check_and_diff_hold_entries_against_today(run, core_rates, s3):
    run("publish", "--bucket", BUCKET)
    known = "source: payback, checked_on: 2026-11-22, confirmed: true"
    text = (core_rates / "policy.yaml").read_text()
    value = text.partition("  payback_limit_months:\n")[2].partition("\n  rarely")[0]
    end = text.index(value) + len(value) + 1
    added = f"    - {{effective_from: 2025-10-01, value: 4, {known}}}\n"
    (core_rates / "policy.yaml").write_text(text[:end] + added + text[end:])
    for command_name in ("check", "diff", "publish"):
        code, _, errors = run(command_name, "--bucket", BUCKET)
        assert code == 1
        assert "payback_limit_months[1]: the entry of 2025-10-01 is backdated" in errors


def test_a_file_that_is_not_there_cannot_be_dropped(run, s3):
    code, _, errors = run("drop", "--bucket", BUCKET, "--file", "nothing.yaml")
    assert code == 1
    assert "No such file" in errors
