"""What is said where the answer is not there in time, or a form cannot be opened."""

from handlers.slack.messages.blocks import section
from handlers.slack.messages.message import Message
from handlers.slack.messages.text import copyable


def later_message() -> Message:
    """The answer comes by itself."""
    text = "One moment: the rates are being read, and the answer follows by itself."
    return Message(text, (section(text),))


def unavailable_message(command: str) -> Message:
    """The answer does not come."""
    text = "The rates cannot be read just now, so there is no answer. Try again in a minute."
    return Message(text, (section(text, f"{copyable(f'{command} help')} needs no rates."),))


def no_form_message(command: str) -> Message:
    """The form did not open."""
    text = "The form could not be opened. Click again, or change the command and send it."
    return Message(text, (section(text, copyable(f"{command} help")),))
