"""For each rule by its id, requests that pass it, fail it and leave it unknown."""

from datetime import date
from decimal import Decimal

from rules.catalogue import CATALOGUE
from rules.facts import Facts
from rules.outcomes import Outcome
from tests.rules.building import batch, caching, economics, facts

RULES = {rule.id: rule for rule in CATALOGUE}

HAS_FINE_TUNED = {"open_to": "organizations_that_have_fine_tuned"}
RECENT = {"open_to": "organizations_with_recent_fine_tuned_inference"}
UNPRICED = facts(economics=None, unpriced_because="no price of training gpt-6-luna by sft is known")

type Cases = dict[str, Facts]

TRAINING_AVAILABLE: dict[Outcome, Cases] = {
    Outcome.PASS: {
        "it is open to everyone": facts(),
        "it closes tomorrow": facts(as_of=date(2027, 1, 5)),
        "it never closes": facts(offer={"closes_on": None}),
        "the organisation has fine-tuned": facts(offer=HAS_FINE_TUNED, has_fine_tuned_before=True),
        "the organisation has recent inference": facts(
            offer=RECENT, has_fine_tuned_before=True, recent_fine_tuned_inference=True
        ),
        "recent inference is taken to be so": facts(offer=RECENT, has_fine_tuned_before=True),
        "recent inference says that it has fine-tuned": facts(offer=RECENT, recent_fine_tuned_inference=True),
    },
    Outcome.FAIL: {
        "it is not offered": facts(offer={"offered": False, "open_to": None}),
        "it closes today": facts(as_of=date(2027, 1, 6)),
        "the organisation never fine-tuned": facts(offer=HAS_FINE_TUNED, has_fine_tuned_before=False),
        "the organisation has no recent inference": facts(
            offer=RECENT, has_fine_tuned_before=True, recent_fine_tuned_inference=False
        ),
        "no recent inference, whatever was before": facts(offer=RECENT, recent_fine_tuned_inference=False),
        "neither before nor recently": facts(
            offer=RECENT, has_fine_tuned_before=False, recent_fine_tuned_inference=False
        ),
    },
    Outcome.UNKNOWN: {
        "it was not said whether the organisation has fine-tuned": facts(offer=HAS_FINE_TUNED),
        "nor with recent inference as the condition": facts(offer=RECENT),
    },
}

CHEAPER = ("gpt-6-luna", "gpt-5-nano")

ECONOMIC_UNKNOWN: Cases = {"a price is not known": UNPRICED}

