"""Published rates behind the API: a price that changes, answers of before, and S3 away."""

from datetime import UTC, datetime

import boto3
import pytest
from moto import mock_aws

from handlers import wiring
from handlers.settings import Settings
from local.environment import applied
from publishing.authoring import load_files
from publishing.publish import publish
from ratebook.bucket import CURRENT_KEY, version_key
from ratebook.sources import read_snapshot
from tests.authored import RATES
from tests.handlers.http import body, decide, get

BUCKET = "rates-of-the-tests"
MORNING, EVENING = (datetime(2026, 11, 22, hour, tzinfo=UTC) for hour in (8, 20))
REQUEST = body("decision-scenario-1")
FILES = {path.name: path.read_text(encoding="utf-8") for path in RATES.glob("*.yaml")}
IMPORTED = {path.name: path.read_text(encoding="utf-8") for path in (RATES / "imported").glob("*.yaml")}
DEARER = load_files(
    FILES
    | {
        "openai.yaml": FILES["openai.yaml"].replace(
            "usd_per_million_input_tokens: 2.5\n",
            "usd_per_million_input_tokens: 5\n        correction: for a test\n",
            1,
        )
    },
    IMPORTED,
)


@pytest.fixture
def s3():
    """A bucket with the authored rates, from which the handler reads anew each time."""
    with (
        mock_aws(),
        applied({"RATES_BUCKET": BUCKET, "RATES_TTL_SECONDS": "0", "AWS_DEFAULT_REGION": "us-east-1"}),
    ):
        client = boto3.client("s3")
        client.create_bucket(Bucket=BUCKET)
        publish(client, BUCKET, read_snapshot().table, MORNING)
        wiring.rate_book.cache_clear()
        yield client
    wiring.rate_book.cache_clear()


@pytest.fixture
def newer(s3):
    """The bucket, with a dearer table published over the first."""
    before = decide(REQUEST).json
    pointer = publish(s3, BUCKET, DEARER, EVENING)
    return before, pointer


def test_a_published_price_is_in_the_next_answer(newer):
    before, pointer = newer
    after = decide(REQUEST).json
    assert (before["monthly"]["current_usd"], after["monthly"]["current_usd"]) == ("750", "1500")
    assert after["rates"]["version"] == pointer.version
    assert get("/health").json["rates"] == {"version": pointer.version, "stale": False, "source": "published"}


def test_an_older_answer_can_be_had_again_by_its_version(newer):
    before, _ = newer
    asked = REQUEST | {"rates_version": before["rates"]["version"]}
    assert decide(asked).json == before


def test_the_versions_and_what_changed_between_them(newer):
    before, pointer = newer
    listed = get("/v1/rates").json
    assert (listed["current"], listed["stale"]) == (pointer.version, False)
    assert {each["version"]: each["current"] for each in listed["versions"]} == {
        pointer.version: True,
        before["rates"]["version"]: False,
    }
    changed = get("/v1/rates/current/changes", since=before["rates"]["version"]).json
    assert changed["changes"] == [
        (
            "OpenAI gpt-4o-2024-08-06: corrected for 2025-09-01, input 2.50 → 5.00 USD per million tokens "
            "(100 % dearer); for a test"
        )
    ]


def test_an_answer_from_rates_that_could_not_be_asked_for_says_so(newer, s3, output):
    _, pointer = newer
    decide(REQUEST)
    s3.delete_object(Bucket=BUCKET, Key=CURRENT_KEY)
    output.text()
    said = decide(REQUEST).json
    assert (said["rates"]["version"], said["rates"]["stale"]) == (pointer.version, True)
    assert said["monthly"]["current_usd"] == "1500"
    assert any("could not be read" in warning for warning in said["warnings"])
    lines = output.lines()
    assert [line["StaleAnswers"] for line in lines if "StaleAnswers" in line] == [[1]]
    assert [line["decision"]["stale"] for line in lines if "decision" in line] == [True]
    rates = {"version": pointer.version, "stale": True, "source": "published"}
    assert get("/health").json == {"status": "ok", "rates": rates}


def test_without_s3_the_deployed_snapshot_answers_and_says_that_it_may_be_stale(s3):
    s3.delete_object(Bucket=BUCKET, Key=CURRENT_KEY)
    wiring.rate_book.cache_clear()
    said = decide(REQUEST).json
    assert (said["rates"]["version"], said["rates"]["stale"]) == (read_snapshot().version, True)


def test_an_answer_by_version_is_the_same_while_s3_is_away(newer, s3):
    before, _ = newer
    s3.delete_object(Bucket=BUCKET, Key=CURRENT_KEY)
    assert decide(REQUEST | {"rates_version": before["rates"]["version"]}).json == before


def test_a_version_that_cannot_be_read_is_told_apart_from_one_that_is_unknown(newer, s3, output):
    before, pointer = newer
    s3.put_object(Bucket=BUCKET, Key=version_key(pointer.version), Body=b"damaged")
    found = get(f"/v1/rates/{pointer.version}")
    assert (found.status, found.problem()["code"]) == (503, "rates_unavailable")
    assert found.headers["retry-after"] == "10"
    assert decide(REQUEST | {"rates_version": pointer.version}).status == 503
    assert decide(REQUEST | {"rates_version": before["rates"]["version"]}).status == 200
    assert get("/v1/rates/2020-01-01-00000000").status == 404
    assert {line["message"] for line in output.lines() if line.get("level") == "WARNING"} == {"rates unavailable"}


def test_a_list_of_versions_that_cannot_be_read_is_unavailable(s3):
    s3.delete_object(Bucket=BUCKET, Key=CURRENT_KEY)
    for found in s3.list_objects_v2(Bucket=BUCKET)["Contents"]:
        s3.delete_object(Bucket=BUCKET, Key=found["Key"])
    s3.delete_bucket(Bucket=BUCKET)
    found = get("/v1/rates")
    assert (found.status, found.problem()["code"]) == (503, "rates_unavailable")
    assert decide(REQUEST).status == 200


@pytest.mark.parametrize(
    ("seconds", "right"), [("0", True), ("3600", True), ("", True), ("-1", False), ("1.5", False), ("soon", False)]
)
def test_the_time_to_live_is_a_whole_number_of_seconds(seconds, right):
    environment = {"RATES_BUCKET": "", "RATES_TTL_SECONDS": seconds}
    if right:
        settings = Settings.from_environment(environment)
        assert settings.rates_time_to_live.total_seconds() == int(seconds or 60)
        assert settings.rates_bucket is None
    else:
        with pytest.raises(ValueError, match="RATES_TTL_SECONDS must be a whole number of seconds, such as 60"):
            Settings.from_environment(environment)
