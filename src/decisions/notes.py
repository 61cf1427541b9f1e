"""What an answer warns of, and where its figures come from."""

from collections.abc import Iterator
from datetime import date

from costs.quantities import MILLION
from decisions.costing import Costs
from decisions.gather import Gathered
from ratebook.history import in_force
from ratebook.models import OpenTo, Provider
from ratebook.prices import TokenPrices
from ratebook.self_hosting import SELF_HOSTED, SPOT
from ratebook.sourced import Event, Sourced
from rules.wording import months as in_months
from rules.wording import number, usd

_PROMOTED_QUALITY = "today's quality already meets the target: there is no quality gap to close, only cost"

_SECONDS_PER_HOUR = 3600


def warn_of_prices_and_dates(gathered: Gathered) -> None:
    """Prices that nobody confirmed, models that are shut down, and what was taken to be so of the organisation."""
    notes, request = gathered.notes, gathered.request
    _warn_of_hosting(gathered)
    _warn_of_other_gpus(gathered)
    for what, _, figure in _figures(gathered):
        if not figure.confirmed:
            notes.warn(f"{what} is not confirmed{': ' + figure.note if figure.note else ''}")
        elif isinstance(figure, TokenPrices) and figure.unconfirmed:
            notes.warn(f"not confirmed by a second source, of {what}: {', '.join(figure.unconfirmed)}")
    retires = _retires(gathered)
    if retires is not None:
        verb = "is" if retires > gathered.as_of else "was"
        notes.warn(
            f"{gathered.today.model_id}, today's model, {verb} shut down on {retires}: you have to move in any case"
        )
    availability = in_force(gathered.provider.availability, gathered.as_of)
    organization = request.organization
    if (
        availability is not None
        and availability.open_to == OpenTo.RECENT_INFERENCE
        and organization.has_fine_tuned_before
        and organization.fine_tuned_inference_in_last_60_days is None
    ):
        notes.warn(
            f"{gathered.provider.title} trains only for organisations with fine-tuned inference in the last 60 days; "
            "taken to be so: answer organization.fine_tuned_inference_in_last_60_days"
        )
    readiness = request.readiness
    if (
        readiness.current_quality is not None
        and readiness.target_quality is not None
        and readiness.current_quality >= readiness.target_quality
    ):
        notes.warn(_PROMOTED_QUALITY)


def _warn_of_hosting(gathered: Gathered) -> None:
    hosting, notes, provider = gathered.hosting, gathered.notes, gathered.provider
    if hosting.price is None and hosting.usd_per_unit_hour is None:
        notes.warn(
            f"no price of hosting a fine-tuned {gathered.candidate.model_id} at {provider.title} is known, and none is "
            "counted: send candidate.hosting.usd_per_unit_hour where it bills one"
        )
    elif not hosting.production:
        why = f": {hosting.price.note}" if hosting.price and hosting.price.note else ""
        notes.warn(f"{gathered.offer.name or provider.title} hosting is not kept up for production{why}")


def _warn_of_other_gpus(gathered: Gathered) -> None:
    """A self-hosted model that is served by another GPU than the one that its recipe trains on."""
    rented, option = gathered.table.self_hosted, gathered.hosting.option
    recipe = in_force(rented.recipes.get(gathered.candidate.model_id, ()), gathered.as_of)
    if gathered.candidate.provider != SELF_HOSTED or recipe is None or option is None:
        return
    instance = rented.instances[option.removesuffix(SPOT)]
    if instance.gpu != recipe.gpu:
        gathered.notes.warn(
            f"the recipe is for {recipe.gpu} and {option} has {instance.gpu}: "
            f"check that a model of {recipe.model_size} fits its memory"
        )


def warn_of_hardware(gathered: Gathered, costs: Costs) -> None:
    """What hardware that is billed by the hour comes to by the token at this volume, and how fast it has to be."""
    calls, tuned = gathered.calls, costs.fine_tuned
    tokens = calls.per_month.expected * (calls.after_input_tokens + calls.after_output_tokens)
    seconds = gathered.hosting.hours_per_month * _SECONDS_PER_HOUR
    if gathered.hosting.bills_tokens or tuned is None or not tokens or not seconds:
        return
    per_million = usd(tuned.hosting.expected * MILLION / tokens)
    gathered.notes.warn(
        f"the hardware is billed whether it is used or not: at this volume {per_million} for a million tokens, at "
        f"{number(tokens / seconds)} tokens a second; measure that it carries your peak"
    )


def _retires(gathered: Gathered) -> date | None:
    """The day within the horizon on which today's model is shut down."""
    model = gathered.today.model
    event: Event | None = model.fine_tunes_retire_on if gathered.today.fine_tuned else model.retires_on
    if event is None:
        return None
    days = (event.date - gathered.as_of).days
    return event.date if days <= gathered.horizon_months * gathered.thresholds.days_per_month else None


def warn_of_ranges(gathered: Gathered, costs: Costs) -> None:
    """A verdict that holds at the expected point and not over the whole range."""
    if costs.fine_tuned is None:
        return
    if not costs.fine_tuned.one_time.expected:
        gathered.notes.warn(
            "nothing is counted once, but evaluating a fine-tune and keeping it good cost hours: "
            "see engineering.hours and retraining"
        )
    months, limit = costs.fine_tuned.payback, gathered.thresholds.payback_limit_months
    within = [point is not None and point <= limit for point in (months.low, months.expected, months.high)]
    if any(within) and not all(within):
        spread = f"{in_months(months.low)} to {in_months(months.high)}"
        notes = gathered.notes
        notes.warn(f"payback is from {spread}, on both sides of the limit of {in_months(limit)}: narrow the ranges")


def _figures(gathered: Gathered) -> Iterator[tuple[str, Provider, Sourced]]:
    """The figures of the rate table that the answer rests on, each with the provider whose file has it."""
    today, tuned, provider = gathered.today, gathered.fine_tuned, gathered.provider
    candidate = gathered.candidate.model_id
    if today.entry is not None:
        yield f"the price of {today.model_id}", gathered.table.providers[today.provider], today.entry
    if tuned is not None and tuned.entry is not None:
        yield f"the price of fine-tuned {candidate}", provider, tuned.entry
    if gathered.training.price is not None:
        yield f"the price of training {candidate}", provider, gathered.training.price
    if gathered.hosting.price is not None and gathered.hosting.usd_per_unit_hour is None:
        yield f"the price of hosting and storage at {provider.title}", provider, gathered.hosting.price
    retires_on = gathered.candidate_model.fine_tunes_retire_on
    if retires_on is not None:
        yield f"the day on which fine-tunes of {candidate} are shut down", provider, retires_on


def sources_of(gathered: Gathered) -> tuple[str, ...]:
    """Where the figures come from, each once: prices, dates and policy."""
    figures = (str(provider.sources[figure.source]) for _, provider, figure in _figures(gathered))
    return tuple(dict.fromkeys((*figures, *gathered.on_day.policy_sources)))
