import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inputs.errors import UnusableRequestError
from spend.accounting.shapes import UNDERSTOOD, read
from tests.spend.responses import READ, UNPRICED, WRONG, chat, converse, gemini, message
from tests.spend.warned import WARNED


@pytest.mark.parametrize(("body", "tokens"), READ.values(), ids=READ)
def test_tokens_are_counted_as_their_provider_counts_them(body, tokens):
    reading = read(body)
    assert reading.tokens == tokens
    assert (reading.unpriced, reading.warnings, reading.batch) == (None, (), False)


@pytest.mark.parametrize(("body", "code"), UNPRICED.values(), ids=UNPRICED)
def test_what_is_billed_at_rates_of_its_own_is_not_priced(body, code):
    reason = read(body).unpriced
    assert reason is not None
    assert reason.code == code


@pytest.mark.parametrize(("body", "field"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_by_its_place(body, field):
    with pytest.raises(UnusableRequestError) as caught:
        read(body)
    assert [error.field for error in caught.value.errors] == [field]


@pytest.mark.parametrize(("body", "warnings"), WARNED.values(), ids=WARNED)
def test_what_does_not_add_up_and_what_is_billed_apart_is_told(body, warnings):
    assert read(body).warnings == warnings


@pytest.mark.parametrize("total", [None, 620, 120, 700])
def test_xais_reasoning_that_is_more_than_the_completion_stands_beside_it_whatever_the_total(total):
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "completion_tokens_details": {"reasoning_tokens": 500}}
    assert read(chat(usage | {"total_tokens": total}), reasoning_beside=True).tokens.output_tokens == 520


@pytest.mark.parametrize(("total", "output"), [(None, 25), (125, 25), (120, 20)])
def test_xais_total_may_show_that_reasoning_is_inside(total, output):
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "completion_tokens_details": {"reasoning_tokens": 5}}
    assert read(chat(usage | {"total_tokens": total}), reasoning_beside=True).tokens.output_tokens == output


def test_a_shape_that_is_not_understood_is_told_which_are():
    with pytest.raises(UnusableRequestError) as caught:
        read({"usage": {"tokens": 3}})
    assert caught.value.errors[0].allowed == UNDERSTOOD


def test_the_response_names_the_model_that_was_billed():
    assert read(chat({"prompt_tokens": 1, "completion_tokens": 1})).model == "gpt-4o-2024-08-06"
    assert read(message({"input_tokens": 1, "output_tokens": 1})).model == "claude-x"
    assert read(gemini({"promptTokenCount": 1})).model == "gemini-x"
    assert read(gemini({"promptTokenCount": 1}, modelVersion="models/gemini-x")).model == "gemini-x"
    assert read(converse({"inputTokens": 1, "outputTokens": 1})).model is None


def test_a_prompt_router_names_the_model_that_it_chose():
    trace = {"promptRouter": {"invokedModelId": "amazon.nova-micro-v1:0"}}
    assert read(converse({"inputTokens": 1, "outputTokens": 1}, trace=trace)).model == "amazon.nova-micro-v1:0"


def test_anthropics_answer_says_that_it_came_from_a_batch():
    assert read(message({"input_tokens": 1, "output_tokens": 1, "service_tier": "batch"})).batch


def test_a_web_search_is_told_not_to_be_in_the_cost():
    searched = message({"input_tokens": 1, "output_tokens": 1, "server_tool_use": {"web_search_requests": 2}})
    assert read(searched).warnings == ("web searches are billed beside the tokens and are not in cost_usd",)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
_NAMES = """
prompt_tokens completion_tokens total_tokens prompt_tokens_details completion_tokens_details inputTokens outputTokens
cacheReadInputTokens cacheDetails input_tokens output_tokens cache_creation cache_read_input_tokens service_tier
promptTokenCount thoughtsTokenCount promptTokensDetails
"""
_counts = st.dictionaries(st.sampled_from(_NAMES.split()), st.integers(0, 9) | _json)


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "usage": _counts | _json,
            "usageMetadata": _counts | _json,
            "object": st.just("response") | _json,
            "type": st.just("message") | _json,
            "model": _json,
            "service_tier": _json,
            "output": _json,
            "choices": _json,
            "candidates": _json,
            "created": _json,
            "createTime": _json,
        },
    )
)
def test_any_body_is_read_or_refused_and_its_tokens_add_up(body):
    try:
        tokens = read(body).tokens
    except UnusableRequestError:
        return
    assert min(tokens.fresh_input_tokens, tokens.output_tokens, tokens.cached_input_tokens) >= 0
    assert (tokens.reasoning_tokens or 0) <= tokens.output_tokens
