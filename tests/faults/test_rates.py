"""S3 fails under the rate tables: answers stay right or say that they are stale, and the alarm fires."""

from datetime import timedelta

import pytest

from local.environment import applied
from ratebook.book import RETRY_AFTER
from tests.faults.bucket import Bucket
from tests.faults.conftest import TTL
from tests.faults.ways import ALL, OTHER_JSON, SECRET, drips
from tests.handlers.http import event, request
from tests.handlers.starting import forget

DEPLOYED, PUBLISHED, NEWER = "750", "780", "810"
"""What scenario 1 costs a month today, by the gpt-4o price of the deployed table, the published one and a newer one."""
DAY = timedelta(days=1)
TO_READ = ALL | OTHER_JSON | {"drips": drips}
POINTER, TABLE = "s3 GET /payback-rates/current.json", "s3 GET /payback-rates/versions/*"


@pytest.fixture(scope="module")
def newer(edited_core):
    return edited_core("openai.yaml", "input_tokens: 2.5\n", "input_tokens: 2.7\n")


@pytest.fixture
def bucket(stack):
    """The bucket, which is as it was before when the test is over."""
    held = Bucket(stack.client("s3"), stack.local.bucket)
    yield held
    held.restore()


def _decided(stack, usd, *, stale):
    """Ask for a decision: its figures are by the table that was to be had, and it says whether that may be old."""
    told = stack.ask(event("decision-scenario-1"))
    said = told.answer.json
    assert (told.answer.status, said["monthly"]["current_usd"], said["rates"]["stale"]) == (200, usd, stale)
    warned = [each for each in said["warnings"] if "rate table could not be read" in each]
    assert [each.endswith("; a newer table may exist") for each in warned] == [True] * stale
    assert told.alarms == ({"StaleRatesAlarm"} if stale else set())
    assert told.metric("StaleAnswers") == [stale]
    assert min(told.metric("RatesAgeSeconds")) >= 0
    assert SECRET not in told.answer.text + str(told.lines)
    return said


@pytest.mark.parametrize("fault", TO_READ.values(), ids=TO_READ)
@pytest.mark.parametrize("object", [POINTER, TABLE], ids=["pointer", "table"])
def test_a_table_that_cannot_be_read_is_answered_from_the_last_good_one_or_the_deployed_one(
    stack, bucket, newer, object, fault
):
    with stack.aws.failing(fault, object):
        _decided(stack, DEPLOYED, stale=True)
    stack.clock.move(RETRY_AFTER)
    _decided(stack, PUBLISHED, stale=False)
    bucket.publish(newer)
    stack.clock.move(TTL)
    with stack.aws.failing(fault, object):
        _decided(stack, PUBLISHED, stale=True)
    stack.clock.move(RETRY_AFTER)
    _decided(stack, NEWER, stale=False)


