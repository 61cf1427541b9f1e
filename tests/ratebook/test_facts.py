"""The prices of rates/openai.yaml against a second copy, typed from OpenAI's price list and deprecation page.

Those of the other providers are in `test_every_fact`. A blank is a price that is not sold. Batch prices of fine-tunes
are as published: not all are half.
"""

from datetime import date
from decimal import Decimal

import pytest

from publishing.authoring import load_provider
from ratebook.history import in_force

ON = date(2026, 11, 22)

# model: training, then input, cached, output; batch input, batch cached, batch output
FINE_TUNED = """
gpt-4.1-2025-04-14       25    3.00  0.75   12.00   1.50   0.50   6.00
gpt-4.1-mini-2025-04-14   5    0.80  0.20    3.20   0.40   0.10   1.60
gpt-4.1-nano-2025-04-14   1.5  0.20  0.05    0.80   0.10   0.025  0.40
gpt-4o-2024-08-06        25    3.75  1.875  15.00   2.225  0.90  12.50
gpt-4o-mini-2024-07-18    3    0.30  0.15    1.20   0.15   0.075  0.60
gpt-3.5-turbo-0125        8    3.00  -       6.00   1.50   -      3.00
gpt-3.5-turbo-1106        8    3.00  -       6.00   1.50   -      3.00
gpt-3.5-turbo-0613        -    3.00  -       6.00   1.50   -      3.00
davinci-002               6   12.00  -      12.00   6.00   -      6.00
babbage-002               0.4  1.60  -       1.60   0.80   -      0.90
o4-mini-2025-04-16      100    4.00  1.00   16.00   2.00   0.50   8.00
"""

# model: input, cached, output; batch input, batch output
BASE = """
gpt-4o-2024-08-06         2.50  1.25   10.00   1.25   5.00
gpt-4o-2024-11-20         2.50  1.25   10.00   1.25   5.00
gpt-4o-2024-05-13         5.00  -      15.00   2.50   7.50
gpt-4o-mini-2024-07-18    0.15  0.075   0.60   0.075  0.30
gpt-4.1-2025-04-14        2.00  0.50    8.00   1.00   4.00
gpt-4.1-mini-2025-04-14   0.40  0.10    1.60   0.20   0.80
gpt-4.1-nano-2025-04-14   0.10  0.025   0.40   0.05   0.20
o4-mini-2025-04-16        1.10  0.275   4.40   0.55   2.20
gpt-3.5-turbo-0125        0.50  -       1.50   0.25   0.75
gpt-3.5-turbo-1106        1.00  -       2.00   1.00   2.00
davinci-002               2.00  -       2.00   1.00   1.00
babbage-002               0.40  -       0.40   0.20   0.20
gpt-5                     1.25  0.125  10.00   0.625  5.00
gpt-5-mini                0.25  0.025   2.00   0.125  1.00
gpt-5-nano                0.05  0.005   0.40   0.025  0.20
gpt-5.4                   2.50  0.25   15.00   1.25   7.50
gpt-5.4-pro              30.00  -     180.00  15.00  90.00
gpt-5.4-mini              0.75  0.075   4.50   0.375  2.25
gpt-5.4-nano              0.20  0.02    1.25   0.10   0.625
gpt-5.6-luna              0.20  0.02    1.20   0.10   0.60
gpt-5.6-terra             2.00  0.20   12.00   1.00   6.00
gpt-5.6-sol               4.00  0.40   20.00   2.00  10.00
gpt-6-luna                0.10  0.01    0.50   0.05   0.25
gpt-6-sol                 2.00  0.20   10.00   1.00   5.00
o3-2025-04-16             2.00  0.50    8.00   1.00   4.00
o3-mini-2025-01-31        1.10  0.55    4.40   0.55   2.20
o1-2024-12-17            15.00  7.50   60.00   7.50  30.00
o1-mini-2024-09-12        1.10  0.55    4.40   -      -
"""

