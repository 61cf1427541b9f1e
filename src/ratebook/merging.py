"""Lays what was imported from the open price tables under what was checked by hand: the hand wins, field by field."""

from ratebook.models import Model, Provider


def with_imported(checked: Provider | None, imported: Provider) -> Provider:
    """One provider of both. A model that both have keeps all that its checked entry says."""
    if checked is None:
        return imported
    models = dict(checked.models)
    taken = set(checked.names)
    for id, model in imported.models.items():
        aliases = tuple(alias for alias in model.aliases if alias not in taken)
        if id in taken:
            known = checked.names[id]
            models[known] = _completed(models[known], model, aliases)
        else:
            models[id] = model.model_copy(update={"aliases": aliases})
        taken.update((id, *aliases))
    merged = checked.model_copy(update={"models": models, "sources": imported.sources | checked.sources})
    return Provider.model_validate(merged.model_dump(exclude_unset=True))


def _completed(checked: Model, imported: Model, aliases: tuple[str, ...]) -> Model:
    """The checked model with what only the import knows."""
    said = checked.model_fields_set
    missing = {field: getattr(imported, field) for field in imported.model_fields_set - said}
    return checked.model_copy(update=missing | {"aliases": (*checked.aliases, *aliases)})
