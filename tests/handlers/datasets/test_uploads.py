"""A file that is uploaded: asked for, sent by its form, checked when it arrives, and asked about."""

import base64
import json
import re
from datetime import datetime, timedelta

import pytest

from datasets.uploads.reasons import AGAIN, NO_VALIDATION, REPLACED
from handlers import wiring
from handlers.datasets import uploaded
from local.environment import applied
from local.function import LocalContext
from tests.handlers.datasets.account import ANOTHERS, BUCKET, MINE, example, file_of, forget
from tests.handlers.http import event, post

LATER_VERSION = {"rates_version": "000000000000"}


def _policy(form):
    policy = json.loads(base64.b64decode(form["fields"]["policy"]))
    conditions = {}
    for condition in policy["conditions"]:
        name, *value = next(iter(condition.items())) if isinstance(condition, dict) else condition
        conditions[name] = value[0] if len(value) == 1 else value
    return policy["expiration"], conditions


def test_a_file_is_sent_by_its_form_checked_and_reported_on(account):
    asked = account.upload(model="gpt-4o", provider="openai")
    assert (asked["status"], asked["result"]) == ("waiting", f"/v1/datasets/checks/{asked['id']}")
    assert re.fullmatch(r"[0-9a-f]{32}", asked["id"])
    assert account.arrive(account.send(asked, file_of(20))) == "checked"
    said = account.stands(asked).json
    size = len(file_of(20))
    assert (said["status"], said["reason"]) == ("checked", None)
    assert said["progress"] == {"bytes": size, "of_bytes": size, "share": 1}
    inline = post("/v1/datasets/checks", {"content": file_of(20).decode(), "model": "gpt-4o", "provider": "openai"})
    assert said["report"] == inline.json


