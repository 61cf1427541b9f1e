"""A decision that was asked in shorthand or in a form: its inputs, checked as those of a request over HTTP are."""

from collections.abc import Mapping
from typing import Any

from decisions.answer import DecisionAnswer
from decisions.request import DecisionRequest
from handlers import wiring
from handlers.decisions import decided
from handlers.log import logger
from handlers.reading import read_as
from inputs.errors import FieldError, UnusableRequestError
from ratebook.book import Rates, RatesUnavailableError, UnknownVersionError
from ratebook.models import RateTable
from ratebook.names import UnknownModelError, UnresolvedNameError, resolve
from shorthand.reading import Reading, read


def understood(text: str, rates: Rates) -> Reading:
    """The inputs in a text, which may name any model of the rates."""
    table = rates.compiled.table
    return read(text, lambda word: _is_model(table, word), _ids(table))


def decide_on_inputs(inputs: Mapping[str, Any], rates: Rates) -> DecisionAnswer:
    """The decision, with `rates` or those of the version that the inputs name.

    Raises `UnusableRequestError` that names the inputs to change.
    """
    try:
        request = read_as(DecisionRequest, inputs)
        named = request.rates_version
        return decided(request, rates if named is None else wiring.rates_for(named))
    except UnknownVersionError as error:
        message = "was never published; leave it out for the one in force"
        raise UnusableRequestError(FieldError("rates_version", message)) from error
    except RatesUnavailableError as error:
        logger.warning("rates unavailable", extra={"reason": str(error)})
        message = "cannot be read now; try again, or leave it out for the current one"
        raise UnusableRequestError(FieldError("rates_version", message)) from error


def _is_model(table: RateTable, word: str) -> bool:
    """Whether a word is a model's name. One that several sell, or whose owner alone knows the model, is one too."""
    try:
        resolve(table, word)
    except UnknownModelError:
        return False
    except UnresolvedNameError:
        return True
    return True


def _ids(table: RateTable) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for provider in table.providers.values() for id in provider.models))
