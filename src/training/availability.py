"""Whether a training job can be created on a day, since when, until when, and what there is in its place."""

from datetime import date

from ratebook.history import in_force, never_trained, successor, training_closes_on
from ratebook.models import Model, OpenTo, Provider
from training.answer import TrainingAvailability

_WHO = {
    OpenTo.EVERYONE: "everyone",
    OpenTo.HAS_FINE_TUNED: "organizations that have fine-tuned before",
    OpenTo.RECENT_INFERENCE: "organizations with recent calls to a fine-tuned model",
    OpenTo.NOBODY: "nobody",
}


def availability(provider: Provider, model: Model, on: date, *, offered: bool | None) -> TrainingAvailability:
    """Who may train `model` at `provider` on the day, by the provider's dates and the model's.

    `offered`: whether the provider trains it by that method at all; `None` where the model is not known.
    """
    entry = in_force(provider.availability, on)
    closes_on, instead_of_it = training_closes_on(provider, model), successor(provider, on)
    never = never_trained(provider, on)
    if never or (closes_on is not None and closes_on <= on):
        since = None if never else closes_on
        closed = f"{provider.title} takes no training jobs" if never else f"closed since {since}"
        return TrainingAvailability(
            status="closed",
            open_to=OpenTo.NOBODY,
            since=since,
            closes_on=since,
            successor=instead_of_it,
            text=closed + (f"; in its place: {instead_of_it}" if instead_of_it else ""),
        )
    if offered is False:
        return TrainingAvailability(
            status="not_offered",
            open_to=None,
            since=None,
            closes_on=None,
            successor=instead_of_it,
            text=f"{provider.title} is not known to train this model by this method",
        )
    until = f", until {closes_on}" if closes_on else ""
    if entry is None:
        return TrainingAvailability(
            status="unknown",
            open_to=None,
            since=None,
            closes_on=closes_on,
            successor=instead_of_it,
            text=f"who may create such a job is not known{until}",
        )
    return TrainingAvailability(
        status="open" if entry.open_to is OpenTo.EVERYONE else "limited",
        open_to=entry.open_to,
        since=entry.effective_from,
        closes_on=closes_on,
        successor=instead_of_it,
        text=f"open to {_WHO[entry.open_to]} since {entry.effective_from}{until}",
    )


RENTED = TrainingAvailability(
    status="open",
    open_to=OpenTo.EVERYONE,
    since=None,
    closes_on=None,
    successor=None,
    text="GPUs that one rents train any model whose weights are open",
)
