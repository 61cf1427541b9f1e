"""Contents as Gemini's API has them, by which Vertex AI tunes its models.

Source: Vertex AI's documentation, "Prepare supervised fine-tuning data for Gemini models".
"""

from typing import Any

from datasets.example import TOKENS_OF_THE_ANSWERS_START, Example, Found
from datasets.formats.parts import count_media, read_text, texts_in
from datasets.problems import Code

ROLES = ("user", "model", "function")
FIELDS = frozenset(
    {"contents", "systemInstruction", "system_instruction", "tools", "toolConfig", "generationConfig", "labels"}
)
_MEDIA = ("inlineData", "fileData", "inline_data", "file_data")
_CALLS = ("functionCall", "functionResponse", "function_call", "function_response")
_PARTS = ("text", *_MEDIA[:2], *_CALLS[:2])


def read(value: dict[str, Any], found: Found) -> Example:
    """An example of a conversation whose answers are learnt."""
    found.known(value, FIELDS)
    example = Example(frame=TOKENS_OF_THE_ANSWERS_START)
    for name in ("systemInstruction", "system_instruction"):
        if value.get(name) is not None and (instruction := found.mapping(value, name, "")) is not None:
            _read_parts(instruction, name, found, example, answers=False)
    for text in texts_in(value.get("tools")):
        example.say(text)
    example.tools = int(bool(value.get("tools")))
    contents = found.filled(value, "contents", "", Code.NO_MESSAGES)
    if not contents:
        return example
    roles = [_read_content(each, place, found, example) for place, each in found.objects(contents, "contents")]
    if "model" not in roles:
        found.add(Code.NO_ANSWER, "contents")
    elif roles[-1] != "model":
        found.add(Code.ENDS_WITHOUT_ANSWER, f"contents[{len(contents) - 1}]")
    return example


def _read_content(content: dict[str, Any], place: str, found: Found, example: Example) -> str:
    found.known(content, frozenset({"role", "parts"}), place)
    # Google lets it be left out where there is one question and one answer.
    role = (found.text(content, "role", place) if content.get("role") else None) or "user"
    if role not in ROLES:
        detail = f"one of {', '.join(ROLES)}; the answer's is model, and the system's text is systemInstruction"
        found.add(Code.UNKNOWN_ROLE, f"{place}.role", detail)
    example.begin_message(asks=role == "user")
    _read_parts(content, place, found, example, answers=role == "model")
    return role


def _read_parts(holder: dict[str, Any], place: str, found: Found, example: Example, *, answers: bool) -> None:
    parts = found.filled(holder, "parts", place, Code.NO_CONTENT)
    for inside, part in found.objects(parts, f"{place}.parts"):
        if "text" in part:
            read_text(part, inside, found, example, answers=answers)
        elif any(name in part for name in _MEDIA):
            count_media(inside, found, example, answers=answers)
        elif calls := [name for name in _CALLS if name in part]:
            for text in texts_in(part[calls[0]]):
                example.say(text, trained=answers)
        else:
            found.add(Code.UNKNOWN_PART, inside, f"one of {', '.join(_PARTS)}")