DAMAGES = {
    "there is no pointer": lambda bucket: bucket.remove_pointer(),
    "the pointer names a version that is missing": lambda bucket: bucket.point_at("2026-11-22-00000000"),
    "the pointer is no JSON": lambda bucket: bucket.write_pointer(b"versions/2026.json"),
    "the pointer is empty": lambda bucket: bucket.write_pointer(b""),
    "the pointer has no digest": lambda bucket: bucket.write_pointer(b'{"version": "2026-11-22-00000000"}'),
    "the table is another than its digest says": lambda bucket: bucket.replace_table(b'"2.7"', b'"2.9"'),
    "the table is no JSON": lambda bucket: bucket.write_table(b"\x00\xff"),
    "the table is of another kind": lambda bucket: bucket.write_table(b'{"providers": []}'),
    "the table is of schema 0": lambda bucket: bucket.rewrite(b'"schema_version":1', b'"schema_version":0'),
    "the table is of schema 2": lambda bucket: bucket.rewrite(b'"schema_version":1', b'"schema_version":2'),
    "the table has a field of a later schema": lambda bucket: bucket.rewrite(b'"policy":{', b'"policy":{"later":1,'),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_damaged_never_takes_the_place_of_a_good_table(stack, bucket, newer, damage):
    _decided(stack, PUBLISHED, stale=False)
    bucket.publish(newer)
    damage(bucket)
    stack.clock.move(TTL)
    _decided(stack, PUBLISHED, stale=True)
    forget()
    _decided(stack, DEPLOYED, stale=True)
    bucket.restore()
    stack.clock.move(RETRY_AFTER)
    _decided(stack, PUBLISHED, stale=False)


def test_a_table_of_the_first_release_which_lacks_what_is_newer_is_read(stack, bucket):
    version = bucket.publish_first_release()
    assert _decided(stack, DEPLOYED, stale=False)["rates"]["version"] == version


@pytest.mark.parametrize("jump", [-365 * DAY, -DAY, DAY, 365 * DAY])
def test_a_clock_that_jumps_keeps_nobody_from_newer_rates(stack, bucket, newer, jump):
    _decided(stack, PUBLISHED, stale=False)
    stack.clock.move(jump)
    _decided(stack, PUBLISHED, stale=False)
    bucket.publish(newer)
    stack.clock.move(TTL)
    _decided(stack, NEWER, stale=False)


@pytest.mark.parametrize("jump", [-DAY, DAY])
def test_a_clock_that_jumps_during_a_fault_keeps_nobody_from_recovery(stack, bucket, jump):
    with stack.aws.failing(ALL["503"], POINTER):
        _decided(stack, DEPLOYED, stale=True)
    stack.clock.move(jump)
    _decided(stack, PUBLISHED, stale=False)


@pytest.mark.parametrize("fault", TO_READ.values(), ids=TO_READ)
def test_a_version_that_cannot_be_read_is_unavailable_and_not_unknown(stack, bucket, fault):
    version = bucket.publish_first_release()
    bucket.restore_pointer()
    asked = request("GET", f"/v1/rates/{version}")
    _decided(stack, PUBLISHED, stale=False)
    with stack.aws.failing(fault, TABLE):
        told = stack.ask(asked)
    assert (told.unavailable(), told.alarms) == ("rates_unavailable", {"ApiFailuresAlarm"})
    assert SECRET not in told.answer.text + str(told.lines)
    told = stack.ask(asked)
    assert (told.answer.status, told.answer.json["version"], told.alarms) == (200, version, set())


@pytest.mark.parametrize("fault", TO_READ.values(), ids=TO_READ)
def test_a_list_of_versions_that_cannot_be_read_is_unavailable_and_not_empty(stack, bucket, fault):
    with stack.aws.failing(fault, "s3 GET /payback-rates?list"):
        told = stack.ask(request("GET", "/v1/rates"))
    assert (told.unavailable(), told.alarms) == ("rates_unavailable", {"ApiFailuresAlarm"})
    told = stack.ask(request("GET", "/v1/rates"))
    assert stack.local.rates_version in {each["version"] for each in told.answer.json["versions"]}


def test_without_a_bucket_answers_are_not_stale_and_an_operator_can_see_it(stack):
    with applied({"RATES_BUCKET": ""}):
        forget()
        told = stack.ask(request("GET", "/health"))
        _decided(stack, DEPLOYED, stale=False)
    assert told.answer.json["rates"]["source"] == "deployed"
    assert [line["level"] for line in told.lines if "no bucket of rates" in line.get("message", "")] == ["WARNING"]
    # What a test before gave up may still be asking for the list of versions.
    assert not [asked for asked in stack.aws.asked if not asked.endswith("?list")]


def test_health_says_whether_the_rates_come_from_the_bucket(stack):
    with stack.aws.failing(ALL["503"], POINTER):
        told = stack.ask(request("GET", "/health"))
    assert (told.answer.json["rates"]["source"], told.alarms) == ("deployed", {"StaleRatesAlarm"})
    stack.clock.move(RETRY_AFTER)
    told = stack.ask(request("GET", "/health"))
    assert (told.answer.json["rates"]["source"], told.alarms) == ("published", set())
