"""The harness itself, with contenders that say what they took instead of taking it."""

import json
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from bench import results
from bench.elsewhere import contenders_of
from bench.rounds import CONTROL, Contender, Measured, measured, timed

HERE = "tests.bench.elsewhere_example"


def saying(*seconds: float) -> Contender:
    """A contender that takes these seconds, round by round."""
    each: Iterator[float] = iter(seconds)
    return lambda: next(each)


def noting(name: str, called: list[str]) -> Contender:
    """A contender that notes that it was called."""

    def contender() -> float:
        called.append(name)
        return 1

    return contender


def test_each_contender_is_called_once_a_round_and_the_reference_twice_after_a_round_that_does_not_count():
    called: list[str] = []
    measured({name: noting(name, called) for name in ("ours", "peer")}, rounds=10, warm_rounds=1)

    assert sorted(called) == ["ours"] * 22 + ["peer"] * 11


def test_the_order_changes_from_round_to_round():
    called: list[str] = []
    measured({name: noting(name, called) for name in "abc"}, rounds=20)

    assert len({tuple(called[start : start + 4]) for start in range(0, len(called), 4)}) > 5


def test_the_control_is_the_reference_against_itself():
    steady = measured({"ours": lambda: 2.0, "peer": lambda: 6.0}, rounds=10)

    assert steady.ratio(CONTROL).value == 1
    assert steady.ratio("peer").value == 3
    assert steady.ratio("ours", "peer").inverse.value == 3


def test_a_round_that_something_else_slowed_down_does_not_move_the_ratio():
    seconds = [1.0] * 56 + [50.0] * 4
    found = Measured("ours", {"ours": [1.0] * 60, "peer": seconds})

    assert found.ratio("peer").value == 1
    assert found.ratio("peer").high == 1
    assert found.median("peer") == 1


def test_a_ratio_that_wavers_says_how_much():
    found = Measured("ours", {"ours": [1.0] * 60, "peer": [1 + number / 60 for number in range(60)]})
    ratio = found.ratio("peer")

    assert ratio.low < ratio.value < ratio.high
    assert found.middle_half("peer") == pytest.approx((1.246, 1.738), abs=0.01)


def test_a_contender_cannot_take_the_control_s_name():
    with pytest.raises(ValueError, match="control"):
        measured({CONTROL: lambda: 1.0})


def test_work_is_done_in_each_round_and_told_by_the_unit():
    calls = count()
    contender = timed(lambda: next(calls), units=4, least_seconds=0)
    before = next(calls)

    assert contender() >= 0
    assert next(calls) == before + 2


def test_work_too_short_for_the_clock_is_done_many_times_a_round():
    calls = count()
    contender = timed(lambda: next(calls))
    before = next(calls)
    contender()

    assert next(calls) - before > 100


def test_a_contender_in_another_process_answers_by_line_whatever_it_prints():
    with contenders_of(Path(sys.executable), HERE) as elsewhere:
        found = measured({"ours": lambda: 1.0} | elsewhere, rounds=3)

    assert list(elsewhere) == ["prints", "counts"]
    assert found.seconds["prints"] == [0.5, 0.5, 0.5]
    assert found.seconds["counts"] == [2, 3, 4], "the first round does not count"


def test_a_process_that_ends_is_an_error_and_not_a_time():
    with pytest.raises(RuntimeError, match="ended"), contenders_of(Path(sys.executable), HERE, "ends") as elsewhere:
        elsewhere["ends"]()


def test_results_are_printed_with_the_noise_and_written_for_programs(tmp_path, capsys):
    found = measured({"ours": lambda: 2e-6, "peer": lambda: 6e-6}, rounds=10)
    results.print_table("a comparison", found)
    path = results.write("comparison", found, folder=tmp_path, records=3)

    printed = capsys.readouterr().out
    assert "2 µs" in printed
    assert CONTROL in printed
    written = json.loads(path.read_text())
    assert written["contenders"]["peer"]["ratio"] == {"value": 3, "low": 3, "high": 3}
    assert written["control"]["value"] == 1
    assert written["records"] == 3
    assert written["machine"]["cores"]


@pytest.mark.parametrize(("ratio", "is_reached"), [(3.0, True), (2.9, False)])
def test_a_goal_is_reached_or_missed(ratio: float, is_reached: bool, capsys):
    found = Measured("ours", {"ours": [1.0] * 9, "peer": [ratio] * 9})

    assert results.reached("a goal", found.ratio("peer"), at_least=3) is is_reached
    assert results.reached("a limit", found.ratio("peer"), at_most=2.9) is not is_reached
    assert ("MISSED" in capsys.readouterr().out) is True
