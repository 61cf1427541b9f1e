"""What came of the mutants, and when that is not good enough."""

import io

import pytest

from local import mutation
from local.mutation import Mutant, explained, failures, read, table

RESULTS = """\
    costs.training.x_auto_epochs__mutmut_1: killed
    costs.training.x_auto_epochs__mutmut_2: survived
    costs.payback.xǁOpenRangeǁrounded__mutmut_10: no tests
    rules.wording.x__trimmed__mutmut_3: timeout
"""


def killed(count):
    return tuple(Mutant("costs.hosting", "hosting_line", number, "killed") for number in range(count))


SURVIVOR = Mutant("costs.training", "auto_epochs", 2, "survived")


def test_a_result_names_module_function_and_what_came_of_it():
    found = read(RESULTS.splitlines())
    assert [(mutant.place, mutant.number, mutant.status, mutant.killed) for mutant in found] == [
        ("costs.training.auto_epochs", 1, "killed", True),
        ("costs.training.auto_epochs", 2, "survived", False),
        ("costs.payback.OpenRange.rounded", 10, "no tests", False),
        ("rules.wording._trimmed", 3, "timeout", False),
    ]


def test_what_is_no_result_is_refused():
    with pytest.raises(ValueError, match="not a result of mutmut: Traceback"):
        read(["Traceback (most recent call last):"])


def test_each_module_has_a_row_and_all_of_them_one():
    rows = table(read(RESULTS.splitlines())).splitlines()[2:]
    assert rows == [
        "| costs.payback | 1 | 0 | 0 | 0 | 1 | 0.0% |",
        "| costs.training | 2 | 1 | 1 | 0 | 0 | 50.0% |",
        "| rules.wording | 1 | 0 | 0 | 1 | 0 | 0.0% |",
        "| **all** | 4 | 1 | 1 | 1 | 1 | 25.0% |",
    ]


def test_nine_in_ten_are_enough_and_one_fewer_is_not():
    reasons = {SURVIVOR.place: 1}
    assert failures((*killed(9), SURVIVOR), reasons) == ()
    assert failures((*killed(8), SURVIVOR), reasons) == ("88.9% of the mutants were killed, and 90% must be",)


def test_no_mutants_at_all_are_a_failure():
    assert failures((), {}) == ("there are no mutants",)


@pytest.mark.parametrize(("reasons", "count"), [({}, 0), ({SURVIVOR.place: 2}, 2)])
def test_a_survivor_that_is_not_explained_fails_and_so_does_a_reason_without_one(reasons, count):
    assert failures((*killed(20), SURVIVOR), reasons) == (
        f"costs.training.auto_epochs: 1 were not killed, and docs/mutation.md explains {count}",
    )


@pytest.mark.parametrize("status", ["no tests", "timeout", "suspicious", "segfault", "not checked"])
def test_what_was_not_killed_counts_as_a_survivor_whatever_it_is_called(status):
    found = (*killed(20), Mutant("costs.training", "auto_epochs", 2, status))
    assert len(failures(found, {})) == 1


def test_a_row_explains_so_many_mutants_of_a_function_and_needs_a_reason():
    page = (
        "| `costs.training.auto_epochs` | 2 | no file has a third of an example |\n| `costs.payback.rounded` | 1 | |\n"
    )
    assert explained(page) == {"costs.training.auto_epochs": 2}


def test_the_command_prints_the_table_and_what_is_wrong(tmp_path, monkeypatch, capsys):
    page = tmp_path / "mutation.md"
    page.write_text("| `costs.training.auto_epochs` | 1 | equivalent |\n")
    monkeypatch.setattr(mutation, "EXPLAINED", page)
    lines = [f"costs.training.x_auto_epochs__mutmut_{number}: killed" for number in range(1, 20)]
    lines.append("costs.training.x_auto_epochs__mutmut_20: survived")
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert mutation.main() == 0
    assert "| **all** | 20 | 19 | 1 | 0 | 0 | 95.0% |" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert mutation.main() == 1
    assert "there are no mutants" in capsys.readouterr().err
