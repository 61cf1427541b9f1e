"""What the template says of the functions against their code."""

import tomllib
from fnmatch import fnmatchcase

from handlers.settings import ENVIRONMENT, Settings
from local.function import LambdaFunction
from local.incoming import DETAIL_TYPE, SOURCE
from local.template import ROOT, EventRule
from ratebook.bucket import CURRENT_KEY, INCOMING_PREFIX, PUBLICATIONS_PREFIX, VERSIONS_PREFIX, report_key

# Powertools and boto3 read these themselves.
READ_BY_LIBRARIES = {
    "AWS_ENDPOINT_URL",
    "POWERTOOLS_SERVICE_NAME",
    "POWERTOOLS_METRICS_NAMESPACE",
    "POWERTOOLS_LOG_LEVEL",
}


def test_the_handlers_can_be_imported(template):
    for function in template.functions().values():
        LambdaFunction.imported(function)


def test_a_function_gets_exactly_the_environment_that_it_reads(template, variables):
    read = {
        name: set(ENVIRONMENT[function.handler.rpartition(".")[0]]) for name, function in template.functions().items()
    }
    assert {name: set(given) - READ_BY_LIBRARIES for name, given in variables.items()} == read
    assert all(set(given) > READ_BY_LIBRARIES for given in variables.values())


def test_settings_are_read_from_the_templates_defaults(template, variables):
    for given in variables.values():
        parameters = {name: value.get("Ref") for name, value in given.items() if isinstance(value, dict)}
        environment = {
            name: template.default(parameter) if parameter in template.parameters else "made-by-the-stack"
            for name, parameter in parameters.items()
        }
        settings = Settings.from_environment(environment)
        for name in (
            "RATES_BUCKET",
            "RATES_TOPIC_ARN",
            "LEDGER_TABLE",
            "SPEND_TABLE",
            "USAGE_QUEUE_URL",
            "DATASETS_BUCKET",
            "DATASETS_ORIGIN",
        ):
            assert getattr(settings, name.lower()) == ("made-by-the-stack" if name in given else None)


def test_the_code_is_what_lies_in_src(properties):
    for function in properties.values():
        assert (ROOT / function["CodeUri"] / "requirements.txt").is_file()


def test_one_python_version_everywhere(properties):
    version = (ROOT / ".python-version").read_text().strip()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert {function["Runtime"] for function in properties.values()} == {f"python{version}"}
    assert project["project"]["requires-python"] == f"=={version}.*"
    assert project["tool"]["mypy"]["python_version"] == version


def test_a_function_behind_a_route_gives_up_before_api_gateway_does(template):
    functions = template.functions()
    assert all(functions[route.function].timeout_seconds < 29 for route in template.routes())


def test_a_dropped_file_starts_a_function_and_its_report_does_not(template, properties):
    [rule] = [rule for rule in template.event_rules() if rule.bucket == "RatesBucket"]
    assert rule == EventRule("IncomingRatesFunction", "RatesBucket", (SOURCE,), (DETAIL_TYPE,))
    pattern = properties[rule.function]["Events"]["FileDropped"]["Properties"]["Pattern"]["detail"]
    assert pattern["bucket"] == {"name": [{"Ref": "RatesBucket"}]}
    [key] = pattern["object"]["key"]
    own = key["anything-but"]["wildcard"]
    assert own == [CURRENT_KEY, f"{VERSIONS_PREFIX}*", f"{PUBLICATIONS_PREFIX}*", report_key(f"{INCOMING_PREFIX}*")]
    for name in ("openai.yaml", "openai.yml", "openai.txt", "new/openai"):
        dropped = f"{INCOMING_PREFIX}{name}"
        assert not any(fnmatchcase(dropped, wildcard) for wildcard in own)
        assert any(fnmatchcase(report_key(dropped), wildcard) for wildcard in own)


def test_what_failed_three_times_is_kept(template, properties):
    function = properties["IncomingRatesFunction"]
    queue = {"Fn::GetAtt": ["IncomingRatesFailures", "Arn"]}
    assert function["EventInvokeConfig"] == {
        "MaximumRetryAttempts": 2,
        "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": queue}},
    }
    assert function["Events"]["FileDropped"]["Properties"]["DeadLetterConfig"] == {"Arn": queue}
    assert template.resources["IncomingRatesFailures"]["Properties"]["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_the_architecture_is_a_parameter_that_every_environment_of_samconfig_states_once(template, properties):
    assert all(function["Architectures"] == [{"Ref": "Architecture"}] for function in properties.values())
    environments = tomllib.loads((ROOT / "samconfig.toml").read_text())
    allowed = {f"Architecture={name}" for name in template.parameters["Architecture"]["AllowedValues"]}
    for name, commands in environments.items():
        if name != "version":
            assert commands["global"]["parameters"]["parameter_overrides"] in allowed
            assert "parameter_overrides" not in commands["build"]["parameters"]
            assert "parameter_overrides" not in commands["deploy"]["parameters"]


WAITED_FOR_BY_PEOPLE = {"ApiFunction", "SlackFunction"}


def test_functions_that_people_wait_for_start_from_a_snapshot_of_the_version_that_is_called(properties):
    started = {name for name, function in properties.items() if "SnapStart" in function}
    assert started == WAITED_FOR_BY_PEOPLE
    for name in started:
        function = properties[name]
        assert function["SnapStart"] == {
            "Fn::If": ["StartsFromSnapshot", {"ApplyOn": "PublishedVersions"}, {"ApplyOn": "None"}]
        }
        assert function["AutoPublishAlias"] == "live"
        assert function["AutoPublishAliasAllProperties"] is True
        assert function["VersionDeletionPolicy"] == "Delete"
