"""A slash command's text → one call → a message."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from handlers import wiring
from handlers.asked import decide_on_inputs, understood
from handlers.slack.messages.buttons import buttons
from handlers.slack.messages.decision import decision_message, shared
from handlers.slack.messages.help import examples_message, help_message, price_usage_message
from handlers.slack.messages.message import Message
from handlers.slack.messages.prices import price_message, rates_message
from handlers.slack.messages.refusals import errors_message, problems_message, questions_message, too_long_message
from inputs.errors import UnusableRequestError
from ratebook.book import Rates
from shorthand.reading import MOST_CHARACTERS
from shorthand.writing import write


@dataclass(frozen=True)
class Asked:
    """What was typed after `command`; the web page's address; whether a form can be opened; who shares the answer."""

    text: str
    command: str
    page: str = ""
    editable: bool = False
    shared_by: str = ""

    @property
    def plain(self) -> str:
        """The text as it was typed: Slack sends -> as -&gt;."""
        return html.unescape(self.text).strip()


def at_once(asked: Asked) -> Message | None:
    """The answer to what needs no rates; `None` to everything else."""
    text, command = asked.plain, asked.command
    if len(text) > MOST_CHARACTERS:
        return too_long_message(MOST_CHARACTERS, command)
    match text.lower().split():
        case [] | ["help", *_]:
            return help_message(command)
        case ["examples"]:
            return examples_message(command)
    return None


def reply(asked: Asked, rates: Rates) -> Message:
    """The answer to what was typed; whatever that is, there is one."""
    ready = at_once(asked)
    if ready is not None:
        return ready
    match asked.plain.lower().split():
        case ["rates"]:
            return rates_message(rates)
        case ["price", *_]:
            return _price(asked.plain.split()[1:], asked.command, rates)
    return _decision(replace(asked, text=asked.plain), rates)


def _price(words: list[str], command: str, rates: Rates) -> Message:
    match words:
        case [name]:
            return price_message(rates, name, None, wiring.now().date(), command)
        case [name, provider]:
            return price_message(rates, name, provider.lower(), wiring.now().date(), command)
    return price_usage_message(command)


def _decision(asked: Asked, rates: Rates) -> Message:
    reading = understood(asked.text, rates)
    if reading.problems:
        return problems_message(reading.problems, asked.command)
    if reading.questions:
        return questions_message(reading, asked.command)
    try:
        return decide_on(reading.inputs, asked, rates)
    except UnusableRequestError as error:
        return errors_message(error.errors, write(reading.inputs), asked.command)


def decide_on(inputs: Mapping[str, Any], asked: Asked, rates: Rates) -> Message:
    """The verdict on `inputs`. Raises `UnusableRequestError` that names the inputs to change."""
    answer = decide_on_inputs(inputs, rates)
    shown = decision_message(answer, inputs, asked.command)
    if asked.shared_by:
        return shared(shown, asked.shared_by)
    pinned = {"as_of": answer.rates.as_of.isoformat(), "rates_version": answer.rates.version}
    under = buttons(inputs, {**inputs, **pinned}, asked.command, asked.page, asked.editable)
    return replace(shown, blocks=(*shown.blocks, *under))
