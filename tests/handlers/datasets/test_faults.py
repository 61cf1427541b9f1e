"""What becomes of requests, checks and parts where S3 fails."""

from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from datasets.errors import UploadStorageError
from handlers import wiring
from local.environment import applied
from tests.handlers.datasets.account import file_of, forget
from tests.handlers.datasets.faults import CANARY, WAYS


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("operation", ["put_object", "generate_presigned_post"])
def test_a_caller_is_told_that_uploads_are_away_and_what_to_do(account, failing, output, operation, way):
    failing(operation, way)
    said = account.ask(upload={})
    assert (said.status, said.problem()["code"], said.headers["retry-after"]) == (503, "uploads_unavailable", "10")
    assert "as content" in said.problem()["detail"]
    text = output.text()
    assert "uploads unavailable" in text
    assert CANARY not in text


@pytest.mark.parametrize("way", WAYS)
def test_a_result_that_cannot_be_read_now_is_no_missing_one(account, failing, way):
    asked = account.upload()
    failing("get_object", way)
    assert account.stands(asked).status == 503


@pytest.mark.parametrize("operation", ["get_object", "put_object", "head_object"])
def test_an_event_that_met_a_fault_is_taken_by_the_next_try(account, failing, operation):
    asked = account.upload(validation=True)
    account.send(asked, file_of(2), "validation")
    told = account.send(asked, file_of(5))
    for _ in range(8):
        failing(operation, "refused", times=1)
        with pytest.raises(UploadStorageError, match="SlowDown"):
            account.arrive(told)
        if account.arrive(told) == "checked":
            break
    assert account.stands(asked).json["report"]["training"]["examples"] == 5


@pytest.fixture
def breaking(account, monkeypatch):
    """Has the bytes of uploaded files break off, so many times; and which that was."""
    s3: Any = wiring.upload_checks(patient=True)._bucket._s3  # noqa: SLF001
    get_object, broken = s3.get_object, list[str]()

    class Broken:
        def read(self):
            raise ReadTimeoutError(endpoint_url="https://example.com")

    def break_off(times):
        def call(**asked):
            found = get_object(**asked)
            if not asked["Key"].endswith(".jsonl") or len(broken) == times:
                return found
            broken.append(asked["Key"])
            return found | {"Body": Broken()}

        monkeypatch.setattr(s3, "get_object", call)
        return broken

    return break_off


def test_bytes_that_break_off_are_read_again(account, breaking):
    asked = account.upload()
    told = account.send(asked, file_of(5))
    broken = breaking(2)
    assert account.arrive(told) == "checked"
    assert len(broken) == 2


def test_bytes_that_break_off_each_time_are_an_error_that_is_tried_again(account, breaking):
    told = account.send(account.upload(), file_of(5))
    breaking(10**6)
    with pytest.raises(UploadStorageError) as raised:
        account.arrive(told)
    assert type(raised.value) is UploadStorageError  # by this name the state machine tries again


def test_without_a_bucket_the_functions_say_what_to_set(account):
    told = account.send(account.upload(), file_of(1))
    with applied({"DATASETS_BUCKET": ""}):
        forget()
        with pytest.raises(ValueError, match="DATASETS_BUCKET is empty; name the bucket of uploads"):
            account.arrive(told)


def test_without_a_machine_a_small_file_is_checked_and_a_large_one_says_what_to_set(account):
    with applied({"DATASET_STATE_MACHINE_ARN": ""}):
        forget()
        assert account.arrive(account.send(account.upload(), file_of(1))) == "checked"
        with (
            applied({"DATASET_ONE_PASS_BYTES": "1"}),
            pytest.raises(ValueError, match="DATASET_STATE_MACHINE_ARN is empty"),
        ):
            account.arrive(account.send(account.upload(), file_of(1)))


def test_the_size_of_one_pass_is_a_number(account):
    told = account.send(account.upload(), file_of(1))
    with applied({"DATASET_ONE_PASS_BYTES": "1 GB"}), pytest.raises(ValueError, match="DATASET_ONE_PASS_BYTES must be"):
        account.arrive(told)
