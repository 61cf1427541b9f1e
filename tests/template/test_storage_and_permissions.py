"""What the functions may do, against what their code does; and how the bucket and the logs are kept."""

import json
import re

import pytest

from ratebook.bucket import CURRENT_KEY, INCOMING_PREFIX, PUBLICATIONS_PREFIX, REPORT_SUFFIX, VERSIONS_PREFIX
from tests.template.reading import allowed, listed, statements

SECRET = ("secretsmanager:GetSecretValue", "ssm:GetParameter")
"""One of them, by where the secret is kept."""


def _objects(*keys):
    return [{"Fn::Sub": f"${{RatesBucket.Arn}}/{key}"} for key in keys]


@pytest.fixture
def bucket(template):
    return template.resources["RatesBucket"]["Properties"]


@pytest.fixture
def denials(template):
    statements = template.resources["RatesBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    return {statement["Sid"]: statement for statement in statements}


def test_every_function_has_a_role_of_its_own_that_is_written_out(template, properties):
    for name, function in properties.items():
        assert function["Role"] == {"Fn::GetAtt": [f"{name}Role", "Arn"]}
        assert "ManagedPolicyArns" not in template.resources[f"{name}Role"]["Properties"]


ACTIONS = {
    "SlackFunctionRole": [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "s3:GetObject",
        "s3:ListBucket",
        *SECRET,
        "sqs:SendMessage",
        *SECRET,
    ],
    "SlackSenderFunctionRole": [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "s3:GetObject",
        "s3:ListBucket",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
    ],
    "ApiFunctionRole": ["logs:CreateLogStream", "logs:PutLogEvents", "s3:GetObject", "s3:ListBucket"],
    "SpendFunctionRole": [
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        *["dynamodb:PutItem"] * 2,
        *["dynamodb:Query"] * 2,
        "dynamodb:UpdateItem",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "s3:GetObject",
        "s3:ListBucket",
        "sqs:SendMessage",
    ],
    "UsageFunctionRole": [
        *["dynamodb:PutItem"] * 2,
        "dynamodb:UpdateItem",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
    ],
    "AlertsFunctionRole": [
        "dynamodb:DescribeStream",
        "dynamodb:GetItem",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        *SECRET,
        "sns:Publish",
        "sqs:SendMessage",
    ],
    "DatasetsFunctionRole": [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        *["s3:GetObject"] * 2,
        *["s3:ListBucket"] * 2,
        "s3:PutObject",
    ],
    "DatasetCheckFunctionRole": [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:PutObject",
        "sqs:SendMessage",
        "states:StartExecution",
    ],
    **{
        f"Dataset{name}FunctionRole": [
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "s3:GetObject",
            "s3:ListBucket",
            "s3:PutObject",
        ]
        for name in ("Shard", "Merge")
    },
    "IncomingRatesFunctionRole": [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:ListBucket",
        "s3:PutObject",
        "sns:Publish",
        "sqs:SendMessage",
    ],
}


@pytest.mark.parametrize("role", ACTIONS)
def test_a_function_may_do_what_its_code_does(template, role):
    found = [action for statement in statements(template, role) for action in listed(statement["Action"])]
    assert sorted(found) == sorted(ACTIONS[role])


@pytest.mark.parametrize("role", ACTIONS)
def test_no_permission_is_for_everything(template, role):
    for statement in statements(template, role):
        assert statement["Effect"] == "Allow"
        assert not [action for action in listed(statement["Action"]) if "*" in action]
        assert "*" not in listed(statement["Resource"])


def test_every_function_is_held_to_a_list_of_actions(template):
    assert {f"{name}Role" for name in template.functions()} == set(ACTIONS)


def test_the_api_reads_the_objects_that_publishing_writes(template):
    assert allowed(template, "ApiFunctionRole", "s3:GetObject") == _objects(CURRENT_KEY, f"{VERSIONS_PREFIX}*")


def test_the_function_of_dropped_files_reads_them_and_what_is_in_force_and_writes_what_it_answers(template):
    role = "IncomingRatesFunctionRole"
    dropped = f"{INCOMING_PREFIX}*"
    assert allowed(template, role, "s3:GetObject") == _objects(CURRENT_KEY, f"{VERSIONS_PREFIX}*", dropped)
    assert allowed(template, role, "s3:GetObjectVersion") == _objects(dropped)
    assert allowed(template, role, "s3:PutObject") == _objects(
        CURRENT_KEY, f"{VERSIONS_PREFIX}*", f"{PUBLICATIONS_PREFIX}*", f"{dropped}{REPORT_SUFFIX}"
    )
    assert allowed(template, role, "sns:Publish") == [{"Ref": "RatesTopic"}]
    assert allowed(template, role, "sqs:SendMessage") == [{"Fn::GetAtt": ["IncomingRatesFailures", "Arn"]}]


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("SlackFunctionRole", "SigningSecret"),
        ("SlackFunctionRole", "BotToken"),
        ("AlertsFunctionRole", "Webhook"),
    ],
)
def test_a_secret_of_slack_is_read_wherever_it_is_kept(template, role, name):
    [statement] = [
        each for each in statements(template, role) if {"Ref": f"Slack{name}Name"} in listed(each["Resource"])
    ]
    parameter = f"arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter${{Slack{name}Name}}"
    (condition, *actions), (same, *resources) = statement["Action"]["Fn::If"], statement["Resource"]["Fn::If"]
    assert condition == same
    arn = template.document["Conditions"][condition]["Fn::Equals"]
    assert arn == [{"Fn::Select": [0, {"Fn::Split": [":", {"Ref": f"Slack{name}Name"}]}]}, "arn"]
    assert actions == list(SECRET)
    assert resources == [{"Ref": f"Slack{name}Name"}, {"Fn::Sub": parameter}]


