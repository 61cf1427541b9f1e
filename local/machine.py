"""Step Functions on this machine: as much of a state machine as the template's has, its map one item after another."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from local.function import FunctionFailedError, LambdaFunction
from local.template import Template

LONGEST_WAIT_SECONDS = 2.0
"""Between two tries; the template waits for longer, since there many wait for one service."""
_ALL, _MAP_FAILED = "States.ALL", "States.ExceedToleratedFailureThreshold"

type Value = dict[str, Any]


class ExecutionFailedError(RuntimeError):
    """A state failed, and nothing caught it."""

    def __init__(self, error: str, cause: str) -> None:
        self.error, self.cause = error, cause
        super().__init__(f"{error}: {cause}")


class StateMachine:
    """A state machine in Amazon States Language, whose tasks are functions by the name that stands for their ARN."""

    def __init__(
        self,
        definition: Mapping[str, Any],
        functions: Mapping[str, LambdaFunction],
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._definition, self._functions, self._wait = definition, functions, wait

    @classmethod
    def imported(cls, template: Template, wait: Callable[[float], None] = time.sleep) -> "StateMachine":
        """The state machine that checks training files, with the handlers of its functions. Raises `ImportError`."""
        declared = template.machine()
        functions = {
            f"${{{name}}}": LambdaFunction.imported(template.functions()[template.substituted(name)])
            for name in declared["DefinitionSubstitutions"]
        }
        return cls(declared["Definition"], functions, wait)

    def run(self, value: Value, execution: str) -> Value:
        """What comes out. Raises `ExecutionFailedError`."""
        return self._states(self._definition, value, execution)

    def _states(self, machine: Mapping[str, Any], value: Value, execution: str) -> Value:
        name = machine["StartAt"]
        while True:
            state = machine["States"][name]
            try:
                result = self._state(state, value, execution)
            except ExecutionFailedError as error:
                caught = _matching(state.get("Catch", ()), error)
                if caught is None:
                    raise
                told = {"Error": error.error, "Cause": error.cause}
                value, name = _placed(value, told, caught.get("ResultPath", "$")), caught["Next"]
                continue
            value = _placed(value, result, state.get("ResultPath", "$"))
            if state.get("End"):
                return value
            name = state["Next"]

    def _state(self, state: Mapping[str, Any], value: Value, execution: str) -> Any:
        match state["Type"]:
            case "Task":
                return self._task(state, value, execution)
            case "Map":
                return list(self._map(state, value, execution))
            case "Fail":
                raise ExecutionFailedError(state["Error"], state["Cause"])
        raise NotImplementedError(f"a state of type {state['Type']}")

    def _map(self, state: Mapping[str, Any], value: Value, execution: str) -> Iterator[Value]:
        for item in _at(state["ItemsPath"], value):
            selected = {
                name.removesuffix(".$"): item if path == "$$.Map.Item.Value" else _at(path, value)
                for name, path in state["ItemSelector"].items()
            }
            try:
                yield self._states(state["ItemProcessor"], selected, execution)
            except ExecutionFailedError as error:
                raise ExecutionFailedError(_MAP_FAILED, str(error)) from error

    def _task(self, state: Mapping[str, Any], value: Value, execution: str) -> Any:
        tries = 0
        while True:
            try:
                return self._functions[state["Resource"]].invoke(value, execution)
            except FunctionFailedError as error:
                failed = ExecutionFailedError(type(error.__cause__).__name__, str(error))
                retry = _matching(state.get("Retry", ()), failed)
                if retry is None or tries == retry["MaxAttempts"]:
                    raise failed from error
                seconds = retry["IntervalSeconds"] * retry["BackoffRate"] ** tries
                self._wait(min(seconds, LONGEST_WAIT_SECONDS))
                tries += 1


def _matching(rules: Iterable[Mapping[str, Any]], error: ExecutionFailedError) -> Mapping[str, Any] | None:
    return next((rule for rule in rules if {error.error, _ALL} & set(rule["ErrorEquals"])), None)


def _at(path: str, value: Value) -> Any:
    """The value at `$` or `$.name`."""
    return value if path == "$" else value[path.removeprefix("$.")]


def _placed(value: Value, result: Any, path: str | None) -> Value:
    """What a state passes on: its result at a path of its input; with no path, its input."""
    if path is None:
        return value
    if path == "$":
        placed: Value = result
        return placed
    return value | {path.removeprefix("$."): result}
