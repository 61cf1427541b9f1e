import os

import boto3
import pytest

from local.aws import BUCKET, local_aws, s3_client
from local.environment import forget_real_credentials
from publishing.authoring import AuthoringError
from publishing.publish import read_in_force


@pytest.fixture(scope="module")
def s3():
    with local_aws() as s3:
        yield s3


def test_the_bucket_holds_the_authored_rates(s3):
    found = read_in_force(s3_client(s3.endpoint_url), s3.bucket)
    assert found is not None
    assert found.pointer is not None
    assert found.pointer.version == s3.rates_version


def test_the_bucket_is_versioned_like_the_deployed_one(s3):
    assert s3_client(s3.endpoint_url).get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"


def test_the_deployed_code_is_pointed_at_it_and_asks_each_time(s3):
    environment = s3.environment()
    assert environment["AWS_ENDPOINT_URL"] == s3.endpoint_url
    assert environment["RATES_BUCKET"] == s3.bucket
    assert environment["RATES_TTL_SECONDS"] == "0"


def test_reports_are_announced_to_a_topic_of_it(s3):
    environment = s3.environment()
    sns = boto3.client("sns", endpoint_url=environment["AWS_ENDPOINT_URL"], region_name="us-east-1")
    topics = {topic["TopicArn"] for topic in sns.list_topics()["Topics"]}
    assert topics == {environment["RATES_TOPIC_ARN"], environment["ALERTS_TOPIC_ARN"]}


def test_rates_that_are_not_valid_start_nothing(tmp_path):
    (tmp_path / "policy.yaml").write_text("nonsense: 1\n")
    with pytest.raises(AuthoringError), local_aws(rates=tmp_path):
        pytest.fail("the stand-in started")


def test_whoever_is_logged_in_is_forgotten():
    environment = {
        "AWS_PROFILE": "production",
        "AWS_SESSION_TOKEN": "real",
        "AWS_ACCESS_KEY_ID": "real",
        "AWS_CONFIG_FILE": "/home/me/.aws/config",
        "HOME": "/home/me",
    }
    forget_real_credentials(environment)
    assert "real" not in environment.values()
    assert "AWS_PROFILE" not in environment
    assert environment["AWS_CONFIG_FILE"] == os.devnull
    assert environment["HOME"] == "/home/me"