# model: the prices of calls with more than 272,000 input tokens
LONG = """
gpt-5.4                   5.00  0.50   22.50   2.50  11.25
gpt-5.4-pro              60.00  -     270.00  30.00 135.00
gpt-5.6-luna              0.40  0.04    1.80   0.20   0.90
gpt-5.6-terra             4.00  0.40   18.00   2.00   9.00
gpt-5.6-sol               8.00  0.80   30.00   4.00  15.00
gpt-6-luna                0.20  0.02    0.75   0.10   0.375
gpt-6-sol                 4.00  0.40   15.00   2.00   7.50
"""

# model: what a token of its fine-tunes cost until 2024-01-04
FIRST_GENERATION = {"ada": "1.6", "babbage": "2.4", "curie": "12", "davinci": "120"}

# model: the base model's last day, its fine-tunes' last day
RETIREMENTS = """
gpt-4o-2024-08-06         2027-01-14  2027-01-14
gpt-4o-2024-11-20         2027-01-14  -
gpt-4o-mini-2024-07-18    2027-01-14  2027-01-14
gpt-4.1-2025-04-14        2027-01-14  2027-01-14
gpt-4.1-mini-2025-04-14   2027-01-14  2027-01-14
gpt-4.1-nano-2025-04-14   2026-10-23  2026-10-23
o4-mini-2025-04-16        2026-10-23  2026-10-23
gpt-3.5-turbo-0125        2026-10-23  2026-10-23
gpt-3.5-turbo-1106        2026-09-28  2026-10-23
gpt-3.5-turbo-0613        -           2026-10-23
davinci-002               2026-09-28  2026-10-23
babbage-002               2026-09-28  2026-10-23
gpt-6-luna                -           -
"""

TOKENS_PER_EXAMPLE = {
    "gpt-4o-2024-08-06": 65_536,
    "gpt-4o-mini-2024-07-18": 65_536,
    "gpt-3.5-turbo-0125": 16_385,
    "gpt-3.5-turbo-1106": 16_385,
    "gpt-3.5-turbo-0613": 4_096,
    "gpt-4.1-2025-04-14": None,
}


def _rows(table):
    return [line.split() for line in table.strip().splitlines()]


def _numbers(texts):
    return [None if text == "-" else Decimal(text) for text in texts]


@pytest.fixture(scope="module")
def models(files):
    return load_provider("openai.yaml", files["openai.yaml"]).models


def _entry(entries):
    found = in_force(entries, ON)
    assert found is not None
    return found


def _prices(entry, *kinds):
    return [getattr(entry, f"usd_per_million_{kind}_tokens") for kind in kinds]


@pytest.mark.parametrize("row", _rows(FINE_TUNED), ids=lambda row: row[0])
def test_a_fine_tunes_prices_are_the_published_ones(models, row):
    _, *expected = _numbers(row[1:])
    kinds = ("input", "cached_input", "output", "batch_input", "batch_cached_input", "batch_output")
    assert _prices(_entry(models[row[0]].fine_tuned), *kinds) == expected


@pytest.mark.parametrize("row", _rows(FINE_TUNED), ids=lambda row: row[0])
def test_training_prices_are_the_published_ones(models, row):
    training = {method: _entry(entries) for method, entries in models[row[0]].training.items()}
    [price, *_] = _numbers(row[1:])
    if price is None:
        assert training == {}
    elif row[0] == "o4-mini-2025-04-16":
        assert {method: entry.usd_per_training_hour for method, entry in training.items()} == {"rft": price}
    else:
        assert {method: entry.usd_per_million_training_tokens for method, entry in training.items()} == {"sft": price}


@pytest.mark.parametrize("row", _rows(BASE), ids=lambda row: row[0])
def test_a_base_models_prices_are_the_published_ones(models, row):
    kinds = ("input", "cached_input", "output", "batch_input", "batch_output")
    assert _prices(_entry(models[row[0]].base), *kinds) == _numbers(row[1:])


