"""Messages as OpenAI's chat API has them, read into an example.

Tokens around the text are counted as OpenAI's cookbook does: 3 for each message, 1 for a name, 3 for the answer's
start. Source: openai-cookbook, `How_to_count_tokens_with_tiktoken.ipynb`.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from datasets.example import Example, Found
from datasets.formats.parts import count_media
from datasets.problems import Code

TOKENS_PER_NAME = 1
MOST_IMAGES = 10
ASSISTANT = "assistant"
ROLES = ("system", "developer", "user", ASSISTANT, "tool", "function")
_FIELDS = frozenset(
    {
        "role",
        "content",
        "name",
        "weight",
        "tool_calls",
        "tool_call_id",
        "function_call",
        "refusal",
        "reasoning_content",
    }
)
_PARTS = ("text", "image_url", "refusal")


@dataclass
class Conversation:
    """Reads messages into an example. `tools` are the names of those that are declared, `None` where none are.

    With `learns` the assistant's messages are what is learnt, but for those of weight 0.
    """

    example: Example
    found: Found
    tools: frozenset[str] | None
    learns: bool = True
    _calls: set[str] = field(default_factory=set)

    def read(self, messages: list[Any] | None, place: str) -> list[str]:
        """The roles of the messages, empty for one that has none that is known; none where there are no messages."""
        if messages is None:
            return []
        if not messages:
            self.found.add(Code.NO_MESSAGES, place)
        roles = [self._message(message, inside) for inside, message in self.found.objects(messages, place)]
        if self.example.images > MOST_IMAGES:
            self.found.add(Code.TOO_MANY_IMAGES, place)
        return roles

    def _message(self, message: dict[str, Any], place: str) -> str:
        self.found.known(message, _FIELDS, place)
        role = self.found.text(message, "role", place) or ""
        if role and role not in ROLES:
            self.found.add(Code.UNKNOWN_ROLE, f"{place}.role", f"one of {', '.join(ROLES)}")
        answers = role == ASSISTANT
        trained = self._weighs(message, place) and answers and self.learns
        self.example.begin_message(asks=role == "user")
        self.example.say(role)
        if message.get("name") is not None and (name := self.found.text(message, "name", place)) is not None:
            self.example.frame += TOKENS_PER_NAME
            self.example.say(name)
        self._tool_calls(message, place, trained=trained)
        id = self.found.text(message, "tool_call_id", place) if role == "tool" else None
        if id is not None and id not in self._calls:
            self.found.add(Code.TOOL_CALL_UNKNOWN, f"{place}.tool_call_id")
        self._content(message, place, answers=answers, trained=trained)
        return role if role in ROLES else ""

    def _weighs(self, message: dict[str, Any], place: str) -> bool:
        weight = message.get("weight")
        if weight is None:
            return True
        if isinstance(weight, bool) or weight not in (0, 1):
            self.found.add(Code.WEIGHT, f"{place}.weight")
        elif message.get("role") != ASSISTANT:
            self.found.add(Code.WEIGHT_ELSEWHERE, f"{place}.weight")
        return bool(weight != 0)

    def _content(self, message: dict[str, Any], place: str, *, answers: bool, trained: bool) -> None:
        content, inside = message.get("content"), f"{place}.content"
        says_otherwise = answers and any(message.get(name) for name in ("tool_calls", "function_call", "refusal"))
        if isinstance(content, str):
            self.example.say(content, trained=trained)
            if answers and not content.strip() and not says_otherwise:
                self.found.add(Code.EMPTY_ANSWER, inside)
        elif isinstance(content, list):
            self._parts(content, inside, answers=answers, trained=trained)
            if answers and not says_otherwise and _says_nothing(content):
                self.found.add(Code.EMPTY_ANSWER, inside)
        elif content is not None:
            self.found.add(Code.WRONG_TYPE, inside, "it must be a string, or a list of parts")
        elif not says_otherwise:
            self.found.add(Code.MISSING, inside)
        for beside in ("refusal", "reasoning_content"):
            if message.get(beside) is not None:
                self._say(self.found.text(message, beside, place), trained=trained)

    def _parts(self, parts: list[Any], place: str, *, answers: bool, trained: bool) -> None:
        if not parts:
            self.found.add(Code.NO_CONTENT, place)
        for inside, part in self.found.objects(parts, place):
            self._part(part, inside, answers=answers, trained=trained)

    def _part(self, part: dict[str, Any], place: str, *, answers: bool, trained: bool) -> None:
        kind = self.found.text(part, "type", place)
        if kind in {"text", "refusal"}:
            self._say(self.found.text(part, kind, place), trained=trained)
        elif kind == "image_url":
            self._image(part, place, answers=answers)
        elif kind is not None:
            self.found.add(Code.UNKNOWN_PART, f"{place}.type", f"one of {', '.join(_PARTS)}")

    def _image(self, part: dict[str, Any], place: str, *, answers: bool) -> None:
        count_media(place, self.found, self.example, answers=answers)
        image = self.found.mapping(part, "image_url", place)
        address = self.found.text(image, "url", f"{place}.image_url") if image is not None else None
        if address is not None and not address.startswith(("https://", "http://", "data:image/")):
            self.found.add(Code.IMAGE_ADDRESS, f"{place}.image_url.url")

    def _tool_calls(self, message: dict[str, Any], place: str, *, trained: bool) -> None:
        """The calls of a message, and the one function call that older files have."""
        if message.get("tool_calls") is not None:
            calls = self.found.listed(message, "tool_calls", place) or []
            for inside, call in self.found.objects(calls, f"{place}.tool_calls"):
                id = self.found.text(call, "id", inside)
                if id is not None:
                    self._calls.add(id)
                if call.get("type", "function") != "function":
                    self.found.add(Code.WRONG_TYPE, f"{inside}.type", 'it must be "function"')
                self._call(call, "function", inside, trained=trained)
        if message.get("function_call") is not None:
            self._call(message, "function_call", place, trained=trained)

    def _call(self, holder: dict[str, Any], name: str, place: str, *, trained: bool) -> None:
        function, inside = self.found.mapping(holder, name, place), f"{place}.{name}"
        if function is None:
            return
        called, arguments = self.found.text(function, "name", inside), self.found.text(function, "arguments", inside)
        self._say(called, trained=trained)
        self._say(arguments, trained=trained)
        if called is not None and self.tools is not None and called not in self.tools:
            self.found.add(Code.TOOL_UNKNOWN, f"{inside}.name")
        if arguments is not None and not _is_json(arguments):
            self.found.add(Code.ARGUMENTS_NOT_JSON, f"{inside}.arguments")

    def _say(self, text: str | None, *, trained: bool) -> None:
        if text is not None:
            self.example.say(text, trained=trained)


def _says_nothing(parts: list[Any]) -> bool:
    """Whether all parts are text, and no text is in them."""
    texts = [part.get("text") if isinstance(part, dict) else None for part in parts]
    return bool(texts) and all(isinstance(text, str) and not text.strip() for text in texts)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
