"""The prices of rates/openai.yaml against a second copy, typed from OpenAI's price list and deprecation page.

A blank is a price that is not sold. Batch prices of fine-tunes are as published: not all are half.
"""

from datetime import date
from decimal import Decimal

import pytest

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
gpt-5.4-mini              0.75  0.075   4.50   0.375  2.25
gpt-5.4-nano              0.20  0.02    1.25   0.10   0.625
gpt-5.6-luna              0.20  0.02    1.20   0.10   0.60
gpt-5.6-terra             2.00  0.20   12.00   1.00   6.00
gpt-5.6-sol               4.00  0.40   20.00   2.00  10.00
gpt-6-luna                0.10  0.01    0.50   0.05   0.25
gpt-6-sol                 2.00  0.20   10.00   1.00   5.00
"""

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
def models(table):
    return table.providers["openai"].models


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


def test_every_priced_model_of_the_file_is_in_these_tables(models):
    assert {id for id, model in models.items() if model.fine_tuned} == {row[0] for row in _rows(FINE_TUNED)}
    assert {id for id, model in models.items() if model.base} == {row[0] for row in _rows(BASE)}


@pytest.mark.parametrize("row", _rows(RETIREMENTS), ids=lambda row: row[0])
def test_models_are_shut_down_on_the_announced_days(models, row):
    model = models[row[0]]
    found = [event and event.date for event in (model.retires_on, model.fine_tunes_retire_on)]
    assert found == [None if text == "-" else date.fromisoformat(text) for text in row[1:]]


def test_the_first_generation_is_known_and_has_no_price(models):
    for id in ("ada", "babbage", "curie", "davinci"):
        assert models[id].fine_tunes_retire_on.date == date(2024, 1, 4)
        assert (models[id].base, models[id].fine_tuned, models[id].training) == ((), (), {})


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
