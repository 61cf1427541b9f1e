"""What is answered to the question which input matters most."""

from typing import Literal

from pydantic import Field

from costs.quantities import PlainDecimal
from decisions.answer import Answer, RatesUsed


class InputEnd(Answer):
    """What a decision says of the request with `value` for the input; `value` is what to send."""

    value: PlainDecimal
    months: PlainDecimal | None = Field(description="when it pays back; null where it never does")
    one_time_usd: PlainDecimal
    saving_usd_per_month: PlainDecimal


class InputSensitivity(Answer):
    """One input, the others as they are expected.

    An end with which nothing could be decided, such as a prompt too long to have a price, stays at the expected value.
    """

    input: str = Field(description="its path in the request")
    value: PlainDecimal = Field(description="what it is expected to be, as stated or as assumed")
    because: Literal["range", "swing"] = Field(
        description="whether the ends are those of its own range, stated or of the policy, or `swing` less and more"
    )
    low: InputEnd
    high: InputEnd


class SensitivityAnswer(Answer):
    """Which input moves the payback most."""

    months: PlainDecimal | None = Field(description="the expected payback; null where it never comes or has no price")
    swing: PlainDecimal = Field(description="by which part an input without a range is taken to be less and more")
    inputs: tuple[InputSensitivity, ...] = Field(
        description="those that move something, widest first: an input that decides whether it pays back at all before "
        "those that move it by months, and what moves only the saving or the one-time cost last"
    )
    reason: str | None = Field(description="why there is no price, and what to send instead")
    rates: RatesUsed
