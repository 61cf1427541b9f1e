"""Ctrl-C breaks off what starts, and asks what serves to end, once."""

import signal

import pytest

from local.interruption import SIGNALS, Interruption


@pytest.fixture(autouse=True)
def _as_before():
    before = [signal.getsignal(number) for number in SIGNALS]
    yield
    assert [signal.getsignal(number) for number in SIGNALS] == before


@pytest.mark.parametrize("number", SIGNALS)
def test_what_starts_is_broken_off_and_what_ends_then_is_not_disturbed(number):
    with Interruption().handled():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        signal.raise_signal(number)


@pytest.mark.parametrize("number", SIGNALS)
def test_what_serves_is_asked_to_end_and_what_ends_then_is_not_disturbed(number):
    interruption = Interruption()
    with interruption.handled(), interruption.deferred() as stop:
        assert not stop.is_set()
        signal.raise_signal(number)
        assert stop.is_set()
        signal.raise_signal(number)
