"""Each target for some inputs; `make fuzz` gives it hundreds of thousands, and by coverage."""

import pytest

from tests.fuzz.running import FoundError, HangError, attempt, run, watched
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS, Target

INPUTS = {"names": 2000, "shorthand": 250, "datasets": 300, "accounting": 2000, "intake": 1500, "request": 300}


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_is_too_odd(name):
    assert run(TARGETS[name], INPUTS[name], seed=1).inputs == INPUTS[name]


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_seeds_that_it_takes_whole(name):
    found = seeds(name)
    assert len(found) > 5
    assert max(map(len, found)) <= TARGETS[name].longest


def _fails_for_a_brace(data):
    assert not data.endswith(b"}"), "a brace"


def test_an_input_that_fails_is_told_with_what_it_failed_with():
    with pytest.raises(FoundError) as found:
        run(Target("request", _fails_for_a_brace, 4096), 10, seed=1)
    assert found.value.data == seeds("request")[0]
    assert str(found.value.__cause__).startswith("a brace")


def test_an_input_that_hangs_is_told(monkeypatch):
    def hangs(data):
        while True:
            pass

    monkeypatch.setattr("tests.fuzz.running.HANG_SECONDS", 0.05)
    with watched(), pytest.raises(FoundError) as found:
        attempt(Target("names", hangs, 300), b"x")
    assert isinstance(found.value.__cause__, HangError)


def test_the_same_seed_makes_the_same_inputs():
    given = []
    for _ in range(2):
        seen: list[bytes] = []
        run(Target("intake", seen.append, 4096), 500, seed=3)
        given.append(seen)
    assert given[0] == given[1]


# What was found. An input whose time ran away with its length is given long enough to hang.
FOUND = {
    "an arrow in quotes is a name": ("shorthand", b'gpt-4o -> "->", 50k calls/day, 200 in, classification'),
    "a comma in quotes is a name": ("shorthand", b'from=gpt-4o to=",", batch'),
    "spaces without an equals sign": ("shorthand", b" " * 200_000),
    "a line without an arrow's head": ("shorthand", b"-" * 200_000),
}


@pytest.mark.parametrize("found", FOUND)
def test_what_was_found_is_mended(found):
    name, data = FOUND[found]
    with watched():
        attempt(TARGETS[name], data)
