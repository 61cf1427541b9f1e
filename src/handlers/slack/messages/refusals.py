"""What was not understood, what is missing, and what cannot be decided; each with what to type."""

from collections.abc import Sequence

from handlers.slack.messages.blocks import bullets, context, section
from handlers.slack.messages.message import Message
from handlers.slack.messages.text import code, copyable, escaped
from inputs.errors import FieldError
from shorthand.reading import Problem, Question, Reading
from shorthand.writing import with_answers, write

_MOST_ALLOWED = 20


def problems_message(problems: Sequence[Problem], command: str) -> Message:
    """The words that were not understood."""
    title = "Not every word was understood, so nothing was computed"
    lines = (f"{code(problem.word)} {escaped(problem.message)}" for problem in problems)
    return Message(title, (section(f"*{title}*", *bullets(*lines)), context(_see_help(command))))


def questions_message(reading: Reading, command: str) -> Message:
    """The questions that are open, and the command with an example for each."""
    title = "A little more is needed"
    asked = (_asked(question) for question in reading.questions)
    completed = with_answers(write(reading.inputs), (question.example for question in reading.questions))
    blocks = (
        section(f"*{title}*", *bullets(*asked)),
        section("Copy this, change what is not so, and send it:", copyable(f"{command} {completed}")),
        context(_see_help(command)),
    )
    return Message(title, blocks)


def _asked(question: Question) -> str:
    return f"{escaped(question.text)} Such as {code(question.example)}"


def errors_message(errors: Sequence[FieldError], understood: str, command: str) -> Message:
    """The inputs to change, and what was read as a whole."""
    title = "This cannot be decided as it stands"
    blocks = (
        section(f"*{title}*", *bullets(*map(_error, errors))),
        section("*Understood as*", copyable(f"{command} {understood}")),
        context(_see_help(command)),
    )
    return Message(title, blocks)


def _error(error: FieldError) -> str:
    allowed = [code(each) for each in error.allowed[:_MOST_ALLOWED]]
    more = ", …" if len(error.allowed) > _MOST_ALLOWED else ""
    choice = f" Allowed: {', '.join(allowed)}{more}" if allowed else ""
    return f"{code(error.field)} {escaped(error.message)}.{choice}"


def too_long_message(most: int, command: str) -> Message:
    """More text than is read."""
    title = f"That is more than {most:,} characters, which is more than is read"
    line = "Say only what the decision needs: two models, calls, tokens, examples and what was tried."
    return Message(title, (section(f"*{title}*", line), context(_see_help(command))))


def _see_help(command: str) -> str:
    return f"{copyable(f'{command} help')} shows what can be typed"
