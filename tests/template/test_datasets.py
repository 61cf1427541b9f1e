"""Where training files are kept, who may touch them, what starts a check, and the machine that checks in parts."""

from fnmatch import fnmatchcase

import pytest

from datasets.sharding import SHARD_BYTES
from datasets.storage.keys import CHECKS, UPLOADS, File, Place, place_of
from datasets.uploads.standing import STALLED_AFTER
from handlers import wiring
from handlers.datasets.uploads import MOST_BYTES
from handlers.settings import ONE_PASS_BYTES
from local.incoming import DETAIL_TYPE, SOURCE
from local.template import EventRule
from tests.template.reading import allowed, listed, statements

PLACE = Place("3b1f", "0123456789abcdef0123456789abcdef")
FILES = {PLACE.upload(file) for file in File}
REQUEST, PROGRESS, FINDINGS, SHARDS = (
    PLACE.named(name) for name in ("request.json", "progress.json", "findings.json", "shards/training-00000.json")
)
AGAIN = {
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
    "UploadStorageError",
}


@pytest.fixture
def bucket(template):
    return template.resources["DatasetsBucket"]["Properties"]


@pytest.fixture
def machine(template):
    return template.resources["DatasetStateMachine"]["Properties"]


@pytest.fixture
def states(machine):
    return machine["Definition"]["States"]


def _keys(template, function, action):
    """The objects of the bucket of uploads that a function may do something to, of those that a check has."""
    arn = "${DatasetsBucket.Arn}/"
    allows = [each.get("Fn::Sub", "").removeprefix(arn) for each in allowed(template, f"{function}Role", action)]
    return {
        key
        for key in (*FILES, REQUEST, PROGRESS, FINDINGS, SHARDS)
        if any(fnmatchcase(key, wildcard) for wildcard in allows if wildcard)
    }


def test_a_function_reads_and_writes_what_its_code_does(template):
    assert _keys(template, "DatasetsFunction", "s3:PutObject") == FILES | {REQUEST}
    assert _keys(template, "DatasetsFunction", "s3:GetObject") == {REQUEST, PROGRESS, FINDINGS}
    assert _keys(template, "DatasetCheckFunction", "s3:PutObject") == {PROGRESS, FINDINGS}
    assert _keys(template, "DatasetCheckFunction", "s3:GetObject") == FILES | {REQUEST, PROGRESS, FINDINGS}
    assert _keys(template, "DatasetShardFunction", "s3:PutObject") == {SHARDS}
    assert _keys(template, "DatasetShardFunction", "s3:GetObject") == FILES
    assert _keys(template, "DatasetMergeFunction", "s3:PutObject") == {PROGRESS, FINDINGS}
    assert _keys(template, "DatasetMergeFunction", "s3:GetObject") == FILES | {PROGRESS, FINDINGS, SHARDS}


def test_no_function_that_answers_callers_may_read_a_training_file(template):
    assert not _keys(template, "DatasetsFunction", "s3:GetObject") & FILES


def test_everything_in_the_bucket_expires_after_a_day(bucket):
    [rule] = bucket["LifecycleConfiguration"]["Rules"]
    assert not {"Prefix", "Filter", "TagFilters"} & set(rule)
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 1)
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert "VersioningConfiguration" not in bucket