def test_slacks_function_fills_the_queue_that_the_sender_empties(template, properties, variables):
    queue = [{"Fn::GetAtt": ["SlackFollowUps", "Arn"]}]
    assert allowed(template, "SlackFunctionRole", "sqs:SendMessage") == queue
    assert allowed(template, "SlackSenderFunctionRole", "sqs:ReceiveMessage") == queue
    assert variables["SlackFunction"]["SLACK_FOLLOW_UPS_URL"] == {"Ref": "SlackFollowUps"}
    assert ("SlackSenderFunction", "SlackFollowUps") in {
        (trigger.function, trigger.queue) for trigger in template.queue_triggers()
    }
    waiting = template.resources["SlackFollowUps"]["Properties"]
    assert waiting["VisibilityTimeout"] >= 6 * properties["SlackSenderFunction"]["Timeout"]
    assert waiting["FifoQueue"] is template.resources["SlackFollowUpsFailures"]["Properties"]["FifoQueue"] is True


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("/payback/slack/signing-secret", True),
        ("arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf", True),
        ("arn:aws:ssm:eu-west-1:123456789012:parameter/slack", False),
        ("slack", False),
        ("8f742231b10e8888abcd99bbbccc85a5", False),
        ("", False),
    ],
)
def test_the_secret_is_named_and_never_said(template, name, taken):
    pattern = template.parameters["SlackSigningSecretName"]["AllowedPattern"]
    assert bool(re.fullmatch(pattern, name)) is taken


@pytest.mark.parametrize("role", ACTIONS)
def test_a_function_lists_the_buckets_that_it_is_told_of_only(template, variables, role):
    buckets = {"RATES_BUCKET": "RatesBucket", "DATASETS_BUCKET": "DatasetsBucket"}
    told = [bucket for name, bucket in buckets.items() if name in variables[role.removesuffix("Role")]]
    assert allowed(template, role, "s3:ListBucket") == [{"Fn::GetAtt": [bucket, "Arn"]} for bucket in told]


def test_every_function_that_may_read_the_bucket_is_told_which(template, variables):
    told = {name: {"RATES_BUCKET", "DATASETS_BUCKET"} & set(given) != set() for name, given in variables.items()}
    assert told == {name: bool(allowed(template, f"{name}Role", "s3:ListBucket")) for name in variables}
    assert {str(given["RATES_BUCKET"]) for given in variables.values() if "RATES_BUCKET" in given} == {
        str({"Ref": "RatesBucket"})
    }


def test_only_eventbridge_of_this_account_adds_to_what_failed(template):
    [statement] = template.resources["IncomingRatesFailuresPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_the_bucket_tells_eventbridge_and_no_function(bucket):
    assert bucket["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}


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


def test_what_was_published_and_when_cannot_be_overwritten(denials):
    denial = denials["HistoryIsWrittenOnce"]
    assert (denial["Effect"], denial["Action"]) == ("Deny", "s3:PutObject")
    assert denial["Resource"] == _objects(f"{VERSIONS_PREFIX}*", f"{PUBLICATIONS_PREFIX}*")
    assert denial["Condition"] == {"Null": {"s3:if-none-match": "true"}}


def test_only_old_pointers_expire(bucket):
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert rule["Prefix"] == CURRENT_KEY
    assert "ExpirationInDays" not in rule


def test_every_log_is_kept_for_a_stated_time(template):
    groups = template.of_type("AWS::Logs::LogGroup")
    machines = template.of_type("AWS::Serverless::StateMachine")
    assert set(groups) == {"ApiAccessLogs", *(f"{name}Logs" for name in (*template.functions(), *machines))}
    assert all(group["RetentionInDays"] == {"Ref": "LogRetentionDays"} for group in groups.values())


def test_the_functions_and_the_api_write_to_those_logs(template, properties):
    api = template.resources["Api"]["Properties"]
    assert api["AccessLogSetting"]["DestinationArn"] == {"Fn::GetAtt": ["ApiAccessLogs", "Arn"]}
    for name, function in properties.items():
        assert function["LoggingConfig"] == {"LogGroup": {"Ref": f"{name}Logs"}}
        assert allowed(template, f"{name}Role", "logs:PutLogEvents") == [{"Fn::GetAtt": [f"{name}Logs", "Arn"]}]
