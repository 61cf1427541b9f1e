"""Which model a call is billed as: the one that answered, told by the names that were asked for and answered with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from inputs.terms import MappedModel
from ratebook.models import RateTable
from ratebook.names import NeedsMappingError, ResolvedModel, UnresolvedNameError, resolve, without_provider
from spend.call import Call
from spend.record import UsageRecord


@dataclass(frozen=True, slots=True)
class Billed:
    """The model that a call is billed as. `differs_from` is the one that was asked for, where another answered."""

    model: ResolvedModel
    differs_from: str | None = None


def billed_model(call: Call, deployments: Mapping[str, MappedModel], table: RateTable) -> Billed:
    """The model of the call: `answered_by`, the response's own name for it, wins where the two differ.

    Where both are the same model, the name that says more of it counts: a fine-tune, a deployment, a tier. Raises
    `UnresolvedNameError`.
    """
    mapped = deployments
    if call.deployment is not None and call.model is not None:
        mapped = {call.deployment: MappedModel(model=call.model), **deployments}
    billed = _answering(call, mapped, table)
    if billed.differs_from is not None or call.deployment is None or call.model is None:
        return billed
    sayings = ((call.model, deployments), (call.deployment, deployments))
    others = (_meant(table, name, billed.model.provider, known) for name, known in sayings)
    ids = (other.model_id for other in others if other is not None)
    return replace(billed, differs_from=next((id for id in ids if id != billed.model.model_id), None))


def own_name(name: str, table: RateTable) -> str:
    """The name by which the ledger has a model of somebody's own, however it was spelled."""
    return without_provider(table, name, _provider_of(table, name))


def base_model(name: str, table: RateTable) -> str | None:
    """The model that a name means, where it is one as it is sold and no fine-tune."""
    found = _meant(table, name)
    return None if found is None or found.fine_tuned else found.model_id


def is_known(name: str, provider: str | None, table: RateTable) -> bool:
    """Whether the table can say which model a name means."""
    return _meant(table, name, provider) is not None


def said_providers(record: UsageRecord, deployments: Mapping[str, MappedModel], table: RateTable) -> frozenset[str]:
    """The providers that the record tells of, by the request's names and by the response's own."""
    names = (record.deployment, record.model, (record.response or {}).get("model"))
    found = (_provider_of(table, name, record.provider, deployments) for name in names if isinstance(name, str))
    given = table.provider_ids.get(record.provider) if record.provider is not None else None
    return frozenset(provider for provider in (given, *found) if provider is not None)


def _provider_of(
    table: RateTable,
    name: str,
    provider: str | None = None,
    deployments: Mapping[str, MappedModel] | None = None,
) -> str | None:
    try:
        return resolve(table, name, provider, deployments=deployments).provider
    except UnresolvedNameError as error:
        return error.provider


def _meant(
    table: RateTable,
    name: str,
    provider: str | None = None,
    deployments: Mapping[str, MappedModel] | None = None,
) -> ResolvedModel | None:
    """The model that a name means, at a provider where one is said, and where the table can say it."""
    try:
        return resolve(table, name, provider, deployments=deployments)
    except UnresolvedNameError:
        return None


def _answering(call: Call, deployments: Mapping[str, MappedModel], table: RateTable) -> Billed:
    def meant(name: str, provider: str | None, mapped: Mapping[str, MappedModel]) -> ResolvedModel:
        return resolve(table, name, provider, call.tier, call.region, mapped)

    asked_for, answered_by = call.deployment or call.model, call.answered_by
    if asked_for is None or answered_by is None:
        return Billed(meant(call.name, call.provider, deployments))
    try:
        asked = meant(asked_for, call.provider, deployments)
    except NeedsMappingError as error:
        behind = {**deployments, asked_for: MappedModel(model=answered_by, provider=error.provider)}
        return Billed(meant(asked_for, call.provider, behind))
    except UnresolvedNameError:
        return Billed(meant(answered_by, call.provider, deployments))
    try:
        return _billed(asked, meant(answered_by, asked.provider, deployments))
    except UnresolvedNameError:
        if asked.via is None:
            raise
        return Billed(asked)  # the owner says what answers there


def _billed(asked: ResolvedModel, answered: ResolvedModel) -> Billed:
    if answered.model_id != asked.model_id:
        return Billed(answered, differs_from=asked.model_id)
    if answered.fine_tuned and not asked.fine_tuned:
        served = replace(answered, tier=asked.tier, region=asked.region, billing=asked.billing, via=asked.via)
        return Billed(served)
    return Billed(asked)
