"""What is answered to the question which input matters most."""

from typing import Annotated, Literal

from costs.quantities import PlainDecimal
from decisions.answer import RatesUsed
from shapes.kinds import Described
from shapes.shape import Shape


class InputEnd(Shape):
    """What a decision says of the request with `value` for the input; `value` is what to send."""

    value: PlainDecimal
    months: Annotated[PlainDecimal | None, Described("when it pays back; null where it never does")]
    one_time_usd: PlainDecimal
    saving_usd_per_month: PlainDecimal


class InputSensitivity(Shape):
    """One input, the others as they are expected.

    An end with which nothing could be decided, such as a prompt too long to have a price, stays at the expected value.
    """

    input: Annotated[str, Described("its path in the request")]
    value: Annotated[PlainDecimal, Described("what it is expected to be, as stated or as assumed")]
    because: Annotated[
        Literal["range", "swing"],
        Described("whether the ends are those of its own range, stated or of the policy, or `swing` less and more"),
    ]
    low: InputEnd
    high: InputEnd


class SensitivityAnswer(Shape):
    """Which input moves the payback most."""

    months: Annotated[PlainDecimal | None, Described("the expected payback; null where it never comes or has no price")]
    swing: Annotated[PlainDecimal, Described("by which part an input without a range is taken to be less and more")]
    inputs: Annotated[
        tuple[InputSensitivity, ...],
        Described(
            "those that move something, widest first: an input that decides whether it pays back at all before "
            "those that move it by months, and what moves only the saving or the one-time cost last"
        ),
    ]
    reason: Annotated[str | None, Described("why there is no price, and what to send instead")]
    rates: RatesUsed
