import pytest

from local.template import Template


@pytest.fixture(scope="session")
def template():
    return Template.read()


@pytest.fixture(scope="session")
def properties(template):
    """The properties of every function, by its logical name."""
    return template.of_type("AWS::Serverless::Function")


@pytest.fixture(scope="session")
def variables(properties):
    """The environment that the template gives to each function."""
    return {name: function["Environment"]["Variables"] for name, function in properties.items()}