CASES: dict[str, dict[Outcome, Cases]] = {
    "training-available": TRAINING_AVAILABLE,
    "prompting-first": {
        Outcome.PASS: {"optimised": facts()},
        Outcome.FAIL: {"not optimised": facts(prompts_optimized=False)},
        Outcome.UNKNOWN: {"not said": facts(prompts_optimized=None)},
    },
    "cheaper-model-first": {
        Outcome.PASS: {
            "one was tried": facts(cheaper_models_untried=CHEAPER),
            "there is none": facts(cheaper_model_tried=None),
            "all were tried, by name": facts(cheaper_model_tried=None, models_tried=CHEAPER),
            "said no, and there is none": facts(cheaper_model_tried=False),
        },
        Outcome.FAIL: {
            "said no": facts(cheaper_model_tried=False, cheaper_models_untried=CHEAPER),
            "tried by name, but not all": facts(
                cheaper_model_tried=None, models_tried=CHEAPER[:1], cheaper_models_untried=CHEAPER[1:]
            ),
        },
        Outcome.UNKNOWN: {"not said": facts(cheaper_model_tried=None, cheaper_models_untried=CHEAPER)},
    },
    "quality-gap-measured": {
        Outcome.PASS: {
            "said so": facts(),
            "both qualities are given": facts(
                quality_gap_measured=None, current_quality=Decimal("0.92"), target_quality=Decimal("0.95")
            ),
        },
        Outcome.FAIL: {
            "said not": facts(quality_gap_measured=False),
            "said not, whatever is given": facts(
                quality_gap_measured=False, current_quality=Decimal("0.92"), target_quality=Decimal("0.95")
            ),
        },
        Outcome.UNKNOWN: {
            "not said": facts(quality_gap_measured=None),
            "one quality is not a gap": facts(quality_gap_measured=None, current_quality=Decimal("0.92")),
            "nor is the other": facts(quality_gap_measured=None, target_quality=Decimal("0.95")),
        },
    },
    "enough-examples": {
        Outcome.PASS: {
            "200 for classification": facts(examples=200),
            "500 for generation": facts(task="generation", examples=500),
            "as many as the provider wants": facts(offer={"minimum_examples": 1000}),
        },
        Outcome.FAIL: {
            "199 for classification": facts(examples=199),
            "499 for generation": facts(task="generation", examples=499),
            "200 for generation": facts(task="generation", examples=200),
            "none": facts(examples=0),
            "fewer than the provider wants": facts(offer={"minimum_examples": 1001}),
        },
        Outcome.UNKNOWN: {"not said": facts(examples=None)},
    },
    "beats-alternatives": {
        Outcome.PASS: {
            "there are none": facts(),
            "caching costs a dollar a month more": facts(economics=economics(alternatives=(caching(560),))),
            "caching in full would still cost more": facts(
                economics=economics(alternatives=(caching(2000, assumed=True),))
            ),
        },
        Outcome.FAIL: {
            "caching costs less": facts(economics=economics(alternatives=(caching(400),))),
            "caching costs the same each month": facts(economics=economics(alternatives=(caching(500, 10_000),))),
            "caching costs less to start": facts(economics=economics(alternatives=(caching(501),))),
            "batch costs less": facts(economics=economics(alternatives=(batch(400),))),
            "batch costs less and caching might": facts(
                economics=economics(alternatives=(caching(400, assumed=True), batch(450)))
            ),
        },
        Outcome.UNKNOWN: ECONOMIC_UNKNOWN
        | {"caching might cost less": facts(economics=economics(alternatives=(caching(400, assumed=True),)))},
    },
    "saves-per-call": {
        Outcome.PASS: {
            "a call costs less": facts(),
            "quality is worth the difference": facts(
                economics=economics(
                    fine_tuned_usd_per_call=Decimal("0.002"), quality_value_usd_per_month=Decimal("500.01")
                )
            ),
        },
        Outcome.FAIL: {
            "a call costs as much": facts(economics=economics(fine_tuned_usd_per_call=Decimal("0.0015"))),
            "a call costs more": facts(economics=economics(fine_tuned_usd_per_call=Decimal("0.002"))),
            "quality is worth just the difference": facts(
                economics=economics(fine_tuned_usd_per_call=Decimal("0.002"), quality_value_usd_per_month=Decimal(500))
            ),
            "there are no calls": facts(economics=economics(calls_per_month=Decimal(0))),
        },
        Outcome.UNKNOWN: ECONOMIC_UNKNOWN,
    },
    "payback-within-limit": {
        Outcome.PASS: {
            "repaid in a month": facts(),
            "repaid in just three": facts(economics=economics(one_time_usd=Decimal(3000))),
            "nothing to repay": facts(economics=economics(one_time_usd=Decimal(0))),
        },
        Outcome.FAIL: {
            "a cent too much": facts(economics=economics(one_time_usd=Decimal("3000.01"))),
            "never": facts(economics=economics(fixed_usd_per_month=Decimal(2000))),
            "nothing to repay and nothing saved": facts(
                economics=economics(one_time_usd=Decimal(0), fixed_usd_per_month=Decimal(1000))
            ),
        },
        Outcome.UNKNOWN: ECONOMIC_UNKNOWN,
    },
    "outlives-payback": {
        Outcome.PASS: {
            "no retirement is announced": facts(offer={"fine_tunes_retire_on": None}),
            "repaid in 30 days of 53": facts(),
            "repaid on the last day": facts(as_of=date(2026, 12, 15)),
        },
        Outcome.FAIL: {
            "a day too late": facts(as_of=date(2026, 12, 16)),
            "never": facts(economics=economics(fixed_usd_per_month=Decimal(2000))),
            "shut down today": facts(as_of=date(2027, 1, 14), economics=economics(one_time_usd=Decimal(0))),
            "shut down long ago": facts(as_of=date(2027, 6, 1)),
        },
        Outcome.UNKNOWN: ECONOMIC_UNKNOWN,
    },
}
