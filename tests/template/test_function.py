"""What the template says of the function against the function's code."""

import tomllib

from handlers import wiring
from local.function import LambdaFunction
from local.template import ROOT

# Powertools reads these itself.
POWERTOOLS = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_LOG_LEVEL"}


def test_the_handler_can_be_imported(template):
    for function in template.functions().values():
        LambdaFunction.imported(function)


def test_the_function_gets_exactly_the_environment_that_it_reads(variables):
    assert set(variables) == set(wiring.ENVIRONMENT) | POWERTOOLS


def test_settings_are_read_from_the_templates_defaults(template, variables, monkeypatch):
    for name, value in variables.items():
        text = template.default(value["Ref"]) if isinstance(value, dict) and value["Ref"] != "RatesBucket" else "bucket"
        monkeypatch.setenv(name, text)
    wiring.Settings.from_environment()


def test_the_code_is_what_lies_in_src(template):
    properties = template.resources["ApiFunction"]["Properties"]
    assert (ROOT / properties["CodeUri"] / "requirements.txt").is_file()


def test_one_python_version_everywhere(template):
    version = (ROOT / ".python-version").read_text().strip()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert template.resources["ApiFunction"]["Properties"]["Runtime"] == f"python{version}"
    assert project["project"]["requires-python"] == f"=={version}.*"
    assert project["tool"]["mypy"]["python_version"] == version


def test_the_function_gives_up_before_api_gateway_does(template):
    assert all(function.timeout_seconds < 29 for function in template.functions().values())


def test_the_architecture_is_a_parameter_that_every_environment_of_samconfig_states_once(template):
    assert template.resources["ApiFunction"]["Properties"]["Architectures"] == [{"Ref": "Architecture"}]
    environments = tomllib.loads((ROOT / "samconfig.toml").read_text())
    allowed = {f"Architecture={name}" for name in template.parameters["Architecture"]["AllowedValues"]}
    for name, commands in environments.items():
        if name != "version":
            assert commands["global"]["parameters"]["parameter_overrides"] in allowed
            assert "parameter_overrides" not in commands["build"]["parameters"]
            assert "parameter_overrides" not in commands["deploy"]["parameters"]
