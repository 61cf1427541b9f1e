"""What judging a rule gives: an outcome, what was seen and needed, and what would flip it.

A rule says what it saw with the figures themselves; the sentence about them is written when somebody reads it.
"""

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

type Sentence = str | Callable[[], str]
"""A sentence, or what writes it, which is `Said` by the rules."""


class Said[*Figures](Struct, frozen=True, gc=False):
    """A sentence that is yet to be written: a function of a module of wording, and the figures that it is about."""

    by: Callable[[*Figures], str]
    figures: tuple[*Figures]

    def __call__(self) -> str:
        """The sentence."""
        return self.by(*self.figures)


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


class Flip(Struct, frozen=True, gc=False):
    """The smallest change of one input, the others left as they are, with which the rule passes.

    `value` is what to send for `input`: a number of the input's own unit, true, a day, or a list of names.
    """

    input: str
    value: Decimal | bool | str | tuple[str, ...]
    says: Sentence

    @property
    def text(self) -> str:
        """What the input would have to be, in words."""
        return _written(self.says)


class Judgement(Struct, frozen=True, gc=False):
    """What one rule found. `asks` is the question to answer where the outcome is unknown."""

    outcome: Outcome
    saw: Sentence
    needs: Sentence
    flips: tuple[Flip, ...] = ()
    asks: Sentence | None = None
    verdict: Verdict | None = None
    """Where the rule does not pass and its usual verdict does not fit what was found."""

    @property
    def observed(self) -> str:
        """What was seen, in words."""
        return _written(self.saw)

    @property
    def required(self) -> str:
        """What is needed, in words."""
        return _written(self.needs)

    @property
    def ask(self) -> str | None:
        """The question, in words."""
        return None if self.asks is None else _written(self.asks)


def passed(saw: Sentence, needs: Sentence) -> Judgement:
    """The rule holds."""
    return Judgement(Outcome.PASS, saw, needs)


def unknown(saw: Sentence, needs: Sentence, asks: Sentence, *flips: Flip) -> Judgement:
    """The rule cannot be judged before `asks` is answered; `flips` are the answers with which it passes."""
    return Judgement(Outcome.UNKNOWN, saw, needs, flips, asks)


def failed(saw: Sentence, needs: Sentence, *flips: Flip, verdict: Verdict | None = None) -> Judgement:
    """The rule does not hold."""
    return Judgement(Outcome.FAIL, saw, needs, flips, verdict=verdict)


def _written(sentence: Sentence) -> str:
    return sentence if isinstance(sentence, str) else sentence()
