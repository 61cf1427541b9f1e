"""What the names of a call and its day say of its price, whatever its tokens are: the same for all calls like it."""

import math
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from inputs.overrides import unmatched
from inputs.terms import Deployments, Overrides
from ratebook.models import RateTable
from ratebook.names import Billing, Kind, NeedsMappingError, ResolvedModel, UnresolvedNameError
from ratebook.negotiated import names_of
from ratebook.prices import TokenPrices
from spend.call import Call
from spend.naming import Billed, billed_model
from spend.prices import Found, list_prices, own_prices
from spend.tariff import Occurring, Tariff
from spend.tokens import Reason, Tokens, UnpricedError
from spend.unresolved import reason_and_remedy, without_a_provider


@dataclass(frozen=True, slots=True)
class Terms:
    """What the caller says of its deployments and its prices, for one record or for many."""

    deployments: Deployments
    overrides: Overrides

    def __bool__(self) -> bool:
        return bool(self.deployments or self.overrides)


asked_of = attrgetter("model", "answered_by", "deployment", "provider", "tier", "region", "on")
"""All of a call that its quote depends on."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Which model is billed, and by which prices, or why it has none. What the table does not know is `None`."""

    found: Found | Reason
    kind: Kind | None = None
    provider: str | None = None
    base_model: str | None = None
    tier: str | None = None
    billing: Billing | None = None
    warnings: tuple[str, ...] = ()
    _long_above: float = field(init=False, repr=False, compare=False)
    _tariffs: dict[Occurring, Tariff | Reason] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rates = self.found.rates if isinstance(self.found, Found) else None
        long = rates.long_context if isinstance(rates, TokenPrices) else None
        object.__setattr__(self, "_long_above", math.inf if long is None else long.above_input_tokens)

    def tariff(self, tokens: Tokens, *, batch: bool) -> Tariff | Reason:
        """What such tokens are billed at, or why they have no price."""
        occurring = (
            batch,
            tokens.input_tokens > self._long_above,
            tokens.cached_input_tokens > 0,
            tokens.cache_write_tokens > 0,
            tokens.cache_write_1h_tokens > 0,
        )
        return self._tariffs.get(occurring) or self._tariff(Occurring(*occurring))  # type: ignore[call-overload]

    def _tariff(self, occurring: Occurring) -> Tariff | Reason:
        if isinstance(self.found, Reason):
            return self.found
        try:
            tariff: Tariff | Reason = Tariff.of(self.found, occurring)
        except UnpricedError as error:
            tariff = error.reason
        self._tariffs[occurring] = tariff
        return tariff


def quoted(call: Call, terms: Terms, table: RateTable) -> Quote:
    """The quote of a call, and of all that are like it in `asked_of`. Its overrides are taken as they are."""
    try:
        billed = billed_model(call, terms.deployments, table)
    except UnresolvedNameError as error:
        return _without_a_model(error, call.on, terms, table)
    return _with_a_model(billed, call.on, terms, table)


def _with_a_model(billed: Billed, on: date, terms: Terms, table: RateTable) -> Quote:
    """The quote of a model that the table knows."""
    model, provider = billed.model, table.providers[billed.model.provider]
    warnings: tuple[str, ...] = ()
    if billed.differs_from is not None:
        warnings += (f"{model.model_id} answered and was billed, not {billed.differs_from}, which was asked for",)
    warnings += unmatched(terms.overrides, model.provider, provider, names_of(model, provider))
    return Quote(
        _prices(model, on, terms, table),
        model.parts.kind,
        model.provider,
        model.model_id,
        model.tier,
        model.billing,
        warnings,
    )


def _without_a_model(error: UnresolvedNameError, on: date, terms: Terms, table: RateTable) -> Quote:
    """The quote of a name that no table holds: what the name says by itself, and what was negotiated for it."""
    if error.provider is not None:
        warnings = unmatched(terms.overrides, error.provider, table.providers[error.provider], (error.name,))
    else:
        warnings = without_a_provider(terms.overrides, error.name)
    found = _prices_of_a_name(error, on, terms, table)
    if not isinstance(error, NeedsMappingError):
        return Quote(found, provider=error.provider, warnings=warnings)
    kind = Kind.FINE_TUNED if error.fine_tuned else None
    return Quote(found, kind, error.provider, billing=error.billing, warnings=warnings)


def _prices(model: ResolvedModel, on: date, terms: Terms, table: RateTable) -> Found | Reason:
    """The negotiated prices of a model, or the list's."""
    provider = table.providers[model.provider]
    if terms.overrides or provider.negotiated:
        own = own_prices(terms.overrides, model.provider, provider, names_of(model, provider), on)
        if own is not None:
            return own
    try:
        return list_prices(table, model, on)
    except UnpricedError as error:
        return error.reason


def _prices_of_a_name(error: UnresolvedNameError, on: date, terms: Terms, table: RateTable) -> Found | Reason:
    """The prices that were negotiated for a name which no table holds."""
    if error.provider is not None:
        own = own_prices(terms.overrides, error.provider, table.providers[error.provider], (error.name,), on)
        if own is not None:
            return own
    return Reason(error.code, reason_and_remedy(error))
