"""The API against its own contract: generated requests, through the gateway, in this process.

What the contract allows must never be answered with a 5xx, what it forbids must be refused, and every answer must be
one of those that it documents, in its form.
"""

import os
import re

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from pydantic import create_model
from schemathesis.checks import positive_data_acceptance

from handlers.contract import openapi_document
from handlers.resolver import Resolver
from local.gateway import Gateway
from local.template import Template
from tests.handlers.http import decide, get

THOROUGH = settings(
    max_examples=int(os.environ.get("CONTRACT_EXAMPLES", "40")),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
# What a schema cannot say of two fields together, or of a table that it does not know.
BEYOND_THE_SCHEMA = re.compile(
    r"((low|expected|high) )?must have at most 30 digits|must have at most 12 decimal places"
    r"|must be in order: low, expected, high"
    r"|must be a name, without control characters|holds only spaces; .*|is a part of .* and cannot be more"
    r"|is needed where current.prompt_caching is true|.* is priced for at most [0-9,]+ input tokens a call"
    r"|is missing; a region's price goes by the tier|is no help here: .*"
    r"|is not one that .* sells this model in|is not a way in which .* hosts this model"
    r"|((low|expected|high) )?must be between 0 and 10+"  # a price in a string, which a schema cannot bound
    r"|must be written provider/model, where .*|a cached token never costs more than a fresh one; .*"
    r"|batch input and output prices come together; .*|the price of cached batch tokens needs .*"
    r"|names no provider of the rate table before the /.*"
    r"|.* and .* are the same price; send one of them"
)


def _contract():
    """The contract without its keys, which the gateway on this machine does not ask for."""
    document = get("/openapi.json").json
    for operations in document["paths"].values():
        for operation in operations.values():
            del operation["security"]
    found = schemathesis.openapi.from_dict(document)
    found.app = Gateway.imported(Template.read())
    return found


schema = _contract()


def _tested(operation):
    @schema.include(path=operation.path, method=operation.method).parametrize()
    @THOROUGH
    def test(case, aws, account):
        """What is allowed may still name a model or a day that no table has, and be refused for that."""
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    return test


def _name(operation):
    return re.sub(r"\W+", "_", f"test_every_answer_is_a_documented_one_to {operation.label}").rstrip("_").lower()


# One function each: the items of one for all operations share an id, and of those pytest-xdist runs a single one.
OPERATIONS = [found.ok() for found in schema.get_all_operations()]
globals().update({_name(operation): _tested(operation) for operation in OPERATIONS})


def _answering(**fields):
    """An app with one route, whose answer is a model of the same name with other fields."""
    app, found = Resolver(enable_validation=True), create_model("Found", **fields)

    @app.get("/found")
    def get_found() -> found:  # type: ignore[valid-type]
        return found()  # type: ignore[no-any-return]

    return app


def test_two_models_of_one_name_are_no_contract():
    """Else one of them would be documented in the place of the other."""
    with pytest.raises(ValueError, match="two models are called Found"):
        openapi_document(_answering(figure=(int, 1)), _answering(text=(str, "a")))


def test_every_operation_has_a_test_of_its_own():
    names = {_name(operation) for operation in OPERATIONS}
    assert len(names) == len(OPERATIONS) >= 20


def _of_known_models(case):
    """A generated request, about models and a day that the rates have."""
    request = case.body
    request["current"] |= {"model": "gpt-4o", "provider": "openai"}
    request["candidate"] |= {"model": "ft:gpt-4.1-mini:acme::x", "provider": "openai"}
    return {field: value for field, value in request.items() if field not in {"as_of", "rates_version"}}


@given(schema["/v1/decisions"]["POST"].as_strategy().map(_of_known_models))
@THOROUGH
def test_every_request_that_the_schema_allows_is_decided(request):
    found = decide(request | {"as_of": "2026-06-30"})
    if found.status == 422:
        assert all(BEYOND_THE_SCHEMA.fullmatch(message) for message in found.errors.values()), (found.errors, request)
    else:
        assert found.status == 200, found.text
        assert found.json["verdict"]