def test_a_form_takes_one_file_under_one_key_encrypted_and_for_an_hour(account):
    asked = account.upload(validation=True)
    upload = asked["upload"]
    for file in ("training", "validation"):
        expiration, conditions = _policy(upload[file])
        key = upload[file]["fields"]["key"]
        assert key.endswith(f"/{asked['id']}/{file}.jsonl")
        assert conditions["bucket"] == BUCKET
        assert conditions["key"] == key
        assert conditions["content-length-range"] == [1, 5 * 1024**3] == [1, upload["maximum_bytes"]]
        assert conditions["x-amz-server-side-encryption"] == "AES256"
        assert upload[file]["fields"]["x-amz-server-side-encryption"] == "AES256"
        assert upload[file]["fields"]["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
        until = datetime.fromisoformat(expiration)
        assert abs(until - datetime.fromisoformat(upload["expires_at"])) < timedelta(seconds=5)
    assert datetime.fromisoformat(upload["expires_at"]) - account.clock.now() < timedelta(hours=1)
    assert asked["next"].startswith("send the validation file first")


def test_a_form_goes_to_the_address_of_the_region(account):
    with applied({"AWS_DEFAULT_REGION": "eu-west-1"}):
        forget()
        asked = account.upload()
    assert asked["upload"]["training"]["url"] == f"https://{BUCKET}.s3.eu-west-1.amazonaws.com/"


def test_a_form_of_a_validation_file_is_given_to_who_asks_for_it(account):
    assert account.upload()["upload"]["validation"] is None
    assert account.upload(validation=True)["upload"]["validation"]["fields"]


def test_a_validation_file_is_sent_first_and_checked_beside_the_training_file(account):
    asked = account.upload(validation=True)
    account.send(asked, file_of(3), "validation")
    assert account.arrive(account.send(asked, file_of(20))) == "checked"
    said = account.stands(asked).json
    assert said["report"]["validation"]["examples"] == said["report"]["overlap"]["examples"] == 3
    assert said["progress"]["of_bytes"] == len(file_of(3)) + len(file_of(20))


def test_a_validation_file_that_was_not_sent_first_is_told(account):
    asked = account.upload(validation=True)
    assert account.arrive(account.send(asked, file_of(20))) == "failed"
    said = account.stands(asked).json
    assert (said["status"], said["reason"], said["report"]) == ("failed", NO_VALIDATION, None)


def test_two_uploads_never_have_the_same_id(account):
    assert len({account.upload()["id"] for _ in range(20)}) == 20


def test_a_check_is_its_callers_alone(account):
    asked = account.upload()
    account.arrive(account.send(asked, file_of(2)))
    assert account.stands(asked).status == 200
    for key in (ANOTHERS, None):
        said = account.stands(asked, key)
        assert (said.status, said.problem()["code"]) == (404, "no_check")


def test_a_callers_files_lie_under_a_prefix_of_its_own_that_does_not_tell_its_key(account):
    keys = [account.ask(key, upload={}).json["upload"]["training"]["fields"]["key"] for key in (MINE, ANOTHERS, MINE)]
    mine, anothers, again = (key.split("/")[1] for key in keys)
    assert mine == again != anothers
    assert MINE not in keys[0]


def test_without_a_key_as_on_this_machine_the_prefix_says_so(account):
    asked = account.ask(None, upload={}).json
    assert asked["upload"]["training"]["fields"]["key"] == f"uploads/no-key/{asked['id']}/training.jsonl"


@pytest.mark.parametrize("id", ["0" * 32, "A" * 32, "..", "a", "0" * 31 + "/", "%2e%2e"])
def test_an_id_that_nobody_was_given_is_not_found(account, id):
    said = account.stands({"result": f"/v1/datasets/checks/{id}"})
    assert said.status == 404


def test_before_the_file_arrives_the_check_waits_and_says_until_when(account):
    asked = account.upload()
    said = account.stands(asked).json
    assert (said["status"], said["progress"], said["report"]) == ("waiting", None, None)
    assert said["reason"].startswith("the training file has not arrived; its form holds until 20")


def test_a_file_that_was_never_sent_is_waited_for_and_told(account):
    asked = account.upload()
    account.clock.move(hours=1, seconds=1)
    said = account.stands(asked).json
    assert said["status"] == "waiting"
    assert said["reason"] == f"no training file arrived before its form expired; {AGAIN}"


def test_after_a_day_nothing_is_known_of_it(account):
    asked = account.upload()
    for key in account.kept():
        account.s3.delete_object(Bucket=BUCKET, Key=key)  # as the bucket's lifecycle does
    assert account.stands(asked).status == 404


@pytest.mark.parametrize(
    ("terms", "field"),
    [({"provider": "nobody"}, "provider"), ({"model": "no-such-model"}, "model"), ({"as_of": "2001-01-01"}, "as_of")],
)
def test_terms_that_no_file_could_be_costed_by_are_refused_before_it_is_sent(account, terms, field):
    said = account.ask(upload={}, **terms)
    assert said.status == 422
    assert list(said.errors) == [field]
    assert account.kept("") == {}


def test_a_rate_table_that_there_is_not_is_told_before_the_file_is_sent(account):
    assert account.ask(upload={}, **LATER_VERSION).status == 404


def test_terms_that_the_files_format_does_not_fit_are_told_with_the_result(account):
    asked = account.upload(model="gpt-4o-mini", provider="openai", method="rft")
    account.arrive(account.send(asked, file_of(2)))
    said = account.stands(asked).json
    assert said["status"] in {"failed", "checked"}
    assert (said["report"] is None) == (said["status"] == "failed")
    if said["status"] == "failed":
        assert said["reason"].startswith("model: ")


def test_an_event_that_comes_again_changes_nothing(account):
    asked = account.upload()
    told = account.send(asked, file_of(5))
    assert account.arrive(told) == "checked"
    before = account.kept()
    account.clock.move(minutes=3)
    assert account.arrive(told) == "nothing to do"
    assert account.kept() == before


def test_a_check_that_broke_off_is_done_by_the_next_try(account, monkeypatch):
    asked = account.upload()
    told = account.send(asked, file_of(5))
    with monkeypatch.context() as broken:
        broken.setattr("datasets.uploads.one_pass.check_files", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            account.arrive(told)
    assert account.stands(asked).json["status"] == "checking"
    assert account.arrive(told) == "checked"
    assert account.stands(asked).json["report"]["training"]["examples"] == 5


def test_the_first_file_is_checked_and_one_that_is_sent_after_it_is_not(account):
    asked = account.upload()
    account.arrive(account.send(asked, file_of(5)))
    assert account.arrive(account.send(asked, file_of(6))) == "nothing to do"
    assert account.stands(asked).json["report"]["training"]["examples"] == 5


def test_a_file_that_is_written_over_while_it_is_checked_is_told(account):
    asked = account.upload()
    told = account.send(asked, file_of(5))
    account.send(asked, file_of(6))
    assert account.arrive(told) == "failed"
    said = account.stands(asked).json
    assert (said["status"], said["reason"]) == ("failed", REPLACED)
    assert account.arrive(told) == "nothing to do"


def test_a_file_that_nobody_asked_to_send_is_left_alone(account):
    asked = account.upload()
    told = account.send(asked, file_of(5))
    for key in account.kept():
        account.s3.delete_object(Bucket=BUCKET, Key=key)
    assert account.arrive(told) == "nothing to do"
    assert account.kept() == {}


def test_a_validation_file_starts_no_check(account):
    asked = account.upload(validation=True)
    assert account.arrive(account.send(asked, file_of(3), "validation")) == "nothing to do"


def test_an_event_of_another_bucket_is_an_error(account):
    told = account.send(account.upload(), example().encode())
    told["detail"]["bucket"]["name"] = "another"
    with pytest.raises(ValueError, match="the event is of another bucket than DATASETS_BUCKET"):
        account.arrive(told)


def test_an_event_that_is_none_of_s3_is_an_error(account):
    with pytest.raises(ValueError, match="validation error"):
        uploaded.handler(event("health"), LocalContext())


def test_a_report_is_given_at_the_prices_of_the_day_of_the_check(account):
    asked = account.upload()
    account.arrive(account.send(asked, file_of(5)))
    day = wiring.now().date().isoformat()
    account.clock.move(days=40)
    assert account.stands(asked).json["report"]["as_of"] == day


def test_what_is_kept_has_no_prices(account):
    asked = account.upload()
    account.arrive(account.send(asked, file_of(5)))
    assert not [key for key, content in account.kept().items() if b"usd" in content]