def test_the_bucket_is_private_encrypted_and_speaks_tls_only(template, bucket):
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    [encryption] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    [denial] = template.resources["DatasetsBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert (denial["Effect"], denial["Principal"], denial["Action"]) == ("Deny", "*", "s3:*")
    assert denial["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_a_page_may_send_a_form_and_nothing_else(bucket):
    [rule] = bucket["CorsConfiguration"]["CorsRules"]
    assert rule["AllowedMethods"] == ["POST"]


@pytest.mark.parametrize(
    ("key", "taken"),
    [
        (PLACE.upload(File.TRAINING), True),
        (PLACE.upload(File.VALIDATION), False),
        (REQUEST, False),
        (SHARDS, False),
    ],
)
def test_a_training_file_starts_its_check_and_nothing_that_is_kept_does(template, properties, key, taken):
    [rule] = [rule for rule in template.event_rules() if rule.bucket == "DatasetsBucket"]
    assert rule == EventRule("DatasetCheckFunction", "DatasetsBucket", (SOURCE,), (DETAIL_TYPE,))
    detail = properties[rule.function]["Events"]["FileUploaded"]["Properties"]["Pattern"]["detail"]
    [pattern] = detail["object"]["key"]
    assert fnmatchcase(key, pattern["wildcard"]) is taken
    assert (place_of(key) is not None) is taken


def test_what_failed_three_times_is_kept(template, properties):
    function = properties["DatasetCheckFunction"]
    queue = {"Fn::GetAtt": ["DatasetCheckFailures", "Arn"]}
    assert function["EventInvokeConfig"] == {
        "MaximumRetryAttempts": 2,
        "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": queue}},
    }
    assert function["Events"]["FileUploaded"]["Properties"]["DeadLetterConfig"] == {"Arn": queue}
    assert template.resources["DatasetCheckFailures"]["Properties"]["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_fingerprints_of_a_file_of_the_shortest_examples_fit_on_the_disk(properties):
    shortest, record = len(b'{"text":"a"}\n'), 24
    disk = properties["DatasetCheckFunction"]["EphemeralStorage"]["Size"] * 1024**2
    assert ONE_PASS_BYTES / shortest * record < disk


def test_one_pass_is_as_long_as_the_code_says(template):
    assert int(template.default("DatasetOnePassBytes")) == ONE_PASS_BYTES


def test_a_check_is_not_called_stopped_while_a_function_may_still_run(template):
    names = ("DatasetCheckFunction", "DatasetShardFunction", "DatasetMergeFunction")
    longest = max(template.functions()[name].timeout_seconds for name in names)
    assert (
        STALLED_AFTER.total_seconds() > longest + 180
    )  # Lambda waits for a minute, and for two, before it tries again


def test_the_machine_maps_over_the_shards_of_its_input_and_merges_what_was_found(machine, states):
    check = states["CheckShards"]
    assert machine["Definition"]["StartAt"] == "CheckShards"
    assert (check["Type"], check["ItemsPath"]) == ("Map", "$.shards")
    assert check["ItemProcessor"]["ProcessorConfig"] == {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    assert check["ItemSelector"] == {"owner.$": "$.owner", "id.$": "$.id", "shard.$": "$$.Map.Item.Value"}
    assert check["ResultPath"] is None  # the merge has the same input
    assert (check["Next"], states["Merge"]["Resource"]) == ("Merge", "${MergeFunctionArn}")
    assert states["Merge"]["End"] is True


def test_it_calls_the_functions_for_longer_than_they_run(template, machine, states):
    called = {
        "${ShardFunctionArn}": states["CheckShards"]["ItemProcessor"]["States"]["CheckShard"],
        "${MergeFunctionArn}": states["Merge"],
    }
    for resource, task in called.items():
        function = machine["DefinitionSubstitutions"][resource.strip("${}")]["Fn::GetAtt"][0]
        assert task["Resource"] == resource
        assert task["TimeoutSeconds"] > template.functions()[function].timeout_seconds


def test_what_may_help_is_tried_again_and_what_does_not_is_told_to_the_caller(states):
    part = states["CheckShards"]["ItemProcessor"]["States"]["CheckShard"]
    for task in (part, states["Merge"], states["GiveUp"]):
        [retry] = task["Retry"]
        assert set(retry["ErrorEquals"]) == AGAIN
        assert retry["BackoffRate"] > 1
    for state in (states["CheckShards"], states["Merge"]):
        [caught] = state["Catch"]
        assert caught == {"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "GiveUp"}
    assert states["GiveUp"]["Resource"] == "${MergeFunctionArn}"
    assert states[states["GiveUp"]["Next"]]["Type"] == "Fail"


def test_its_log_has_nothing_of_what_goes_in_and_out(machine):
    assert machine["Logging"]["IncludeExecutionData"] is False
    assert machine["Type"] == "STANDARD"


def test_the_largest_files_that_can_be_sent_fit_into_its_input():
    part = (
        '{"file":"validation","number":99,"start":5368709120,"end":5368709120,"size":5368709120,"etag":"","format":"x"}'
    )
    both = 2 * MOST_BYTES // SHARD_BYTES
    assert both * (len(part) + 32 + len("reinforcement")) < 256 * 1024


def test_the_machine_may_call_its_two_functions_and_run_its_own_map(template):
    functions = [{"Fn::GetAtt": [name, "Arn"]} for name in ("DatasetShardFunction", "DatasetMergeFunction")]
    assert allowed(template, "DatasetStateMachineRole", "lambda:InvokeFunction") == functions
    everything = [each for each in statements(template, "DatasetStateMachineRole") if each["Resource"] == "*"]
    assert {action.partition(":")[0] for each in everything for action in each["Action"]} == {"logs"}
    map_run = template.resources["DatasetStateMachinePolicy"]["Properties"]
    assert map_run["Roles"] == [{"Ref": "DatasetStateMachineRole"}]
    start, follow = map_run["PolicyDocument"]["Statement"]
    assert (start["Action"], start["Resource"]) == ("states:StartExecution", {"Ref": "DatasetStateMachine"})
    assert listed(follow["Action"]) == ["states:DescribeExecution", "states:StopExecution"]
    assert follow["Resource"]["Fn::Sub"][0].endswith(":execution:${Name}:*")


def test_only_the_function_of_uploads_may_start_it(template):
    machine = {"Ref": "DatasetStateMachine"}
    starting = [
        name for name in template.functions() if machine in allowed(template, f"{name}Role", "states:StartExecution")
    ]
    assert starting == ["DatasetCheckFunction"]


def test_only_eventbridge_of_this_account_adds_to_what_failed(template):
    [statement] = template.resources["DatasetCheckFailuresPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_uploads_and_what_is_kept_of_checks_lie_apart():
    assert {key.split("/")[0] + "/" for key in (*FILES, REQUEST, PROGRESS, FINDINGS, SHARDS)} == {UPLOADS, CHECKS}


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_the_page_may_send_uploads_to_where_forms_of_them_go(template, region, monkeypatch):
    origin = template.resources["ApiFunction"]["Properties"]["Environment"]["Variables"]["DATASETS_ORIGIN"]["Fn::Sub"]
    stack = {"DatasetsBucket": "uploads", "AWS::Region": region, "AWS::URLSuffix": "amazonaws.com"}
    for name, value in stack.items():
        origin = origin.replace(f"${{{name}}}", value)
    keys = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret"}
    for name, value in {"AWS_DEFAULT_REGION": region, "DATASETS_BUCKET": "uploads", **keys}.items():
        monkeypatch.setenv(name, value)
    checks = wiring.upload_checks.__wrapped__()
    assert checks.at(PLACE).form(File.TRAINING, 1, 60).url == f"{origin}/"
