"""A prompt with its completion, as OpenAI's older models, Bedrock's and Together have them, and bare text."""

from typing import Any

from datasets.example import Example, Found
from datasets.problems import Code

FIELDS = frozenset({"prompt", "completion"})


def read(value: dict[str, Any], found: Found) -> Example:
    """An example of a prompt and what follows it."""
    found.known(value, FIELDS)
    example = Example(messages=2, turns=1)
    prompt, completion = found.text(value, "prompt", ""), found.text(value, "completion", "")
    if prompt is not None:
        example.say(prompt)
    if completion is not None:
        example.say(completion, trained=True)
        if not completion.strip():
            found.add(Code.EMPTY_ANSWER, "completion")
    return example


def read_text(value: dict[str, Any], found: Found) -> Example:
    """An example of text that is learnt as it is."""
    found.known(value, frozenset({"text"}))
    example = Example(messages=1)
    text = found.text(value, "text", "")
    if text is not None:
        example.say(text, trained=True)
        if not text.strip():
            found.add(Code.EMPTY_ANSWER, "text")
    return example
