"""What the rules about readiness say, each sentence from what the rule saw."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from rules.facts import TrainingOffer
from rules.wording import day, number

_NAMED_MODELS = 5


def trains(offer: TrainingOffer, on: date) -> str:
    """What training has to be had."""
    return f"{offer.provider} trains {offer.model} by {offer.method} for this organisation on {day(on)}"


def trains_until(offer: TrainingOffer) -> str:
    """What training is to be had, and until when."""
    until = f" until {day(offer.closes_on)}" if offer.closes_on else ""
    return f"{offer.provider} trains {offer.model} by {offer.method}{until}"


def takes_no_jobs(offer: TrainingOffer) -> str:
    """That the provider trains nothing any more."""
    since = f" since {day(offer.closes_on)}" if offer.closes_on else ""
    return f"{offer.provider} takes no training jobs{since}{_in_its_place(offer)}"


def not_trained(offer: TrainingOffer) -> str:
    """That the provider does not train this model so."""
    return f"{offer.provider} does not train {offer.model} by {offer.method}, or no price of it is known"


def training_closed(offer: TrainingOffer, closed_on: date) -> str:
    """That the provider trained this model once."""
    return f"training of {offer.model} closed on {day(closed_on)}{_in_its_place(offer)}"


def _in_its_place(offer: TrainingOffer) -> str:
    return f"; the provider offers {offer.successor} in its place" if offer.successor else ""


def last_day(last: str) -> str:
    """Until when it was trained."""
    return f"{last} was the last day on which it could be trained"


def only_with_recent_inference(offer: TrainingOffer) -> str:
    """Whom the provider trains for, where that is who called a fine-tune lately."""
    return f"{offer.provider} trains only for organisations with fine-tuned inference in the last 60 days"


def only_with_history(offer: TrainingOffer, yours: str) -> str:
    """Whom the provider trains for, where that is who has fine-tuned, and what is known of this organisation."""
    return f"{offer.provider} trains only for organisations that have fine-tuned before{yours}"


def has_history(offer: TrainingOffer) -> str:
    """Asks whether this organisation has fine-tuned."""
    return f"Has your organisation fine-tuned a model at {offer.provider} before?"


def untried(said: str, models: Sequence[str]) -> str:
    """A sentence that ends with the cheaper models that were not tried, the first of them by name."""
    more = f" and {len(models) - _NAMED_MODELS} more" if len(models) > _NAMED_MODELS else ""
    return said.format(f"{', '.join(models[:_NAMED_MODELS])}{more}")


def measured(current: Decimal, target: Decimal) -> str:
    """Both qualities and what is between them."""
    gap = f"{number((target - current) * 100)} points apart" if target > current else "the target is met already"
    return f"measured: {number(current, 4)} now, {number(target, 4)} needed, {gap}"


def examples_for(needed: int, task: str, offer: TrainingOffer) -> str:
    """How many examples the task takes, and the provider."""
    least = f" ({offer.provider} itself takes {offer.minimum_examples} or more)" if offer.minimum_examples else ""
    return f"at least {number(needed)} examples for {task}{least}"


def examples(count: int) -> str:
    """How many examples there are."""
    return f"{number(count)} examples"


def at_least_examples(needed: int) -> str:
    """How many there would have to be."""
    return f"at least {number(needed)} examples"


def too_few_examples(count: int, needed: int, task: str, rarely_helps_below: Decimal) -> str:
    """How many examples are missing, and whether they are too few to move a model."""
    said = f"{number(count)} examples: {number(needed - count)} more for {task}"
    if count >= rarely_helps_below:
        return said
    return (
        f"{said}; below {number(rarely_helps_below)} a fine-tune barely moves the model, "
        "so improve the prompts meanwhile"
    )
