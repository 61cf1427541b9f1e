"""Whatever was not said and was taken to be so is stated; whatever may mislead is warned of."""

from datetime import date

import pytest

from decisions.decide import TableInUse
from decisions.request import DecisionRequest
from tests.decisions.asking import Ask, Body, asking, request

LEAST: Body = {
    "task": "generation",
    "workload": {"calls_per_day": 1000, "input_tokens": 2000},
    "current": {"model": "gpt-4o"},
    "candidate": {"model": "gpt-4o-mini"},
}


def test_the_smallest_request_states_every_default(ask: Ask) -> None:
    assert ask(LEAST).assumptions == (
        "as_of: 2026-11-22 (today, UTC)",
        "a month is 30 days and 720 hours",
        "candidate.input_tokens: as today; a fine-tune often needs a shorter prompt",
        "candidate.output_tokens: as today",
        "workload.cacheable_input_tokens: not said, so prompt caching is not among the alternatives",
        "candidate.method: sft",
        "dataset: training is priced for 500 examples, the fewest for generation",
        "dataset.tokens_per_example: 2000, the tokens of a fine-tuned call",
        'dataset.epochs: 3, which "auto" is reckoned to choose for 500 examples',
        "engineering.hours: 20 to 50 hours, 35 expected",
        "engineering.usd_per_hour: 100",
        "quality_value_usd_per_month: 0",
        "horizon_months: 12",
        "experiments.runs: 3 to 5, 4 expected",
    )


STATED: dict[str, object] = {"candidate.method": "sft", "candidate.input_tokens": 1000, "candidate.output_tokens": 100}


def test_a_request_that_says_everything_assumes_only_what_a_month_is(ask: Ask) -> None:
    assert ask(request(STATED)).assumptions == ("a month is 30 days and 720 hours",)


@pytest.mark.parametrize(
    ("fields", "assumed"),
    [
        (
            {"workload.cacheable_input_tokens": 10},
            [
                "workload.cache_hit_rate: 1, every call finds the prefix in the cache",
                "candidate.cacheable_input_tokens: 0, the fine-tuned model's prompt is not cached",
            ],
        ),
        (
            {"candidate.cacheable_input_tokens": 10},
            ["workload.cache_hit_rate: 1, every call finds the prefix in the cache"],
        ),
        (
            {
                "workload.cacheable_input_tokens": 10,
                "workload.cache_hit_rate": 0.9,
                "candidate.cacheable_input_tokens": 0,
            },
            [],
        ),
        (
            {"retraining": {"every_months": 6}},
            ["retraining.hours: 2 to 4 hours each time", "retraining.runs: 1 training run each time"],
        ),
        ({"retraining": {"every_months": 6, "hours": 3, "runs": 2}}, []),
        ({"dataset.epochs": "auto"}, ['dataset.epochs: 3, which "auto" is reckoned to choose for 1000 examples']),
        ({"dataset.tokens_per_example": ...}, ["dataset.tokens_per_example: 1100, the tokens of a fine-tuned call"]),
        ({"experiments": {"training_usd": 0}}, []),
        (
            {
                "candidate.model": "o4-mini",
                "candidate.method": "rft",
                "experiments": {"training_usd": 500},
                "retraining": {"every_months": 6, "hours": 3, "runs": 1},
            },
            ["retraining: a run costs as much as all of experiments.training_usd"],
        ),
    ],
)
def test_each_default_is_stated_where_it_is_used(ask: Ask, fields: dict[str, object], assumed: list[str]) -> None:
    answer = ask(request(STATED | fields))
    assert sorted(answer.assumptions) == sorted(["a month is 30 days and 720 hours", *assumed])


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"workload.output_tokens": ...}, "workload.output_tokens was not given and is not counted"),
        ({}, "the price of hosting and storage at OpenAI is not confirmed"),
        ({"current.model": "gpt-6-sol"}, "the price of gpt-6-sol is not confirmed: LiteLLM alone"),
        ({"current.model": "gpt-5"}, "not confirmed by a second source, of the price of gpt-5: usd_per_million_batch"),
        ({"current.model": "gpt-4o"}, "gpt-4o-2024-08-06, today's model, is shut down on 2027-01-14"),
        ({"organization": {"has_fine_tuned_before": True}}, "OpenAI trains only for organisations with fine-tuned"),
        ({"readiness.current_quality": 0.95, "readiness.target_quality": 0.95}, "today's quality already meets"),
        (
            {"readiness.models_tried": ["no-such-model"]},
            "readiness.models_tried names a model that is in no rate table",
        ),
    ],
)
def test_what_may_mislead_is_warned_of(ask: Ask, fields: dict[str, object], warning: str) -> None:
    assert any(found.startswith(warning) for found in ask(request(fields)).warnings)


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({}, "output_tokens"),
        ({}, "trains only"),
        ({"organization": {"has_fine_tuned_before": True}, "as_of": "2026-07-01"}, "trains only"),
        ({"readiness.current_quality": 0.94, "readiness.target_quality": 0.95}, "already meets"),
        ({"readiness.models_tried": ["gpt-5", "gpt-4o-mini"]}, "models_tried"),
        ({"current.model": "gpt-5.6-terra"}, "today's model"),
    ],
)
def test_and_only_where_it_may(ask: Ask, fields: dict[str, object], warning: str) -> None:
    assert not [found for found in ask(request(fields)).warnings if warning in found]


def test_a_table_that_may_be_out_of_date_is_said_to_be(rates: TableInUse) -> None:
    stale = TableInUse(rates.table, rates.version, rates.sha256, stale_because="the published table could not be read")
    answer = asking(stale, date(2026, 11, 22))(request())
    assert answer.rates.stale is True
    assert "the published table could not be read; a newer table may exist" in answer.warnings
    assert asking(rates, date(2026, 11, 22))(request()).rates.stale is False


def test_the_answer_can_be_had_again_by_its_version_and_day(ask: Ask, rates: TableInUse) -> None:
    first = ask(LEAST)
    assert (first.rates.version, first.rates.sha256) == (rates.version, rates.sha256)
    named = LEAST | {"as_of": first.rates.as_of.isoformat(), "rates_version": first.rates.version}
    years_later = asking(rates, date(2031, 1, 1))(named)
    assert years_later == ask(named)
    assert years_later.model_dump(exclude={"assumptions"}) == first.model_dump(exclude={"assumptions"})
    assert DecisionRequest.model_validate(named).rates_version == rates.version


def test_every_source_that_the_figures_come_from_is_named_once(ask: Ask) -> None:
    sources = ask(request()).rates.sources
    assert len(sources) == len(set(sources))
    assert any("developers.openai.com/api/docs/pricing" in source for source in sources)
    assert any("Tokonomics" in source for source in sources)
    assert any("deprecations" in source for source in sources)
