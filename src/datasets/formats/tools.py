"""Tools of an example: what is declared, and how many tokens that takes.

How OpenAI renders a tool for the model is not published; its cookbook counts the name, the description and each
property with some tokens around them. Source: openai-cookbook, `How_to_count_tokens_with_tiktoken.ipynb`,
the figures of gpt-4o.
"""

from typing import Any

from datasets.example import Example, Found, at
from datasets.problems import Code

_TOOL, _TOOLS_END, _PROPERTIES, _PROPERTY, _ENUM, _ENUM_ITEM = 7, 12, 3, 3, -3, 3
_DEEPEST = 20


def read_tools(value: dict[str, Any], found: Found, place: str) -> frozenset[str] | None:
    """The names of the tools that are declared; `None` where none are."""
    names: set[str] = set()
    for kind in ("tools", "functions"):
        if value.get(kind) is None:
            continue
        for place_of_tool, tool in found.objects(found.listed(value, kind, place) or [], at(place, kind)):
            name = _name(tool, place_of_tool, found) if kind == "tools" else found.text(tool, "name", place_of_tool)
            if name is not None:
                names.add(name)
    declared = any(value.get(kind) is not None for kind in ("tools", "functions"))
    return frozenset(names) if declared else None


def _name(tool: dict[str, Any], place: str, found: Found) -> str | None:
    if tool.get("type") != "function":
        found.add(Code.WRONG_TYPE, f"{place}.type", 'it must be "function"')
    function = found.mapping(tool, "function", place)
    return None if function is None else found.text(function, "name", f"{place}.function")


def say_tools(value: dict[str, Any], example: Example) -> None:
    """Count the tools that are declared among what is billed."""
    functions = [*(tool.get("function") for tool in _objects(value.get("tools"))), *_objects(value.get("functions"))]
    for function in _objects(functions):
        example.tools += 1
        example.frame += _TOOL
        example.say(f"{_text(function.get('name'))}:{_text(function.get('description')).removesuffix('.')}")
        _say_properties(function.get("parameters"), example, 0)
    if example.tools:
        example.frame += _TOOLS_END


def _say_properties(schema: object, example: Example, depth: int) -> None:
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(properties, dict) or not properties or depth > _DEEPEST:
        return
    example.frame += _PROPERTIES
    for name, described in properties.items():
        example.frame += _PROPERTY
        if not isinstance(described, dict):
            continue
        if isinstance(described.get("enum"), list):
            example.frame += _ENUM + _ENUM_ITEM * len(described["enum"])
            for item in described["enum"]:
                example.say(str(item))
        example.say(f"{name}:{_text(described.get('type'))}:{_text(described.get('description')).removesuffix('.')}")
        _say_properties(described, example, depth + 1)
        _say_properties(described.get("items"), example, depth + 1)


def _objects(values: object) -> list[dict[str, Any]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
