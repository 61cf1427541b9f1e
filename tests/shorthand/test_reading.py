"""What people type, and what is understood by it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shorthand.reading import read

MODELS = ("gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-4.1-nano")


def _is_model(name):
    return name in MODELS or name.startswith("ft:")


def _read(text):
    return read(text, _is_model, MODELS)


def _said(text):
    """The inputs by their paths, of a text that is understood."""
    reading = _read(text)
    assert reading.problems == ()
    return dict(_leaves(reading.inputs))


def _leaves(inputs, prefix=""):
    for name, value in inputs.items():
        if isinstance(value, dict) and not {"low", "high"} <= set(value):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _problems(text):
    return {problem.word: problem.message for problem in _read(text).problems}


EXAMPLE = {
    "current.model": "gpt-4o",
    "candidate.model": "gpt-4o-mini",
    "workload.calls_per_day": 50_000,
    "workload.input_tokens": 200,
    "workload.output_tokens": 10,
    "dataset.examples": 1_000,
    "task": "classification",
}


@pytest.mark.parametrize(
    "text",
    [
        "gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, 10 out, 1000 examples, classification",
        "gpt-4o→gpt-4o-mini; 50,000 calls per day; 200 input tokens; 10 output tokens; 1,000 examples; classify",
        "classification 1k samples 10out 200in 50K/day gpt-4o => gpt-4o-mini",
        "from gpt-4o to gpt-4o-mini with 50k requests a day, in 200 out 10 examples 1000 classification",
        "gpt-4o gpt-4o-mini task=classification in=200 out=10 calls=50k/day examples=1000",
        "current=gpt-4o, candidate = gpt-4o-mini, calls_per_day=50000, 200 in, output_tokens=10, 1000 rows, CLASSIFY",
        'gpt-4o \u2013> "gpt-4o-mini"\n50k calls/day\n200 tokens in\n10 out\n1000 training examples\nclassification',
        "Should we fine-tune gpt-4o to gpt-4o-mini for classification, 50k daily, 200 in, 10 out, 1000 rows",
    ],
)
def test_the_same_is_understood_in_any_order_and_spelling(text):
    assert _said(text) == EXAMPLE
    assert _read(text).questions == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.5M per month", {"workload.calls_per_month": 1_500_000}),
        ("40k-60k calls/day", {"workload.calls_per_day": {"low": 40_000, "high": 60_000}}),
        ("20-50 hours", {"engineering.hours": {"low": 20, "high": 50}}),
        ("20-35-50h", {"engineering.hours": {"low": 20, "expected": 35, "high": 50}}),
        ("$100/hour", {"engineering.usd_per_hour": 100}),
        ("100 usd an hour", {"engineering.usd_per_hour": 100}),
        ("$30.50 training", {"experiments.training_usd": Decimal("30.5")}),
        ("$500/month", {"quality_value_usd_per_month": 500}),
        ("500 tokens per example", {"dataset.tokens_per_example": 500}),
        ("3 epochs", {"dataset.epochs": 3}),
        ("epochs=auto", {"dataset.epochs": "auto"}),
        ("3-5 runs", {"experiments.runs": {"low": 3, "high": 5}}),
        ("2 hours per run", {"experiments.hours_per_run": 2}),
        ("150 cached", {"workload.cacheable_input_tokens": 150}),
        ("80% cache hits", {"workload.cache_hit_rate": Decimal("0.8")}),
        ("92% -> 95%", {"readiness.current_quality": Decimal("0.92"), "readiness.target_quality": Decimal("0.95")}),
        (
            "quality=0.92 target=95%",
            {"readiness.current_quality": Decimal("0.92"), "readiness.target_quality": Decimal("0.95")},
        ),
        (
            "prompts optimized, no gap measured",
            {"readiness.prompts_optimized": True, "readiness.quality_gap_measured": False},
        ),
        (
            "cheaper tried, fine-tuned before",
            {"readiness.cheaper_model_tried": True, "organization.has_fine_tuned_before": True},
        ),
        ("tried=gpt-4.1 tried=gpt-4.1-nano", {"readiness.models_tried": ["gpt-4.1", "gpt-4.1-nano"]}),
        ("batch dpo lora", {"workload.batch": True, "candidate.method": "dpo", "candidate.tuning": "lora"}),
        ("not batch", {"workload.batch": False}),
        ("2026-06-30", {"as_of": "2026-06-30"}),
        ("retrain every 6 months", {"retraining.every_months": 6}),
        ("12 month horizon", {"horizon_months": 12}),
        ("100 in after", {"candidate.input_tokens": 100}),
        ("provider=azure tier=global", {"candidate.provider": "azure", "candidate.tier": "global"}),
        ('candidate="my model, the new one"', {"candidate.model": "my model, the new one"}),
        (
            "ft:gpt-4o-mini:acme::x -> gpt-4.1",
            {"current.model": "ft:gpt-4o-mini:acme::x", "candidate.model": "gpt-4.1"},
        ),
        ("gpt-4.1", {"current.model": "gpt-4.1"}),
        ("gpt-4.1->gpt-4o", {"current.model": "gpt-4.1", "candidate.model": "gpt-4o"}),
    ],
)
def test_a_phrase_is_understood(text, said):
    assert _said(text) == said


@pytest.mark.parametrize(
    ("text", "word", "message"),
    [
        ("clasification", "clasification", "is not a word that I know; did you mean classification?"),
        ("gtp-4o", "gtp-4o", "is not a word that I know; did you mean gpt-4o?"),
        ("zzzzzz", "zzzzzz", "is not a word that I know; name an input, such as examples=1000"),
        ("calls_per_dya=3", "calls_per_dya", "is not an input; did you mean calls_per_day?"),
        ("50k calls", "50k calls", "a day or a month? Write 50k calls/day or 50k calls/month"),
        ("200", "200", "counts what? Write it with its unit, such as 200 in, 10 out, 1000 examples"),
        ("tokens", "tokens", "needs a number beside it, such as 200 in"),
        ("200 in, 300 in", "300 in", "says workload.input_tokens a second time; say it once"),
        ("prompts_optimized=maybe", "prompts_optimized=maybe", "must be yes or no"),
        ("task=poetry", "task=poetry", "must be one of classification, generation"),
        ("in=many", "in=many", "must be a number, such as 200, 50k or 1.5M"),
        ("hours=long", "hours=long", "must be a number, such as 200, 50k or 1.5M"),
        ("as_of=june", "as_of=june", "must be a day written as YYYY-MM-DD"),
        ("prompts_optimized=?", "prompts_optimized=?", "has no value yet; write one after the ="),
        ("gpt-4o ->", "gpt-4o ->", "must stand between two: today's model -> the one to fine-tune"),
        ("-> gpt-4o", "->", "must stand between two: today's model -> the one to fine-tune"),
        ("gpt-4o gpt-4.1 gpt-4o-mini", "gpt-4o-mini", "is one model too many; write today's -> the one to fine-tune"),
    ],
)
def test_what_is_not_understood_is_named_with_what_to_write(text, word, message):
    assert _problems(text) == {word: message}


def test_what_is_required_and_missing_is_asked_for_with_an_example_that_is_understood():
    questions = _read("").questions
    assert [each.path for each in questions] == [
        "current.model",
        "candidate.model",
        "workload.calls_per_day",
        "workload.input_tokens",
        "task",
    ]
    assert _read(", ".join(each.example for each in questions)).questions == ()
    assert "workload.calls_per_day" not in [each.path for each in _read("1M calls/month").questions]


def test_at_most_ten_problems_are_told():
    assert len(_read(" ".join(f"word{number}x" for number in range(500))).problems) == 10


ODD = ("200", "in", "->", ",", "calls/day", "$5", "50%", "no", "batch", "gpt-4o", "=", "?", '"', "x")


@given(st.text(max_size=300) | st.lists(st.sampled_from(ODD)).map(" ".join))
def test_no_text_is_too_odd_to_be_read(text):
    for problem in _read(text).problems:
        assert len(problem.word) <= 60
