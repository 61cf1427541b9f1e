"""A slash command's text → one call → a message."""

import html

from pydantic import ValidationError

from decisions.request import DecisionRequest
from handlers import wiring
from handlers.decisions import decided
from handlers.log import logger
from handlers.problems import field_errors
from handlers.slack.messages.decision import decision_message
from handlers.slack.messages.help import examples_message, help_message, price_usage_message
from handlers.slack.messages.message import Message
from handlers.slack.messages.prices import price_message, rates_message
from handlers.slack.messages.refusals import errors_message, problems_message, questions_message, too_long_message
from inputs.errors import FieldError, UnusableRequestError
from ratebook.book import Rates, RatesUnavailableError, UnknownVersionError
from ratebook.models import RateTable
from ratebook.names import UnknownModelError, UnresolvedNameError, resolve
from shorthand.reading import Reading, read
from shorthand.writing import write

MOST_CHARACTERS = 3_000


def reply(text: str, command: str, rates: Rates) -> Message:
    """The answer to what was typed after `command`; whatever that is, there is one."""
    asked = html.unescape(text).strip()  # Slack sends -> as -&gt;
    if len(asked) > MOST_CHARACTERS:
        return too_long_message(MOST_CHARACTERS, command)
    match asked.lower().split():
        case [] | ["help", *_]:
            return help_message(command)
        case ["examples"]:
            return examples_message(command)
        case ["rates"]:
            return rates_message(rates)
        case ["price", *_]:
            return _price(asked.split()[1:], command, rates)
    return _decision(asked, command, rates)


def _price(words: list[str], command: str, rates: Rates) -> Message:
    match words:
        case [name]:
            return price_message(rates, name, None, wiring.now().date(), command)
        case [name, provider]:
            return price_message(rates, name, provider.lower(), wiring.now().date(), command)
    return price_usage_message(command)


def _decision(asked: str, command: str, rates: Rates) -> Message:
    table = rates.compiled.table
    reading = read(asked, lambda word: _is_model(table, word), _ids(table))
    if reading.problems:
        return problems_message(reading.problems, command)
    if reading.questions:
        return questions_message(reading, command)
    return _decided(reading, command, rates)


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


def _decided(reading: Reading, command: str, rates: Rates) -> Message:
    try:
        request = DecisionRequest.model_validate(reading.inputs)
        named = request.rates_version
        answer = decided(request, rates if named is None else wiring.rates_for(named))
    except ValidationError as error:
        # A field's place begins with where the value was, as in a request over HTTP.
        found = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        errors = field_errors(found, DecisionRequest)
    except UnusableRequestError as error:
        errors = list(error.errors)
    except UnknownVersionError:
        errors = [FieldError("rates_version", f"was never published; leave it out, or type {command} rates for it")]
    except RatesUnavailableError as error:
        logger.warning("rates unavailable", extra={"reason": str(error)})
        errors = [FieldError("rates_version", "cannot be read now; try again, or leave it out for the current one")]
    else:
        return decision_message(answer, reading.inputs, command)
    return errors_message(errors, write(reading.inputs), command)
