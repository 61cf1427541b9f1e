"""Generated inputs of a decision, any of them that can be typed."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from shorthand.catalogue import INPUTS
from shorthand.nesting import nested
from shorthand.values import COUNT, DAY, EPOCHS, NAME, SHARE, SPREAD, YES_NO

_COUNTS = st.decimals(0, 10**9, allow_nan=False, places=3) | st.integers(0, 10**9).map(Decimal)
_NAMES = ["gpt-4o", "ft:gpt-4o-mini:acme::x", "my model, the new one", "a=b", "a -> b", "accounts/x/models/y"]
_VALUES = {
    COUNT: _COUNTS,
    SPREAD: _COUNTS | st.lists(_COUNTS, min_size=2, max_size=2).map(lambda ends: {"low": ends[0], "high": ends[1]}),
    SHARE: st.decimals(0, 1, allow_nan=False, places=4),
    YES_NO: st.booleans(),
    DAY: st.dates().map(lambda day: day.isoformat()),
    EPOCHS: st.just("auto") | st.integers(1, 50).map(Decimal),
    NAME: st.sampled_from(_NAMES),
}


@st.composite
def inputs(draw: st.DrawFn) -> dict[str, Any]:
    """The inputs of a request, those that are required or not."""
    said = {}
    for path in draw(st.lists(st.sampled_from(sorted(INPUTS)), unique=True)):
        each = INPUTS[path]
        values = _VALUES[each.kind] if each.kind in _VALUES else st.sampled_from(each.kind.choices)
        said[path] = draw(st.lists(values, min_size=1, max_size=3)) if each.many else draw(values)
    return nested(said)
