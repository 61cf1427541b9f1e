"""Pairs of answers to one question, one of them preferred (DPO), as OpenAI and Together have them.

Source: OpenAI's guide to direct preference optimization.
"""

from typing import Any

from datasets.example import TOKENS_OF_THE_ANSWERS_START, Example, Found
from datasets.formats.conversation import ASSISTANT, Conversation
from datasets.formats.tools import read_tools, say_tools
from datasets.problems import Code

FIELDS = frozenset({"input", "preferred_output", "non_preferred_output"})
_OF_THE_INPUT = frozenset({"messages", "tools", "parallel_tool_calls"})


def read(value: dict[str, Any], found: Found) -> Example:
    """An example of a question and two answers."""
    found.known(value, FIELDS)
    example = Example(frame=TOKENS_OF_THE_ANSWERS_START)
    tools = None
    asked = found.mapping(value, "input", "")
    if asked is not None:
        found.known(asked, _OF_THE_INPUT, "input")
        tools = read_tools(asked, found, "input")
        question = Conversation(example, found, tools, learns=False)
        roles = question.read(found.listed(asked, "messages", "input"), "input.messages")
        say_tools(asked, example)
        if roles and roles[-1] == ASSISTANT:
            found.add(Code.ENDS_WITH_ANSWER, f"input.messages[{len(roles) - 1}]")
    for side in ("preferred_output", "non_preferred_output"):
        _read_output(value, side, found, Conversation(example, found, tools))
    preferred = value.get("preferred_output")
    if preferred is not None and preferred == value.get("non_preferred_output"):
        found.add(Code.SAME_OUTPUTS, "non_preferred_output")
    return example


def _read_output(value: dict[str, Any], side: str, found: Found, answer: Conversation) -> None:
    roles = answer.read(found.listed(value, side, ""), side)
    if roles and ASSISTANT not in roles:
        found.add(Code.NO_ANSWER, side)
    elif roles and roles[-1] != ASSISTANT:
        found.add(Code.ENDS_WITHOUT_ANSWER, f"{side}[{len(roles) - 1}]")
