"""Training files for tests, and checks of them."""

import json

from datasets.files import check_files


def chat(*messages, **more):
    """A line of OpenAI's form, of roles with what they say."""
    return {"messages": [{"role": role, "content": content} for role, content in messages]} | more


def asked(question="2+2?", answer="4", **more):
    """A line with one question and its answer."""
    return chat(("user", question), ("assistant", answer), **more)


def jsonl(*lines):
    """The bytes of a file: text as it is, anything else as JSON."""
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    return "".join(f"{text}\n" for text in texts).encode()


def found_in(content, format=None):
    """What a check finds in a file."""
    return check_files([content], format=format).training


def problems_of(*lines, format=None):
    """The problems of a file as (line, code, field)."""
    found = found_in(jsonl(*lines), format)
    return [(each.line, str(each.code), each.field) for each in found.problems.first]
