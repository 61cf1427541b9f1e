"""The function that a dropped file starts: what it does in S3 and SNS, what it logs and counts, and the API after."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sns.models import sns_backends
from pydantic import ValidationError

from handlers import incoming_rates, wiring
from local.environment import applied
from local.function import LocalContext
from local.incoming import StoredFile, object_created
from publishing.publish import publish, read_in_force
from publishing.reports import SUBJECT_CHARACTERS, Report, Verdict
from ratebook.bucket import report_key
from ratebook.sources import read_snapshot
from tests.handlers.http import EVENTS, body, decide, event, get

BUCKET = "payback-rates"
KEY = "incoming/openai.yaml"
MORNING = datetime(2026, 11, 22, 8, tzinfo=UTC)
REQUEST = body("decision-scenario-1") | {"as_of": None}
GOOD, BAD = ((EVENTS / f"incoming-rates-{name}.yaml").read_text(encoding="utf-8") for name in ("published", "rejected"))


@pytest.fixture
def topic():
    """Where reports are announced."""
    with mock_aws():
        yield boto3.client("sns", region_name="us-east-1").create_topic(Name="rates")["TopicArn"]


@pytest.fixture
def s3(topic):
    """A bucket with the deployed rates, which the handlers read anew each time."""
    variables = {"RATES_BUCKET": BUCKET, "RATES_TTL_SECONDS": "0", "RATES_TOPIC_ARN": topic}
    with applied(variables | {"AWS_DEFAULT_REGION": "us-east-1"}):
        client = boto3.client("s3")
        client.create_bucket(Bucket=BUCKET)
        client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        publish(client, BUCKET, read_snapshot().table, MORNING)
        _forget()
        yield client
    _forget()


def _forget():
    for made in (wiring.rate_book, wiring.inbox, wiring.rates_bucket, wiring.rates_topic):
        made.cache_clear()


@pytest.fixture
def sent(topic):
    """The messages that were announced."""
    backend = sns_backends[DEFAULT_ACCOUNT_ID]["us-east-1"]
    return lambda: [(subject, text) for _, text, subject, *_ in backend.topics[topic].sent_notifications]


def _told(s3, text, key=KEY, **changed):
    """EventBridge's event of a file that is put in the bucket."""
    done = s3.put_object(Bucket=BUCKET, Key=key, Body=text.encode())
    told = StoredFile(BUCKET, key, done["ETag"].strip('"'), len(text), MORNING, done["VersionId"])
    return object_created(told) | changed


def _answer(told):
    context: Any = LocalContext("IncomingRatesFunction")
    return incoming_rates.handler(told, context)


def _report(s3, key=KEY):
    return s3.get_object(Bucket=BUCKET, Key=report_key(key))["Body"].read().decode()


def _current(s3):
    found = read_in_force(s3, BUCKET)
    assert found is not None
    assert found.pointer is not None
    return found.pointer.version


def test_a_good_file_is_published_reported_and_announced(s3, sent):
    answer = _answer(_told(s3, GOOD))
    assert answer == {"verdict": "published", "version": _current(s3)}
    assert _report(s3).startswith("# openai.yaml: published\n")
    [(subject, text)] = sent()
    assert subject == "Payback rates: published: openai.yaml"
    assert text == f"{_report(s3)}\nThis report: s3://{BUCKET}/{KEY}.report.md\n"
    assert "input 0.15 → 0.12 USD per million tokens from 2031-01-01 (20 % cheaper)" in text


def test_a_bad_file_changes_nothing_and_is_reported_and_announced(s3, sent):
    before = _current(s3)
    assert _answer(_told(s3, BAD)) == {"verdict": "rejected", "version": None}
    assert _current(s3) == before
    [(subject, text)] = sent()
    assert subject == "Payback rates: rejected: openai.yaml"
    assert "- openai.yaml:6: models.gpt-4o-mini-2024-07-18.base[2].usd_per_million_input_tokens: 0.00012 is too" in text


def test_a_file_that_is_told_of_twice_is_announced_once(s3, sent):
    told = _told(s3, GOOD)
    assert _answer(told)["verdict"] == "published"
    assert _answer(told) == {"verdict": None, "version": None}
    assert len(sent()) == 1


def test_the_api_answers_with_the_new_version_without_a_restart(s3):
    before = get("/v1/models", as_of="2031-01-01").json
    made = _answer(_told(s3, GOOD))["version"]
    assert get("/health").json["rates"] == {"version": made, "stale": False, "source": "published"}
    for day, price in (("2030-12-31", "0.15"), ("2031-01-01", "0.12")):
        mini = get("/v1/models", name="gpt-4o-mini", as_of=day).json["resolution"]
        assert mini["rates"]["usd_per_million_input_tokens"] == price
    changed = get("/v1/rates/current/changes", since=before["rates_version"]).json["changes"]
    assert changed[0] == (
        "OpenAI gpt-4o-mini-2024-07-18: input 0.15 → 0.12 USD per million tokens from 2031-01-01 (20 % cheaper)"
    )


