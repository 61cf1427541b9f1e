"""What one training run of a request is: its file, its epochs, its hours, and the price of it."""

from decimal import Decimal
from typing import NamedTuple

from costs.quantities import Range, plain
from costs.training import auto_epochs
from decisions.context import Context, span_as_range
from decisions.workload import Calls
from ratebook.history import in_force
from ratebook.names import ResolvedModel
from ratebook.offers import Offer, training_price
from ratebook.prices import TrainingPrice
from ratebook.self_hosting import SELF_HOSTED


class Training(NamedTuple):
    """What one training run is, as far as the request and the defaults say."""

    examples: int
    tokens_per_example: Range
    epochs: int
    validation_tokens: Decimal
    price: TrainingPrice | None
    hours_per_run: Range | None


def training_of_request(context: Context, candidate: ResolvedModel, offer: Offer, calls: Calls) -> Training:
    """The run, with what was left out filled in and remarked."""
    dataset, asked, notes = context.request.dataset, context.request.candidate, context.notes
    found = training_price(offer, asked.method, asked.tuning, context.as_of)
    if found is not None and asked.tuning is None and found[0] != asked.method:
        notes.assume(f"candidate.tuning: {found[0].removeprefix(f'{asked.method}_')}")
    if dataset is None:
        examples = int(context.thresholds.minimum_examples(context.request.task))
        notes.assume(f"dataset: training is priced for {examples} examples, the fewest for {context.request.task}")
    else:
        examples = dataset.examples
    tokens = dataset.tokens_per_example if dataset else None
    if tokens is None:
        per_call = calls.after_input_tokens + calls.after_output_tokens
        tokens = Range.of(per_call)
        notes.assume(f"dataset.tokens_per_example: {plain(per_call)}, the tokens of a fine-tuned call")
    chosen = dataset.epochs if dataset else "auto"
    epochs = epochs_for(chosen, examples)
    if chosen == "auto":
        notes.assume(f'dataset.epochs: {epochs}, which "auto" is reckoned to choose for {examples} examples')
    return Training(
        examples=examples,
        tokens_per_example=tokens,
        epochs=epochs,
        validation_tokens=(dataset.validation_tokens if dataset else None) or Decimal(0),
        price=found[1] if found else None,
        hours_per_run=_hours_per_run(context, candidate, examples),
    )


def _hours_per_run(context: Context, candidate: ResolvedModel, examples: int) -> Range | None:
    """Hours of one run as stated, or as the recipe of the self-hosted model gives them."""
    stated = context.request.experiments.hours_per_run
    if stated is not None or candidate.provider != SELF_HOSTED:
        return stated
    recipe = in_force(context.table.self_hosted.recipes[candidate.model_id], context.as_of)
    if recipe is None:
        return None
    hours = span_as_range(recipe.hours_per_1000_examples).scaled(Decimal(examples) / 1000)
    context.notes.assume(f"experiments.hours_per_run: {plain(hours.low)} to {plain(hours.high)}, by the recipe")
    return hours


def epochs_for(chosen: int | str, examples: int) -> int:
    """The epochs as chosen, or as "auto" is reckoned to choose them; one for an empty file."""
    return chosen if isinstance(chosen, int) else auto_epochs(max(1, examples))
