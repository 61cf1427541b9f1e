"""Files that are YAML and are not read: anchors, too much, too deep, characters that no sentence has."""

import pytest

from publishing import plain_yaml
from publishing.authoring import AuthoringError, Problem, load_provider
from publishing.reports import rejected
from tests.publishing.files import provider


def _problems(text):
    with pytest.raises(AuthoringError) as refused:
        load_provider("garden.yaml", text)
    return [str(problem) for problem in refused.value.problems]


def test_a_few_lines_that_stand_for_very_many_are_not_followed():
    lines = ["a0: &a0 [x, x]", *(f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]" for level in range(1, 60))]
    assert _problems("\n".join(lines)) == ["garden.yaml:1: &a0 is not understood here; remove it"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: Garden\nsources: &known {}\n", "garden.yaml:2: &known is not understood here; remove it"),
        ("title: Garden\nsources: *known\n", "garden.yaml:2: *known is not understood here; write it out"),
        ("a: {<<: *known}\n", "garden.yaml:1: *known is not understood here; write it out"),
        ("*known : 1\n", "garden.yaml:1: *known is not understood here; write it out"),
        ("a:\n  ? [b]\n  : 1\n", "garden.yaml:2: a: a list or fields are no name; write a plain one"),
        (
            f"a: {'[' * 5000}{']' * 5000}",
            "garden.yaml:1: lies too deep in other fields; see rates/README.md for the layout",
        ),
    ],
)
def test_what_is_not_written_where_it_stands_is_refused_at_its_line(text, said):
    assert _problems(text) == [said]


def test_a_file_holds_a_limited_number_of_names_and_values(monkeypatch):
    monkeypatch.setattr(plain_yaml, "MOST_NODES", 100)
    assert _problems("a:\n" + "  - 1\n" * 100) == [
        "garden.yaml:99: holds more than 100 names and values; divide it, by model"
    ]


@pytest.mark.parametrize("letter", ["\\x07", "\\e", "\\n", "\\r", "\\u202e", "\\u2028"])
def test_a_text_is_one_line_of_what_can_be_read(letter):
    number = {"\\e": "001B", "\\n": "000A", "\\r": "000D"}.get(letter, letter[2:].zfill(4).upper())
    edit = "remove it, and write one line"
    assert _problems(provider().replace("title: Garden", f'title: "Gar{letter}den"')) == [
        f"garden.yaml:2: title: the character U+{number} must not stand in it; {edit}"
    ]
    assert _problems(provider().replace("tulip-1", f'"tulip{letter}1"')) == [
        f"garden.yaml:5: models: the character U+{number} must not stand in a name under it; {edit}"
    ]


def test_a_text_of_several_lines_is_written_as_one():
    folded = "title: >-\n  Garden of\n  tulips\nsources: {}\nschema_version: 1\nmodels: {}\n"
    assert load_provider("garden.yaml", folded).title == "Garden of tulips"
    assert "U+000A" in _problems(folded.replace(">-", "|"))[0]


def test_a_report_shows_titles_and_reasons_as_they_were_written():
    problem = Problem("garden.yaml", 1, "", "<b>*x* [y](z) \\<i> base[1]\x1b[2J &lt;")
    text = rejected("<i>\n# a.yaml", [problem]).text
    assert text.splitlines()[0] == "# \\<i>?# a.yaml: rejected"
    assert text.splitlines()[-1] == "- garden.yaml:1: \\<b>\\*x\\* [y]\\(z) \\\\\\<i> base[1]?[2J \\&lt;"