def test_the_api_keeps_its_table_until_its_time_to_live_is_over(s3, monkeypatch):
    clock = [MORNING]
    monkeypatch.setattr(wiring, "now", lambda: clock[0])
    with applied({"RATES_TTL_SECONDS": "60"}):
        _forget()
        old = get("/health").json["rates"]["version"]
        made = _answer(_told(s3, GOOD))["version"]
        for seconds, version in ((59, old), (60, made)):
            clock[0] = MORNING + timedelta(seconds=seconds)
            assert get("/health").json["rates"]["version"] == version


def test_a_price_of_the_future_is_in_decisions_from_midnight_utc_on(s3, monkeypatch):
    _answer(_told(s3, GOOD))
    monthly = {}
    for moment in ("2030-12-31T23:59:59", "2031-01-01T00:00:00"):
        now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        monkeypatch.setattr(wiring, "now", lambda now=now: now)
        _forget()
        request = REQUEST | {"current": {"model": "gpt-4o-mini"}}
        monthly[moment] = decide(request).json["monthly"]["current_usd"]
    assert list(monthly.values()) == ["45", "36"]


def test_an_earlier_answer_is_had_again_to_the_byte_after_later_publications(s3):
    asked = body("decision-scenario-1")
    first = decide(asked)
    pinned = asked | {"rates_version": first.json["rates"]["version"]}
    for text in (GOOD, GOOD.replace("2031-01-01", "2031-06-01").replace("0.12", "0.11")):
        assert _answer(_told(s3, text))["verdict"] == "published"
        assert decide(pinned).text == first.text


def test_what_happened_is_logged_and_counted_and_nothing_of_the_file_is(s3, output):
    output.text()
    _answer(_told(s3, GOOD.replace("an example", "zebra-corp")))
    text = output.text()
    assert "zebra-corp" not in text
    lines = [json.loads(line) for line in text.splitlines()]
    [line] = [line for line in lines if line.get("message") == "file answered"]
    assert (line["verdict"], line["rates_version"]) == ("published", _current(s3))
    [counted] = [line for line in lines if "IncomingFiles" in line]
    assert (counted["IncomingFiles"], counted["verdict"], counted["service"]) == ([1], "published", "payback")


def test_where_no_topic_is_named_the_report_alone_answers(s3):
    with applied({"RATES_TOPIC_ARN": ""}):
        _forget()
        assert _answer(_told(s3, GOOD))["verdict"] == "published"
    assert _report(s3).startswith("# openai.yaml: published\n")


def test_a_key_is_taken_as_it_comes(s3):
    """EventBridge does not encode it as in a URL: a plus is a plus."""
    key = "incoming/a+b%20c.yaml"
    assert _answer(_told(s3, GOOD, key))["verdict"] == "rejected"
    assert _report(s3, key).startswith("# a+b%20c.yaml: rejected\n")


@pytest.mark.parametrize("key", ["incoming/openai.yaml.report.md", "incoming/", "openai.yaml"])
def test_what_was_not_dropped_is_not_answered(s3, sent, key):
    assert _answer(_told(s3, GOOD, key)) == {"verdict": None, "version": None}
    assert sent() == []


def test_a_file_of_a_wrong_name_is_answered(s3, sent):
    key = "incoming/openai.txt"
    assert _answer(_told(s3, GOOD, key))["verdict"] == "rejected"
    assert "is no file's name of rates/; name it by the provider's id, as in openai.yaml" in _report(s3, key)
    assert len(sent()) == 1


def test_an_event_of_another_bucket_is_an_error(s3):
    told = _told(s3, GOOD)
    told["detail"]["bucket"]["name"] = "another"
    with pytest.raises(ValueError, match="the event is of another bucket than RATES_BUCKET"):
        _answer(told)


def test_an_event_that_is_none_of_s3_is_an_error(s3):
    with pytest.raises(ValidationError):
        _answer(event("health"))


def test_without_a_bucket_the_function_says_what_to_set(s3):
    told = _told(s3, GOOD)
    with applied({"RATES_BUCKET": ""}):
        _forget()
        with pytest.raises(ValueError, match="RATES_BUCKET is empty; name the bucket that files are dropped in"):
            _answer(told)


def test_a_bucket_that_cannot_be_read_is_raised_for_lambda_to_try_again(s3):
    told = _told(s3, GOOD)
    for version in s3.list_object_versions(Bucket=BUCKET)["Versions"]:
        s3.delete_object(Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"])
    s3.delete_bucket(Bucket=BUCKET)
    with pytest.raises(s3.exceptions.NoSuchBucket):
        _answer(told)


def test_the_subject_of_a_mail_is_one_line_of_printable_ascii():
    report = Report("gärten\n" + "x" * 200 + ".yaml", Verdict.REJECTED, "…")
    assert len(report.subject) == SUBJECT_CHARACTERS
    assert report.subject.startswith("Payback rates: rejected: g?rten?xxx")


def test_a_report_that_is_too_long_for_a_message_is_cut_off_and_says_where_the_rest_is():
    message = Report("a.yaml", Verdict.REJECTED, "é" * 200_000).message("s3://rates/a.yaml.report.md")
    assert len(message.encode()) <= 250_000
    assert message.endswith("é\n…\nThe rest is in the report.\n\nThis report: s3://rates/a.yaml.report.md\n")
