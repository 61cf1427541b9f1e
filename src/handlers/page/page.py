"""GET /: the page. Its address holds the inputs, each by its path, or `ask` with a line of shorthand."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response

from handlers import wiring
from handlers.asked import decide_on_inputs, understood
from handlers.page.answer import answer_section
from handlers.page.markup import Markup, element, void
from handlers.problems import unknown
from inputs.errors import FieldError, UnusableRequestError
from ratebook.book import Rates
from shorthand.catalogue import INPUTS, Input, by_section
from shorthand.fields import from_fields, to_fields
from shorthand.reading import MOST_CHARACTERS
from shorthand.writing import write

ASK = "ask"
_STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_DIGEST}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_EXAMPLE = "gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, 10 out, 1000 examples, classification"


def page(query: Mapping[str, str]) -> Response[str]:
    """The page for an address. What is wrong in it is told on the page, with the form as it was filled."""
    content = _answered(query, wiring.rate_book().current()) if query else (*_top(""), _all_inputs({}))
    return Response(HTTPStatus.OK, "text/html; charset=utf-8", _document(content), headers=_HEADERS)


def _answered(query: Mapping[str, str], rates: Rates) -> Iterator[Markup]:
    line, inputs, errors = _asked(query, rates)
    yield from _top(line)
    if inputs and not errors:
        try:
            yield answer_section(decide_on_inputs(inputs, rates), write(inputs))
        except UnusableRequestError as error:
            errors = error.errors
    if errors:
        yield _errors(errors)
    yield _all_inputs(to_fields(inputs) | {path: text for path, text in query.items() if path in INPUTS})


def _asked(query: Mapping[str, str], rates: Rates) -> tuple[str, dict[str, Any], tuple[FieldError, ...]]:
    """The line that was typed, the inputs that were said in it or by their paths, and what is wrong with them."""
    line = query.get(ASK, "").strip()
    known = {path: text for path, text in query.items() if path in INPUTS}
    others = tuple(unknown(name, (ASK, *INPUTS)) for name in query if name not in {ASK, *INPUTS})
    if len(line) > MOST_CHARACTERS:
        return "", {}, (FieldError(ASK, f"must have at most {MOST_CHARACTERS:,} characters"),)
    if line:
        reading = understood(line, rates)
        problems = tuple(FieldError(problem.word, problem.message) for problem in reading.problems)
        questions = tuple(
            FieldError(each.path, f"{each.text} Such as: {each.example}") for each in reading.questions if not problems
        )
        return line, reading.inputs, (*others, *problems, *questions)
    inputs, wrong = from_fields(known)
    return line, inputs, (*others, *(FieldError(path, message) for path, message in wrong.items()))


def _top(line: str) -> Iterator[Markup]:
    yield element("h1", "Should we fine-tune, and when would it pay for itself?")
    box = void("input", id=ASK, name=ASK, value=line, placeholder=_EXAMPLE, maxlength=str(MOST_CHARACTERS))
    label = element("label", "Say what you run and what you would train, in any order", for_=ASK)
    yield element("form", label, box, element("button", "Decide"), method="get", action="")
    yield element("p", "For example: ", element("code", _EXAMPLE), class_="small")


def _errors(errors: Iterable[FieldError]) -> Markup:
    items = (element("li", element("code", error.field), f" {error.message}") for error in errors)
    told = element("h2", "That cannot be decided yet"), element("ul", *items)
    return element("div", *told, class_="wrong", role="alert")


def _all_inputs(filled: Mapping[str, str]) -> Markup:
    """Every input as a field, by its section."""
    groups = (
        element("fieldset", element("legend", section), *(_field(each, filled.get(each.path, "")) for each in found))
        for section, found in by_section()
    )
    form = element("form", *groups, element("button", "Decide"), method="get", action="")
    return element("details", element("summary", "All inputs, one by one"), form)


def _field(each: Input, text: str) -> Markup:
    named = {"id": each.path, "name": each.path}
    if each.kind.choices:
        shown = {"": "not answered"} | {choice: choice for choice in each.kind.choices}
        options = (element("option", words, value=value, selected=value == text) for value, words in shown.items())
        control = element("select", *options, **named)
    elif each.many:
        control = element("textarea", text, rows="3", placeholder="one a line", **named)
    else:
        control = void("input", value=text, placeholder=each.kind.example, **named)
    return element("div", element("label", each.label, for_=each.path), control)


def _document(body: Iterable[str]) -> str:
    head = (
        void("meta", charset="utf-8"),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", "Payback: should we fine-tune?"),
        element("style", Markup(_STYLE)),
    )
    return (
        f"<!doctype html>{element('html', element('head', *head), element('body', element('main', *body)), lang='en')}"
    )
