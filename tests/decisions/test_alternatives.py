"""Every other way to run the workload, priced for it."""

from decimal import Decimal

import pytest

from decisions.answer import AlternativeAnswer, DecisionAnswer
from tests.decisions.asking import Ask, request

LONG: dict[str, object] = {"workload.input_tokens": 3000, "workload.cacheable_input_tokens": 2816}


def by_approach(answer: DecisionAnswer) -> dict[str, AlternativeAnswer]:
    return {each.approach: each for each in answer.alternatives if each.approach != "cheaper_model"}


def test_every_approach_of_the_article_is_there_and_those_it_left_out(ask: Ask) -> None:
    found = by_approach(ask(request(LONG | {"workload.latency_tolerant": True})))
    assert set(found) == {
        "zero_shot_prompting",
        "few_shot_prompting",
        "system_prompt_optimization",
        "prompt_caching",
        "batch",
        "fine_tuning",
        "self_hosted_lora",
    }
    hours = {name: f"{each.engineering_hours.low}-{each.engineering_hours.high}" for name, each in found.items()}
    assert hours["zero_shot_prompting"] == hours["prompt_caching"] == "2-4"
    assert hours["few_shot_prompting"] == "4-8"
    assert hours["system_prompt_optimization"] == "8-16"
    assert {approach for approach, each in found.items() if each.equal_quality} == {"prompt_caching", "batch"}


@pytest.mark.parametrize(
    "fields",
    [
        {"workload.cacheable_input_tokens": 1023, "workload.input_tokens": 3000},
        {"workload.cacheable_input_tokens": 0, "workload.input_tokens": 3000},
        {"workload.cacheable_input_tokens": ..., "workload.input_tokens": 3000},
        LONG | {"current.prompt_caching": True},
        LONG | {"current.model": "gpt-3.5-turbo", "as_of": "2026-06-01"},
        LONG | {"workload.batch": True},
    ],
)
def test_caching_is_left_out_where_it_caches_nothing_new(ask: Ask, fields: dict[str, object]) -> None:
    assert "prompt_caching" not in by_approach(ask(request(fields)))


def test_caching_is_listed_from_1024_tokens_on(ask: Ask) -> None:
    fields: dict[str, object] = {"workload.cacheable_input_tokens": 1024, "workload.input_tokens": 3000}
    cached = by_approach(ask(request(fields)))["prompt_caching"]
    assert cached.saving_usd == 3_000_000 * 1024 * Decimal("1.25") / 1_000_000
    assert cached.quality_ceiling == "same as prompting"


def test_batch_is_listed_and_said_to_apply_only_to_what_can_wait(ask: Ask) -> None:
    impatient = by_approach(ask(request()))["batch"]
    patient = by_approach(ask(request({"workload.latency_tolerant": True})))["batch"]
    assert (impatient.applicable, patient.applicable) == (False, True)
    assert impatient.monthly_usd == patient.monthly_usd == 5250
    assert {each.approach for each in ask(request(LONG)).alternatives if not each.applicable} == {"batch"}
    assert impatient.note == "only where answers may take 24 hours (workload.latency_tolerant)"


def test_what_is_batched_already_is_no_alternative_and_everything_is_priced_in_batches(ask: Ask) -> None:
    answer = ask(request({"workload.batch": True}))
    assert "batch" not in by_approach(answer)
    assert answer.monthly.current_usd == 5250
    assert answer.per_call.fine_tuned_usd == Decimal("0.00021")


def test_a_fine_tunes_batch_price_is_the_stored_one_and_not_half(ask: Ask) -> None:
    answer = ask(request({"workload.batch": True, "candidate.model": "gpt-4o", "current.model": "gpt-4o"}))
    assert answer.per_call.fine_tuned_usd == (1000 * Decimal("2.225") + 100 * Decimal("12.5")) / 1_000_000


def test_a_cached_prompt_of_today_is_priced_so_and_so_are_the_cheaper_models(ask: Ask) -> None:
    answer = ask(request(LONG | {"current.prompt_caching": True}))
    assert answer.per_call.current_usd == Decimal("0.00498")
    mini = next(each for each in answer.alternatives if each.model == "gpt-4o-mini-2024-07-18")
    fine_tuned, cheaper = (
        each
        for each in answer.alternatives
        if each.model == mini.model and each.approach in {"fine_tuning", "cheaper_model"}
    )
    usd = {each.approach: each.usd_per_call for each in (fine_tuned, cheaper)}
    assert usd == {"cheaper_model": Decimal("0.0002988"), "fine_tuning": Decimal("0.00102")}


def test_a_missed_cache_is_written_again_where_writing_is_sold(ask: Ask) -> None:
    fields = LONG | {"current.model": "gpt-6-luna", "workload.cache_hit_rate": 0.5, "current.prompt_caching": True}
    names = [line.name for line in ask(request(fields)).monthly.current_lines]
    assert names[1:3] == [
        "today's gpt-6-luna: cached input tokens",
        "today's gpt-6-luna: input tokens written to the cache",
    ]


