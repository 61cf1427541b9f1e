import pytest

from local.template import Template


@pytest.fixture(scope="session")
def template():
    return Template.read()


@pytest.fixture(scope="session")
def variables(template):
    """The environment that the template gives to the function."""
    return template.resources["ApiFunction"]["Properties"]["Environment"]["Variables"]
