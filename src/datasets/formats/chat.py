"""Conversations in OpenAI's form, which Azure, Together, Fireworks and Mistral train on too.

Sources: OpenAI's guides to supervised fine-tuning and to reinforcement fine-tuning.
"""

from typing import Any

from datasets.example import TOKENS_OF_THE_ANSWERS_START, TOKENS_PER_MESSAGE, Example, Found
from datasets.formats.conversation import ASSISTANT, Conversation
from datasets.formats.tools import read_tools, say_tools
from datasets.problems import Code

_FIELDS = frozenset({"messages", "tools", "functions", "parallel_tool_calls", "weight", "system"})
"""`weight` of a whole example is Fireworks's, `system` beside the messages that of Claude on Bedrock."""


def read(value: dict[str, Any], found: Found) -> Example:
    """An example of a conversation whose answers are learnt."""
    found.known(value, _FIELDS)
    example = Example(frame=TOKENS_OF_THE_ANSWERS_START)
    conversation = Conversation(example, found, read_tools(value, found, ""))
    if value.get("system") is not None and (system := found.text(value, "system", "")) is not None:
        found.add(Code.SYSTEM_BESIDE, "system")
        example.frame += TOKENS_PER_MESSAGE
        example.say(system)
    messages = found.listed(value, "messages", "")
    roles = conversation.read(messages, "messages")
    say_tools(value, example)
    if messages:
        _check_answers(messages, roles, found)
    return example


def _check_answers(messages: list[Any], roles: list[str], found: Found) -> None:
    answers = [message for message in messages if isinstance(message, dict) and message.get("role") == ASSISTANT]
    if not answers:
        found.add(Code.NO_ANSWER, "messages")
    elif roles[-1] != ASSISTANT:
        found.add(Code.ENDS_WITHOUT_ANSWER, f"messages[{len(messages) - 1}]")
    elif all(message.get("weight") == 0 for message in answers):
        found.add(Code.NOTHING_TRAINED, "messages")


def read_asked(value: dict[str, Any], found: Found) -> Example:
    """An example for reinforcement: it ends with the question, and has whatever its grader needs beside it."""
    example = Example(frame=TOKENS_OF_THE_ANSWERS_START)
    conversation = Conversation(example, found, read_tools(value, found, ""), learns=False)
    roles = conversation.read(found.listed(value, "messages", ""), "messages")
    say_tools(value, example)
    if roles and roles[-1] == ASSISTANT:
        found.add(Code.ENDS_WITH_ANSWER, f"messages[{len(roles) - 1}]")
    return example
