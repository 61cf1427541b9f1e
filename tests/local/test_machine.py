"""The stand-in for Step Functions: what it makes of a definition."""

from functools import partial
from typing import Any

import pytest

from local.function import LambdaFunction
from local.machine import ExecutionFailedError, StateMachine
from local.template import Function

RETRY = [{"ErrorEquals": ["Busy"], "MaxAttempts": 3, "IntervalSeconds": 1, "BackoffRate": 2}]


class Busy(Exception):  # noqa: N818 - as a function may name its own
    pass


def _handed(handler, event, _):
    return handler(event)


def _machine(states, start, **handlers):
    waited: list[float] = []
    functions = {
        f"${{{name}}}": LambdaFunction(Function(name, f"module.{name}", 128, 3), partial(_handed, handler))
        for name, handler in handlers.items()
    }
    return StateMachine({"StartAt": start, "States": states}, functions, waited.append), waited


def _task(name, **more):
    return {"Type": "Task", "Resource": f"${{{name}}}", **more}


def _map(**more):
    part = {"StartAt": "Part", "States": {"Part": _task("part", Retry=RETRY, End=True)}}
    chosen = {"owner.$": "$.owner", "item.$": "$$.Map.Item.Value"}
    return {"Type": "Map", "ItemsPath": "$.items", "ItemSelector": chosen, "ItemProcessor": part, **more}


def test_a_map_hands_each_item_over_with_what_is_selected():
    seen: list[Any] = []
    machine, _ = _machine({"Map": _map(ResultPath=None, End=True)}, "Map", part=seen.append)
    given = {"owner": "me", "items": [1, 2, 3]}
    assert machine.run(given, "one") == given
    assert seen == [{"owner": "me", "item": number} for number in (1, 2, 3)]


def test_what_a_task_answers_is_passed_on_or_placed_beside_its_input():
    states = {"One": _task("one", ResultPath="$.said", Next="Two"), "Two": _task("two", End=True)}
    machine, _ = _machine(states, "One", one=lambda _: 7, two=lambda given: given["said"] + 1)
    assert machine.run({"x": 1}, "one") == 8


@pytest.mark.parametrize(("failures", "succeeds"), [(0, True), (3, True), (4, False)])
def test_an_error_of_the_list_is_tried_again_each_time_later(failures, succeeds):
    left = [failures]

    def part(_):
        left[0] -= 1
        if left[0] >= 0:
            raise Busy

    machine, waited = _machine({"Map": _map(End=True)}, "Map", part=part)
    if succeeds:
        machine.run({"owner": "me", "items": [1]}, "one")
    else:
        with pytest.raises(ExecutionFailedError, match=r"States\.ExceedToleratedFailureThreshold: Busy"):
            machine.run({"owner": "me", "items": [1]}, "one")
    assert waited == [1, 2, 2][: min(failures, 3)]


def test_another_error_is_not_tried_again_and_goes_where_it_is_caught():
    seen: list[Any] = []
    states = {
        "One": _task(
            "one",
            Retry=RETRY,
            End=True,
            Catch=[{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "Told"}],
        ),
        "Told": _task("told", Next="Failed"),
        "Failed": {"Type": "Fail", "Error": "Whole", "Cause": "A part failed."},
    }
    machine, waited = _machine(states, "One", one=lambda _: 1 / 0, told=seen.append)
    with pytest.raises(ExecutionFailedError, match=r"Whole: A part failed\."):
        machine.run({"x": 1}, "one")
    [given] = seen
    assert (given["x"], given["failure"]["Error"], waited) == (1, "ZeroDivisionError", [])


def test_a_state_that_it_does_not_know_is_an_error():
    machine, _ = _machine({"Wait": {"Type": "Wait", "Seconds": 1, "End": True}}, "Wait")
    with pytest.raises(NotImplementedError, match="a state of type Wait"):
        machine.run({}, "one")
