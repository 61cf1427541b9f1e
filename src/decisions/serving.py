"""How the models are served: the tier and region that the request means, and what hosting the fine-tuned one takes."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from costs.hosting import hosting_line, storage_line, unit_minutes_line
from costs.quantities import CostLine, plain
from decisions.context import Context
from inputs.errors import FieldError, UnusableRequestError
from ratebook.history import in_force
from ratebook.names import ResolvedModel
from ratebook.offers import Offer, RegionNeedsTierError, UnknownTierError, hosting_price, offers
from ratebook.prices import HostingPrice

_MINUTES_PER_HOUR = 60


def offer_of(context: Context, found: ResolvedModel, field: str, *, fine_tuned: bool) -> Offer:
    """The model as it is served, by the request or by its name; in the dearest region where none was named.

    Raises `UnusableRequestError` for a tier or region in which the model is not sold.
    """
    provider = context.table.providers[found.provider]
    if found.region is not None and not found.model.tiers:
        message = f"is no help here: {provider.title} has one price of this model in all regions; leave it out"
        raise UnusableRequestError(FieldError(f"{field}.region", message))
    try:
        sold = offers(provider, found.model, found.tier, found.region)
    except UnknownTierError as error:
        message = f"is not one that {provider.title} sells this model in"
        if isinstance(error, RegionNeedsTierError):
            message = "is missing; a region's price goes by the tier"
        raise UnusableRequestError(FieldError(f"{field}.{error.field}", message, error.known)) from error
    dearest = max(sold, key=lambda offer: _input_price(offer, context.as_of, fine_tuned=fine_tuned))
    if len(sold) > 1:
        where = dearest.region or "most regions"
        context.notes.assume(f"{field}.region: priced as in {where}, the dearest of {len(sold)} regional prices")
    return dearest


def _input_price(offer: Offer, on: date, *, fine_tuned: bool) -> Decimal:
    entry = in_force(offer.prices.fine_tuned if fine_tuned else offer.prices.base, on)
    return entry.usd_per_million_input_tokens if entry else Decimal(-1)


class HostingTerms(NamedTuple):
    """What keeping the fine-tuned model up takes a month. `price` is `None` where nothing is known to be billed."""

    price: HostingPrice | None
    option: str | None
    units: int
    hours_per_month: Decimal
    usd_per_unit_hour: Decimal | None = None

    @property
    def bills_tokens(self) -> bool:
        """Whether calls are billed by the token beside it."""
        if self.price is None:
            return self.usd_per_unit_hour is None
        return self.price.bills_tokens

    @property
    def production(self) -> bool:
        """False where the provider does not keep the deployment up."""
        return self.price is None or self.price.production

    def lines(self, model: str) -> tuple[CostLine, ...]:
        """The month's bill for hosting and storing fine-tuned `model`; what costs nothing has no line."""
        hours = self.hours_per_month
        price, name = self.price, f"hosting of fine-tuned {model}"
        if self.option:
            name += f" ({self.option})"
        lines = []
        if self.usd_per_unit_hour is not None:
            lines.append(hosting_line(name, self.usd_per_unit_hour, hours, self.units))
        elif price is not None and price.usd_per_deployment_hour:
            lines.append(hosting_line(name, price.usd_per_deployment_hour, hours))
        elif price is not None and price.usd_per_unit_hour:
            lines.append(hosting_line(name, price.usd_per_unit_hour, hours, self.units))
        elif price is not None and price.usd_per_unit_minute:
            lines.append(unit_minutes_line(name, self.units, hours * _MINUTES_PER_HOUR, price.usd_per_unit_minute))
        if price is not None and price.usd_per_model_month_storage:
            lines.append(storage_line(f"storage of fine-tuned {model}", price.usd_per_model_month_storage))
        if price is not None and price.usd_per_unit_month_storage:
            unit = f"{price.unit} months"
            lines.append(
                storage_line(f"storage of fine-tuned {model}", price.usd_per_unit_month_storage, self.units, unit)
            )
        return tuple(line for line in lines if line.cost_usd.high)


def hosting_terms(context: Context, offer: Offer) -> HostingTerms:
    """What the request says of hosting, with the list price where it states none.

    Raises `UnusableRequestError` for an option that the provider does not sell.
    """
    asked, assume = context.request.candidate.hosting, context.notes.assume
    try:
        found = hosting_price(offer, asked.option, context.as_of)
    except UnknownTierError as error:
        message = f"is not a way in which {offer.provider.title} hosts this model"
        raise UnusableRequestError(FieldError("candidate.hosting.option", message, error.known)) from error
    option, price = found or (asked.option, None)
    hours = context.thresholds.hours_per_month if asked.hours_per_month is None else asked.hours_per_month
    terms = HostingTerms(price, option, asked.units or 1, hours, asked.usd_per_unit_hour)
    if asked.option is None and option is not None:
        assume(f"candidate.hosting.option: {option}")
    if asked.usd_per_unit_hour is not None:
        assume(f"candidate.hosting: {plain(asked.usd_per_unit_hour)} USD an hour as stated, in place of a list price")
    by_unit = asked.usd_per_unit_hour is not None or (price is not None and price.usd_per_deployment_hour is None)
    if by_unit and asked.units is None:
        unit = price.unit if price else "unit"
        assume(f"candidate.hosting.units: 1 {unit}; measure that it carries your peak")
    if by_unit and asked.hours_per_month is None:
        assume(f"candidate.hosting.hours_per_month: {plain(hours)}, always up")
    return terms