@pytest.mark.parametrize("row", _rows(LONG), ids=lambda row: row[0])
def test_a_long_input_has_prices_of_its_own(models, row):
    kinds = ("input", "cached_input", "output", "batch_input", "batch_output")
    long = _entry(models[row[0]].base).long_context
    assert (long.above_input_tokens, _prices(long, *kinds)) == (272_000, _numbers(row[1:]))
    assert models[row[0]].limits.input_tokens_per_call > long.above_input_tokens


def test_every_priced_model_of_the_file_is_in_these_tables(models):
    tuned = {row[0] for row in _rows(FINE_TUNED)} | set(FIRST_GENERATION)
    assert {id for id, model in models.items() if model.fine_tuned} == tuned
    assert {id for id, model in models.items() if model.base} == {row[0] for row in _rows(BASE)}
    assert {id for id, m in models.items() if m.base and m.base[-1].long_context} == {row[0] for row in _rows(LONG)}


@pytest.mark.parametrize(("on", "usd"), [(date(2025, 6, 9), [10, 40]), (date(2025, 6, 10), [2, 8])])
def test_o3_became_cheaper_on_the_tenth_of_june(models, on, usd):
    assert _prices(in_force(models["o3-2025-04-16"].base, on), "input", "output") == usd


def test_sharing_data_halves_what_calls_of_a_fine_tuned_o4_mini_cost(models):
    shared, own = models["o4-mini-2025-04-16"].tiers["data-sharing"], models["o4-mini-2025-04-16"]
    kinds = ("input", "cached_input", "output", "batch_input", "batch_cached_input", "batch_output")
    assert _prices(_entry(shared.fine_tuned), *kinds) == [Decimal(x) for x in ("2", "0.5", "8", "1", "0.25", "4")]
    assert shared.training["rft"] == own.training["rft"]


@pytest.mark.parametrize("row", _rows(RETIREMENTS), ids=lambda row: row[0])
def test_models_are_shut_down_on_the_announced_days(models, row):
    model = models[row[0]]
    found = [event and event.date for event in (model.retires_on, model.fine_tunes_retire_on)]
    assert found == [None if text == "-" else date.fromisoformat(text) for text in row[1:]]


@pytest.mark.parametrize(("id", "usd"), FIRST_GENERATION.items())
def test_the_first_generation_is_shut_and_what_its_fine_tunes_cost_is_not_confirmed(models, id, usd):
    assert models[id].fine_tunes_retire_on.date == models[id].retires_on.date == date(2024, 1, 4)
    (entry,) = models[id].fine_tuned
    assert (_prices(entry, "input", "output"), entry.confirmed) == ([Decimal(usd)] * 2, False)
    assert (models[id].base, models[id].training) == ((), {})


def test_openai_takes_ten_examples_and_bills_no_validation(models):
    for model in (model for model in models.values() if model.training):
        assert model.limits.minimum_examples == 10
        assert not any(entry.bills_validation_tokens for entries in model.training.values() for entry in entries)


@pytest.mark.parametrize(("id", "tokens"), TOKENS_PER_EXAMPLE.items())
def test_longer_examples_are_cut_where_the_guide_says(models, id, tokens):
    assert models[id].limits.training_tokens_per_example == tokens


def test_prompts_are_cached_from_1024_tokens_in_steps_of_128(models):
    rules = {(each.minimum_tokens, each.step_tokens) for m in models.values() if (each := m.prompt_caching)}
    assert rules == {(1024, 128)}
    priced_cached = {id for id, m in models.items() if m.base and m.base[-1].usd_per_million_cached_input_tokens}
    assert priced_cached == {id for id, m in models.items() if m.prompt_caching}


def test_what_one_source_alone_says_is_marked_so(models):
    assert not _entry(models["gpt-6-sol"].base).confirmed
    assert _entry(models["gpt-6-luna"].base).confirmed
    assert "usd_per_million_batch_input_tokens" in _entry(models["gpt-6-luna"].base).unconfirmed
