"""What judging a rule gives: an outcome, what was seen and needed, and what would flip it."""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """A rule that cannot be evaluated is `unknown`, with a question; it is never taken for a "no"."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What to do."""

    FINE_TUNE = "fine_tune"
    IMPROVE_PROMPTS = "improve_prompts"
    TRY_CHEAPER_MODEL = "try_cheaper_model"
    USE_PROMPT_CACHING = "use_prompt_caching"
    MEASURE_QUALITY = "measure_quality"
    COLLECT_EXAMPLES = "collect_examples"
    DO_NOT_FINE_TUNE = "do_not_fine_tune"
    NOT_AVAILABLE = "not_available"
    NEED_MORE_INFORMATION = "need_more_information"


class Flip(NamedTuple):
    """The smallest change of one input, the others left as they are, with which the rule passes.

    `value` is what to send for `input`: a number of the input's own unit, true, a day, or a list of names.
    """

    input: str
    value: Decimal | bool | str | tuple[str, ...]
    text: str


class Judgement(NamedTuple):
    """What one rule found. `ask` is the question to answer where the outcome is unknown."""

    outcome: Outcome
    observed: str
    required: str
    flips: tuple[Flip, ...] = ()
    ask: str | None = None
    verdict: Verdict | None = None
    """Where the rule does not pass and its usual verdict does not fit what was found."""


def passed(observed: str, required: str) -> Judgement:
    """The rule holds."""
    return Judgement(Outcome.PASS, observed, required)


def unknown(observed: str, required: str, ask: str, *flips: Flip) -> Judgement:
    """The rule cannot be judged before `ask` is answered; `flips` are the answers with which it passes."""
    return Judgement(Outcome.UNKNOWN, observed, required, flips, ask)


def failed(observed: str, required: str, *flips: Flip, verdict: Verdict | None = None) -> Judgement:
    """The rule does not hold."""
    return Judgement(Outcome.FAIL, observed, required, flips, verdict=verdict)
