"""Lays what was imported from the open price tables under what was checked by hand: the hand wins, field by field."""

from ratebook.models import Model, Provider, Tier
from shapes.shape import Shape

_NEVER_FILLED = frozenset({"aliases", "compared", "tiers", "interface", "bills_reasoning"})
"""What a checked model says by saying nothing, since its default is an answer; and what is joined, not filled."""


def with_imported(checked: Provider | None, imported: Provider) -> Provider:
    """One provider of both. A model that both have keeps all that its checked entry says.

    A model is the same where its id is wholly one of the checked model's names. What the hand has withdrawn stays so,
    and what concerns the provider as a whole is the hand's.
    """
    if checked is None:
        return imported
    models = dict(checked.models)
    taken = set(checked.names)
    # A checked model is completed by the imported one of its own id before that of one of its aliases.
    for id, model in sorted(imported.models.items(), key=lambda item: item[0] not in checked.models):
        if id in checked.withdrawn:
            continue
        aliases = tuple(alias for alias in model.aliases if alias not in taken)
        known = checked.names.get(id)
        if known is not None:
            models[known] = _completed(models[known], model, aliases)
        else:
            models[id] = model.model_copy(update={"aliases": aliases}) if model.aliases else model
        taken.update((id, *aliases))
    merged = checked.model_copy(update={"models": models, "sources": imported.sources | checked.sources})
    return Provider.model_validate(merged.model_dump(exclude_unset=True))


def _completed(checked: Model, imported: Model, aliases: tuple[str, ...]) -> Model:
    """The checked model with what only the import knows."""
    completed = _filled(checked, imported)
    tiers = {tier: _filled(checked.tiers.get(tier, Tier()), prices) for tier, prices in imported.tiers.items()}
    more: dict[str, object] = {}
    if tiers:
        more["tiers"] = checked.tiers | tiers
    if aliases:
        more["aliases"] = (*checked.aliases, *aliases)
    return completed.model_copy(update=more) if more else completed


def _filled[M: Shape](checked: M, imported: M) -> M:
    missing = imported.model_fields_set - checked.model_fields_set - _NEVER_FILLED
    return checked.model_copy(update={field: getattr(imported, field) for field in missing})
