"""Where spend is kept, who may touch it, and what starts its functions."""

import json
from fnmatch import fnmatchcase

import pytest

from local.dynamodb import TABLES
from spend.ledger.committing import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS
from spend.ledger.ledger import ATTEMPTS
from spend.ledger.lines import ID, UNPRICED, UNPRICED_INDEX
from spend.storage import keys
from tests.template.reading import allowed

LEDGER, SPEND = ({"Fn::GetAtt": [name, "Arn"]} for name in ("LedgerTable", "SpendTable"))


@pytest.fixture
def tables(template):
    return template.of_type("AWS::DynamoDB::Table")


@pytest.fixture
def sources(properties):
    """The properties of each event source, by function and name."""
    return {
        function: {name: source["Properties"] for name, source in declared.get("Events", {}).items()}
        for function, declared in properties.items()
    }


def test_both_tables_can_be_restored_to_any_second_and_outlive_the_stack(template, tables):
    assert set(tables) == set(TABLES)
    for name, table in tables.items():
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert table["DeletionProtectionEnabled"] is True
        assert table["SSESpecification"] == {"SSEEnabled": True}
        assert table["BillingMode"] == "PAY_PER_REQUEST"
        assert template.resources[name]["DeletionPolicy"] == template.resources[name]["UpdateReplacePolicy"] == "Retain"


def test_nothing_in_them_expires(tables):
    assert not [name for name, table in tables.items() if "TimeToLiveSpecification" in table]


def test_the_keys_are_those_of_the_code(tables):
    assert [key["AttributeName"] for key in tables["LedgerTable"]["KeySchema"]] == [ID]
    assert [key["AttributeName"] for key in tables["SpendTable"]["KeySchema"]] == list(keys.key("p", "s"))
    [index] = tables["LedgerTable"]["GlobalSecondaryIndexes"]
    assert index["IndexName"] == UNPRICED_INDEX
    assert [key["AttributeName"] for key in index["KeySchema"]] == [UNPRICED, f"{UNPRICED}_sort"]


def test_no_function_may_delete_or_read_a_line_of_the_ledger(template):
    for function in template.functions():
        for action in ("DeleteItem", "UpdateItem", "BatchWriteItem", "Scan"):
            assert LEDGER not in allowed(template, f"{function}Role", f"dynamodb:{action}")


def test_only_the_functions_that_write_usage_may_write_the_ledger(template):
    writing = {name for name in template.functions() if LEDGER in allowed(template, f"{name}Role", "dynamodb:PutItem")}
    assert writing == {"SpendFunction", "UsageFunction"}
    index = [{"Fn::Sub": f"${{LedgerTable.Arn}}/index/{UNPRICED_INDEX}"}, SPEND]
    assert allowed(template, "SpendFunctionRole", "dynamodb:Query") == index


def test_the_function_of_alerts_only_adds_what_it_announced(template):
    role = "AlertsFunctionRole"
    assert allowed(template, role, "dynamodb:DeleteItem") == []
    assert LEDGER not in allowed(template, role, "dynamodb:GetItem")
    assert allowed(template, role, "sns:Publish") == [{"Ref": "BudgetTopic"}]


def test_what_fails_in_the_queue_comes_again_alone_and_is_kept_for_14_days(template, sources, properties):
    queued = sources["UsageFunction"]["Queued"]
    assert queued["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    queue, failures = (template.resources[name]["Properties"] for name in ("UsageQueue", "UsageFailures"))
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["UsageFailures", "Arn"]}
    assert queue["VisibilityTimeout"] >= 6 * properties["UsageFunction"]["Timeout"]
    assert queue["MessageRetentionPeriod"] == failures["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert template.resources["UsageFailures"]["DeletionPolicy"] == "Retain"


def test_a_batch_is_tried_to_its_end_before_the_function_is_stopped(template, sources):
    pauses = sum(min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**attempt) for attempt in range(ATTEMPTS - 1))
    batch = sources["UsageFunction"]["Queued"]["BatchSize"]
    assert pauses * batch < template.functions()["UsageFunction"].timeout_seconds


@pytest.mark.parametrize(
    ("partition", "taken"),
    [
        (keys.totals("support", "2026-11"), True),
        (keys.BUDGETS, True),
        (keys.alerts("support"), False),
        (keys.FINE_TUNES, False),
        (keys.projects("2026-11"), False),
    ],
)
def test_totals_and_budgets_start_the_function_of_alerts_and_its_own_alerts_do_not(sources, partition, taken):
    [given] = sources["AlertsFunction"]["Changed"]["FilterCriteria"]["Filters"]
    patterns = json.loads(given["Pattern"])["dynamodb"]["Keys"]["pk"]["S"]
    wildcards = [f"{each['prefix']}*" if isinstance(each, dict) else each for each in patterns]
    assert any(fnmatchcase(partition, wildcard) for wildcard in wildcards) is taken


def test_what_cannot_be_looked_at_is_kept_and_a_sweep_looks_again(template, sources):
    changed = sources["AlertsFunction"]["Changed"]
    assert changed["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["AlertsFailures", "Arn"]}
    assert changed["BisectBatchOnFunctionError"] is True
    assert template.resources["SpendTable"]["Properties"]["StreamSpecification"] == {"StreamViewType": "KEYS_ONLY"}
    assert sources["AlertsFunction"]["Sweep"]["ScheduleExpression"] == "rate(15 minutes)"
    assert template.scheduled() == ("AlertsFunction",)


def test_the_schedule_may_start_that_function_and_nothing_else(template):
    assert allowed(template, "AlertsScheduleRole", "lambda:InvokeFunction") == [
        {"Fn::GetAtt": ["AlertsFunction", "Arn"]}
    ]
