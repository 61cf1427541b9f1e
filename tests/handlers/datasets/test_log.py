"""What is written down of a check: counts and bytes, and nothing of the files."""

import json

import pytest

from datasets.errors import UploadStorageError
from handlers.datasets import sharded
from local.environment import applied
from local.function import LocalContext
from tests.handlers.datasets.account import MINE, example, file_of
from tests.handlers.datasets.faults import CANARY

TELLING = [
    example(f"Who is {CANARY}?", f"{CANARY}."),
    f'{{"messages": [{{"role": "{CANARY}", "content": "a"}}]}}',
    f'{{"messages": "{CANARY}"}}',
    f'{{"messages": [], "tools": [{{"type": "{CANARY}"}}]}}',
    f'{{"prompt": "{CANARY}", "completion": 3}}',
    f"{CANARY} is not JSON",
    f'"{CANARY}"',
    f'{{"text": "{CANARY}"}}',
    f'{{"text": "\\ud800 {CANARY}"}}',
]
FILE = "\n".join(TELLING * 3).encode() + f"\n\xff{CANARY}".encode("latin-1")


@pytest.mark.parametrize("one_pass_bytes", ["", "0"])
def test_nothing_of_a_file_is_logged_or_kept_beside_it(account, output, one_pass_bytes):
    with applied({"DATASET_ONE_PASS_BYTES": one_pass_bytes}):
        asked = account.upload(validation=True)
        account.send(asked, FILE, "validation")
        account.arrive(account.send(asked, FILE))
        if one_pass_bytes:
            account.run()
        said = account.stands(asked)
        account.stands(asked, "another-key")
    text = output.text()
    assert said.json["status"] == "checked"
    assert '"upload"' in text
    assert CANARY not in text
    kept = account.kept()
    assert len(kept) >= 3
    assert not [key for key, content in kept.items() if CANARY.encode() in content]
    assert CANARY not in json.dumps(account.started())
    assert CANARY not in said.text
    assert MINE not in text + "".join(kept)


def test_nothing_of_a_file_is_logged_where_it_is_sent_along(account, output):
    said = account.ask(content="\n".join(TELLING))
    assert said.status == 200
    account.ask(content="\n".join(TELLING), upload={})
    text = output.text()
    assert '"dataset_check"' in text
    assert CANARY not in text


def test_nothing_of_a_file_is_logged_where_a_part_fails(account, failing, output):
    asked = account.upload()
    with applied({"DATASET_ONE_PASS_BYTES": "0"}):
        account.arrive(account.send(asked, FILE))
    failing("put_object", "refused")
    [(_, given)] = account.started()
    part = {"owner": given["owner"], "id": given["id"], "shard": given["shards"][0]}
    with pytest.raises(UploadStorageError) as raised:
        sharded.check_shard(part, LocalContext())
    assert CANARY not in output.text() + str(raised.value)


def test_what_was_checked_is_counted(account, output):
    content, by_service = file_of(5), {"service": "payback"}
    expected = {
        "Datasets": (1, by_service),
        "DatasetBytes": (len(content), by_service),
        "DatasetExamples": (5, by_service),
    }
    account.arrive(account.send(account.upload(), content))
    assert output.metrics().items() >= expected.items()
    with applied({"DATASET_ONE_PASS_BYTES": "0"}):
        account.arrive(account.send(account.upload(), content))
    assert "Datasets" not in output.metrics()
    account.run()
    assert output.metrics().items() >= expected.items()
