"""docs/datasets.md tells of every format and every problem that there is."""

from datasets.formats.formats import Format
from datasets.problems import Code, severity_of, told
from tests.docs.readme import ROOT

TEXT = (ROOT / "docs" / "datasets.md").read_text(encoding="utf-8")


def test_every_problem_is_told_as_the_answer_tells_it():
    listed = [line for line in TEXT.splitlines() if line.startswith("| `") and line.count("|") == 4]
    problems = [line for line in listed if line.split("`")[1] in set(Code)]
    assert problems == [f"| `{code}` | {severity_of(code)} | {told(code)} |" for code in Code]


def test_every_format_is_told():
    for format in Format:
        assert f"| `{format}` |" in TEXT
