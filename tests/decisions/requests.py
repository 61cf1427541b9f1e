"""Hypothesis strategies for whole requests: every field present and absent, as a number, a range or a list."""

from decimal import Decimal

from hypothesis import strategies as st

from tests.decisions.asking import Body

DAYS = ("2025-11-01", "2026-05-06", "2026-05-07", "2026-07-02", "2026-10-23", "2026-11-22", "2027-01-05", "2027-01-06")
CURRENT = (
    "gpt-4o",
    "gpt-4o-mini",
    "gpt-4.1",
    "gpt-4.1-mini",
    "gpt-5",
    "gpt-5.6-luna",
    "gpt-6-sol",
    "gpt-3.5-turbo",
    "ft:gpt-4o-mini-2024-07-18:acme::abc123",
)
CANDIDATES = (
    "gpt-4o-mini",
    "gpt-4o-mini",
    "gpt-4o",
    "gpt-4.1-mini",
    "gpt-4.1-nano",
    "o4-mini",
    "gpt-3.5-turbo",
    "gpt-6-luna",
)
maybe_true = st.sampled_from((None, True, True, False))


def cents(least: int, most: int) -> st.SearchStrategy[Decimal]:
    """Dollars or hours with two decimal places."""
    return st.integers(least * 100, most * 100).map(lambda value: Decimal(value) / 100)


def spread[N: (int, Decimal)](points: st.SearchStrategy[N]) -> st.SearchStrategy[object]:
    """A point, or a range of points in order with or without what is expected."""
    ordered = st.lists(points, min_size=3, max_size=3).map(lambda each: [*sorted(each)])
    full = ordered.map(lambda each: {"low": each[0], "expected": each[1], "high": each[2]})
    return points | full | ordered.map(lambda each: {"low": each[0], "high": each[2]})


def given_or_not(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Body]:
    """An object with any of these fields."""
    return st.fixed_dictionaries({}, optional=fields)


tokens = st.integers(0, 400) | st.integers(900, 6000)
calls = st.integers(0, 3000) | st.integers(0, 5_000_000)


@st.composite
def workloads(draw: st.DrawFn) -> Body:
    workload: Body = {"input_tokens": draw(tokens)}
    workload[draw(st.sampled_from(("calls_per_day", "calls_per_month")))] = draw(spread(calls))
    if draw(st.booleans()):
        workload["output_tokens"] = draw(st.integers(0, 800))
    if draw(st.integers(0, 3)):
        workload["cacheable_input_tokens"] = draw(st.integers(0, workload["input_tokens"]))
    if draw(st.booleans()):
        workload["cache_hit_rate"] = draw(st.integers(0, 100)) / 100
    workload["batch"] = draw(st.integers(0, 5)) == 0
    workload["latency_tolerant"] = draw(st.booleans())
    return workload


@st.composite
def candidates(draw: st.DrawFn) -> Body:
    candidate: Body = {"model": draw(st.sampled_from(CANDIDATES))}
    if candidate["model"] == "o4-mini":
        candidate["method"] = "rft"
    if draw(st.booleans()):
        candidate["input_tokens"] = draw(tokens)
        candidate["cacheable_input_tokens"] = draw(st.integers(0, candidate["input_tokens"]))
    if draw(st.booleans()):
        candidate["output_tokens"] = draw(st.integers(0, 800))
    return candidate


run = given_or_not(
    examples=st.integers(1, 5000), tokens_per_example=spread(st.integers(0, 4000)), epochs=st.integers(1, 4)
)
experiments = st.one_of(
    given_or_not(hours_per_run=spread(cents(0, 20))),
    st.fixed_dictionaries({"runs": spread(st.integers(0, 30)), "hours_per_run": spread(cents(0, 20))}),
    st.fixed_dictionaries({"runs": st.lists(cents(0, 300), min_size=1, max_size=4)}),
    st.fixed_dictionaries(
        {"runs": st.lists(run | cents(0, 300).map(lambda usd: {"usd": usd}), min_size=1, max_size=4)}
    ),
    st.fixed_dictionaries({"training_usd": spread(cents(0, 3000)), "runs": st.integers(0, 5)}),
    st.fixed_dictionaries({"training_usd": st.lists(cents(0, 300), min_size=1, max_size=4)}),
)
datasets = st.fixed_dictionaries(
    {"examples": st.integers(0, 3000)},
    optional={
        "tokens_per_example": spread(st.integers(0, 4000)),
        "epochs": st.just("auto") | st.integers(1, 5),
        "validation_tokens": st.integers(0, 100_000),
    },
)
retraining = st.fixed_dictionaries(
    {"every_months": st.sampled_from((1, 2, 3, 6, 7, 12))},
    optional={"hours": spread(cents(0, 20)), "runs": spread(st.integers(0, 5))},
)


@st.composite
def requests(draw: st.DrawFn) -> Body:
    """A request that validates; whether the rate table can price it is another matter."""
    body: Body = {
        "task": draw(st.sampled_from(("classification", "generation"))),
        "workload": draw(workloads()),
        "current": {"model": draw(st.sampled_from(CURRENT))},
        "candidate": draw(candidates()),
        "readiness": draw(
            given_or_not(
                prompts_optimized=maybe_true,
                cheaper_model_tried=maybe_true,
                models_tried=st.lists(st.sampled_from(CURRENT), max_size=4),
                quality_gap_measured=maybe_true,
                current_quality=st.just(0.92),
                target_quality=st.just(0.95),
            )
        ),
        "organization": draw(
            given_or_not(has_fine_tuned_before=maybe_true, fine_tuned_inference_in_last_60_days=maybe_true)
        ),
        "as_of": draw(st.sampled_from(DAYS)),
        "engineering": draw(given_or_not(hours=spread(cents(0, 60)), usd_per_hour=spread(cents(0, 200)))),
        "experiments": draw(experiments),
    }
    if "cacheable_input_tokens" in body["workload"]:
        body["current"]["prompt_caching"] = draw(st.integers(0, 3)) == 0
    optional = given_or_not(
        dataset=datasets,
        retraining=retraining,
        quality_value_usd_per_month=cents(0, 3000),
        horizon_months=st.integers(1, 36),
    )
    return body | draw(optional)
