"""What holds of every call, whatever its tokens."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spend.asking import TABLE, price, why

_count = st.integers(0, 10**6)
_usage = st.fixed_dictionaries(
    dict.fromkeys(("fresh", "cached_input_tokens", "cache_write_tokens", "output_tokens"), _count)
)
_models = st.sampled_from([*TABLE.providers["openai"].models, "ft:full:acme::x"])


def _cost(model, usage, **more):
    sent = {name: count for name, count in usage.items() if name != "fresh"}
    sent["input_tokens"] = usage["fresh"] + usage["cached_input_tokens"] + usage["cache_write_tokens"]
    answer = price(model=model, usage=sent, **more)
    return None if why(answer) else answer.cost_usd


@settings(deadline=None)
@given(
    _models, _usage, st.sampled_from(["fresh", "cached_input_tokens", "cache_write_tokens", "output_tokens"]), _count
)
def test_more_tokens_never_cost_less(model, usage, kind, more):
    before, after = _cost(model, usage), _cost(model, usage | {kind: usage[kind] + more})
    assert (before is None and after is None) or (before is not None and after is not None and before <= after)


@settings(deadline=None)
@given(_models, _usage, st.booleans())
def test_a_cached_token_is_never_dearer_than_a_fresh_one(model, usage, batch):
    fresh = usage | {"fresh": usage["fresh"] + usage["cached_input_tokens"], "cached_input_tokens": 0}
    with_cache, without = _cost(model, usage, batch=batch), _cost(model, fresh, batch=batch)
    assert (with_cache is None) == (without is None)
    assert with_cache is None or without is None or with_cache <= without


@settings(deadline=None)
@given(_models, _usage)
def test_a_call_is_priced_or_says_why_not_and_is_never_both(model, usage):
    assert _cost(model, usage) is None or _cost(model, usage) >= 0


@pytest.mark.parametrize("tokens", [1, 7, 10**12 - 1])
def test_the_cost_is_exact(tokens):
    rates = {"input": "0.123456789012", "output": "99999.999999999999"}
    usage = {"input_tokens": tokens, "output_tokens": tokens}
    cost = price(model="full", usage=usage, overrides={"openai/*": rates}).cost_usd
    assert Fraction(cost) == Fraction(tokens * (123456789012 + 99999999999999999), 10**18)