def test_cheaper_models_are_base_models_of_the_same_kind_that_take_the_prompt(ask: Ask) -> None:
    def cheaper(**fields: object) -> set[str]:
        body = request({path.replace("__", "."): value for path, value in fields.items()})
        return {each.model for each in ask(body).alternatives if each.approach == "cheaper_model"}

    assert "gpt-6-luna" in cheaper()
    assert not {"gpt-6-luna", "gpt-4o-mini-2024-07-18", "gpt-5-mini"} & cheaper(current__model="gpt-6-luna")
    assert "babbage-002" not in cheaper(as_of="2026-06-01")
    assert cheaper(current__model="davinci-002", as_of="2026-06-01") == {"babbage-002"}
    large: dict[str, object] = {"current__model": "gpt-4.1", "candidate__input_tokens": 1000}
    assert "gpt-4o-mini-2024-07-18" in cheaper(**large, workload__input_tokens=128_000)
    assert "gpt-4o-mini-2024-07-18" not in cheaper(**large, workload__input_tokens=128_001)
    assert "gpt-3.5-turbo-0125" not in cheaper(as_of="2026-06-01")  # not worth trying any more
    assert "gpt-4o-2024-08-06" not in cheaper()


def test_a_fine_tune_of_today_has_its_own_base_model_as_a_cheaper_one(ask: Ask) -> None:
    answer = ask(request({"current.model": "ft:gpt-4o-2024-08-06:acme:support:abc123"}))
    assert answer.per_call.current_usd == Decimal("0.00525")
    assert "gpt-4o-2024-08-06" in {each.model for each in answer.alternatives if each.approach == "cheaper_model"}


def test_models_that_bill_their_thinking_and_those_that_end_say_so(ask: Ask) -> None:
    notes = {each.model: each.note for each in ask(request()).alternatives if each.approach == "cheaper_model"}
    assert notes["gpt-6-luna"] == "bills reasoning tokens as output, on top of the answer's"
    assert notes["gpt-4o-mini-2024-07-18"] == "shut down on 2027-01-14"
    assert notes["gpt-5-nano"] == "bills reasoning tokens as output, on top of the answer's; shut down on 2026-12-11"


def test_few_shot_carries_five_examples_and_is_left_out_where_they_do_not_fit(ask: Ask) -> None:
    few_shot = by_approach(ask(request()))["few_shot_prompting"]
    assert few_shot.note == "5 examples of 500 tokens more in each prompt"
    assert few_shot.usd_per_call == Decimal("0.0035") + 2500 * Decimal("2.5") / 1_000_000
    at_most = request({"workload.input_tokens": 125_500, "candidate.input_tokens": 100})
    assert "few_shot_prompting" in by_approach(ask(at_most))
    too_long = request({"workload.input_tokens": 125_501, "candidate.input_tokens": 100})
    assert "few_shot_prompting" not in by_approach(ask(too_long))


def test_an_own_gpu_is_rented_for_training_and_then_always(ask: Ask) -> None:
    lora = by_approach(ask(request()))["self_hosted_lora"]
    assert lora.model == "7B-8B open model on aws.g5.xlarge"
    assert lora.monthly_usd == 720 * Decimal("1.006")
    assert lora.upfront_usd == Decimal("1.006") * Decimal("1.5") * 4
    assert lora.usd_per_call is None


def test_fine_tuning_stands_among_the_others_at_what_the_answer_says_it_costs(ask: Ask) -> None:
    answer = ask(request())
    tuned = by_approach(answer)["fine_tuning"]
    assert answer.one_time.total_usd is not None
    assert tuned.upfront_usd == answer.one_time.total_usd.expected - 3500
    assert tuned.monthly_usd == answer.monthly.fine_tuned_usd
    assert tuned.total_usd == answer.one_time.total_usd.expected + 12 * tuned.monthly_usd


@pytest.mark.parametrize("horizon", [1, 12, 120])
def test_the_horizon_is_as_long_as_asked(ask: Ask, horizon: int) -> None:
    answer = ask(request({"horizon_months": horizon}))
    assert answer.horizon.months == horizon
    assert all(len(each.usd_by_month) == horizon + 1 for each in answer.horizon.cumulative)


def test_what_must_be_beaten_is_beaten_over_the_horizon_that_was_asked_for(ask: Ask) -> None:
    # A little cheaper each month than the cached prompt: too little for a short horizon.
    fields = LONG | {"current.model": "gpt-4o", "workload.calls_per_month": 250_000, "engineering.hours": 100}
    outcomes = [
        next(
            rule.outcome
            for rule in ask(request(fields | {"horizon_months": months})).rules
            if rule.id == "beats-alternatives"
        )
        for months in (1, 10, 11, 24)
    ]
    assert outcomes == sorted(outcomes), "fail before pass: a longer horizon only helps"
    assert outcomes[0] != outcomes[-1]
