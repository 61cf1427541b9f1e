"""What the function may do, against what its code does; and that the bucket and the logs are kept as they should be."""

import json

import pytest

from ratebook.publishing import CURRENT_KEY, VERSIONS_PREFIX


def _listed(value):
    return value if isinstance(value, list) else [value]


def _statements(template):
    return [
        statement
        for role in template.of_type("AWS::IAM::Role").values()
        for policy in role.get("Policies", [])
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def _allowed(template, action):
    """Resources that the function may do `action` to."""
    return [
        resource
        for statement in _statements(template)
        if action in _listed(statement["Action"])
        for resource in _listed(statement["Resource"])
    ]


@pytest.fixture
def bucket(template):
    return template.resources["RatesBucket"]["Properties"]


@pytest.fixture
def denials(template):
    statements = template.resources["RatesBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    return {statement["Sid"]: statement for statement in statements}


def test_the_function_has_the_role_that_is_written_out(template):
    assert template.resources["ApiFunction"]["Properties"]["Role"] == {"Fn::GetAtt": ["ApiFunctionRole", "Arn"]}
    assert "ManagedPolicyArns" not in template.resources["ApiFunctionRole"]["Properties"]


def test_the_function_may_do_four_things(template):
    assert sorted(action for statement in _statements(template) for action in _listed(statement["Action"])) == [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "s3:GetObject",
        "s3:ListBucket",
    ]


def test_no_permission_is_for_everything(template):
    for statement in _statements(template):
        assert statement["Effect"] == "Allow"
        assert not [action for action in _listed(statement["Action"]) if "*" in action]
        assert "*" not in _listed(statement["Resource"])


def test_the_function_reads_the_objects_that_publishing_writes(template):
    assert _allowed(template, "s3:GetObject") == [
        {"Fn::Sub": f"${{RatesBucket.Arn}}/{CURRENT_KEY}"},
        {"Fn::Sub": f"${{RatesBucket.Arn}}/{VERSIONS_PREFIX}*"},
    ]


def test_the_function_lists_its_bucket_only(template):
    assert _allowed(template, "s3:ListBucket") == [{"Fn::GetAtt": ["RatesBucket", "Arn"]}]


def test_the_function_is_told_the_bucket_that_it_may_read(variables):
    assert variables["RATES_BUCKET"] == {"Ref": "RatesBucket"}


def test_the_bucket_is_private(bucket):
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


def test_the_bucket_is_versioned_encrypted_and_outlives_the_stack(template, bucket):
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "SSEAlgorithm" in json.dumps(bucket["BucketEncryption"])
    assert template.resources["RatesBucket"]["DeletionPolicy"] == "Retain"
    assert template.resources["RatesBucket"]["UpdateReplacePolicy"] == "Retain"


def test_the_bucket_speaks_tls_only(denials):
    denial = denials["TlsOnly"]
    assert (denial["Effect"], denial["Principal"], denial["Action"]) == ("Deny", "*", "s3:*")
    assert denial["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert len(denial["Resource"]) == 2


def test_a_published_version_cannot_be_overwritten(denials):
    denial = denials["VersionsAreWrittenOnce"]
    assert (denial["Effect"], denial["Action"]) == ("Deny", "s3:PutObject")
    assert denial["Resource"] == {"Fn::Sub": f"${{RatesBucket.Arn}}/{VERSIONS_PREFIX}*"}
    assert denial["Condition"] == {"Null": {"s3:if-none-match": "true"}}


def test_only_old_pointers_expire(bucket):
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert rule["Prefix"] == CURRENT_KEY
    assert "ExpirationInDays" not in rule


def test_every_log_is_kept_for_a_stated_time(template):
    groups = template.of_type("AWS::Logs::LogGroup")
    assert set(groups) == {"ApiAccessLogs", "ApiFunctionLogs"}
    assert [group["RetentionInDays"] for group in groups.values()] == [{"Ref": "LogRetentionDays"}] * 2


def test_the_function_and_the_api_write_to_those_logs(template):
    function = template.resources["ApiFunction"]["Properties"]
    api = template.resources["Api"]["Properties"]
    assert function["LoggingConfig"] == {"LogGroup": {"Ref": "ApiFunctionLogs"}}
    assert api["AccessLogSetting"]["DestinationArn"] == {"Fn::GetAtt": ["ApiAccessLogs", "Arn"]}
    assert _allowed(template, "logs:PutLogEvents") == [{"Fn::GetAtt": ["ApiFunctionLogs", "Arn"]}]
