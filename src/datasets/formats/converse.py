"""Messages as Amazon Bedrock's Converse API has them, by which Nova models are trained.

Source: Amazon Nova's user guide, "Preparing data for fine-tuning understanding models".
"""

from typing import Any

from datasets.example import Example, Found
from datasets.formats.conversation import TOKENS_OF_THE_ANSWERS_START, TOKENS_PER_MESSAGE
from datasets.problems import Code

ROLES = ("user", "assistant")
RESERVED = ("User:", "Bot:", "Assistant:", "System:", "<image>", "<video>", "[EOS]")
"""In what the system or the user says."""
FIELDS = frozenset({"schemaVersion", "system", "messages", "toolConfig"})
_MEDIA = ("image", "video", "document")
_PARTS = ("text", *_MEDIA, "toolUse", "toolResult", "reasoningContent")


def read(value: dict[str, Any], found: Found) -> Example:
    """An example of a conversation whose answers are learnt."""
    found.known(value, FIELDS)
    example = Example(frame=TOKENS_OF_THE_ANSWERS_START)
    found.text(value, "schemaVersion", "")
    if value.get("system") is not None:
        for place, part in found.objects(found.listed(value, "system", "") or [], "system"):
            text = found.text(part, "text", place)
            _say(text, example)
            _check_words(text, f"{place}.text", found)
    messages = found.listed(value, "messages", "")
    if messages is None:
        return example
    if not messages:
        found.add(Code.NO_MESSAGES, "messages")
        return example
    last = "assistant"
    for place, message in found.objects(messages, "messages"):
        role = _read_message(message, place, found, example)
        if role == last:
            found.add(Code.OUT_OF_TURN, place)
        last = role or last
    if last != "assistant":
        code = Code.ENDS_WITHOUT_ANSWER if example.trained else Code.NO_ANSWER
        found.add(code, f"messages[{len(messages) - 1}]")
    return example


def _read_message(message: dict[str, Any], place: str, found: Found, example: Example) -> str | None:
    found.known(message, frozenset({"role", "content"}), place)
    role = found.text(message, "role", place)
    if role is not None and role not in ROLES:
        found.add(Code.UNKNOWN_ROLE, f"{place}.role", f"one of {', '.join(ROLES)}; system stands beside messages")
        role = None
    example.messages += 1
    example.turns += role == "user"
    example.frame += TOKENS_PER_MESSAGE
    content = found.listed(message, "content", place)
    if content == []:
        found.add(Code.NO_CONTENT, f"{place}.content")
    for inside, part in found.objects(content or [], f"{place}.content"):
        _read_part(part, inside, found, example, answers=role == "assistant")
    return role


def _read_part(part: dict[str, Any], place: str, found: Found, example: Example, *, answers: bool) -> None:
    kinds = [name for name in _PARTS if name in part]
    if not kinds:
        found.add(Code.UNKNOWN_PART, place, f"one of {', '.join(_PARTS)}")
        return
    kind = kinds[0]
    if kind == "text":
        text = found.text(part, "text", place)
        _say(text, example, trained=answers)
        if not answers:
            _check_words(text, f"{place}.text", found)
        if answers and text is not None and not text.strip():
            found.add(Code.EMPTY_ANSWER, f"{place}.text")
    elif kind in _MEDIA:
        example.images += 1
        if answers:
            found.add(Code.IMAGE_IN_ANSWER, place)
    elif found.mapping(part, kind, place) is not None:
        for text in texts_in(part[kind]):
            _say(text, example, trained=answers)


def _check_words(text: str | None, place: str, found: Found) -> None:
    """Whether a prompt holds one of the words with which Nova's jobs fail."""
    words = [word for word in RESERVED if text is not None and word in text]
    if words:
        found.add(Code.RESERVED_WORD, place, ", ".join(words))


def texts_in(value: object, depth: int = 0) -> list[str]:
    """Every text in a value, names of fields included: what a tool is asked or answers."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict) and depth < 50:
        return [text for name, each in value.items() for text in (name, *texts_in(each, depth + 1))]
    if isinstance(value, list) and depth < 50:
        return [text for each in value for text in texts_in(each, depth + 1)]
    return [] if value is None else [str(value)]


def _say(text: str | None, example: Example, *, trained: bool = False) -> None:
    if text is not None:
        example.say(text, trained=trained)
