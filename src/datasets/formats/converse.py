"""Messages as Amazon Bedrock's Converse API has them, by which Nova models are trained.

Source: Amazon Nova's user guide, "Preparing data for fine-tuning understanding models".
"""

from typing import Any

from datasets.example import TOKENS_OF_THE_ANSWERS_START, Example, Found
from datasets.formats.parts import count_media, read_text, texts_in
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
            _check_words(read_text(part, place, found, example, answers=False), f"{place}.text", found)
    messages = found.filled(value, "messages", "", Code.NO_MESSAGES)
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
    example.begin_message(asks=role == "user")
    content = found.filled(message, "content", place, Code.NO_CONTENT)
    for inside, part in found.objects(content, f"{place}.content"):
        _read_part(part, inside, found, example, answers=role == "assistant")
    return role


def _read_part(part: dict[str, Any], place: str, found: Found, example: Example, *, answers: bool) -> None:
    kinds = [name for name in _PARTS if name in part]
    if not kinds:
        found.add(Code.UNKNOWN_PART, place, f"one of {', '.join(_PARTS)}")
        return
    kind = kinds[0]
    if kind == "text":
        text = read_text(part, place, found, example, answers=answers)
        if not answers:
            _check_words(text, f"{place}.text", found)
    elif kind in _MEDIA:
        count_media(place, found, example, answers=answers)
    elif found.mapping(part, kind, place) is not None:
        for text in texts_in(part[kind]):
            example.say(text, trained=answers)


def _check_words(text: str | None, place: str, found: Found) -> None:
    """Whether a prompt holds one of the words with which Nova's jobs fail."""
    words = [word for word in RESERVED if text is not None and word in text]
    if words:
        found.add(Code.RESERVED_WORD, place, ", ".join(words))
