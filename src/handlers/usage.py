"""POST /v1/usage-prices: what one call cost, by its usage or by the provider's own answer."""

from typing import Any

from costs.quantities import plain
from handlers import metrics, wiring
from handlers.log import logger
from spend.answer import UsagePriceAnswer
from spend.pricing import Terms, price_record
from spend.record import UsagePriceRequest


def post_usage_prices(request: UsagePriceRequest) -> UsagePriceAnswer:
    """The cost of a call at the prices of its day. A call that has no price is an answer with a reason, never zero."""
    rates = wiring.rates_for(request.rates_version)
    terms = Terms(request.deployments, request.overrides)
    price = price_record(request, terms, rates.compiled.table, wiring.now().date())
    answer = UsagePriceAnswer(**dict(price), rates_version=rates.compiled.version, stale=rates.stale)
    metrics.count_rates(rates, wiring.now(), request.rates_version)
    logger.info("usage price", extra={"usage_price": _record(answer)})
    return answer


def _record(answer: UsagePriceAnswer) -> dict[str, Any]:
    """What is kept of an answer: figures and names of our own tables, none of the caller's text."""
    return {
        "status": answer.status,
        "reason": answer.reason.code if answer.reason else None,
        "provider": answer.provider,
        "base_model": answer.base_model,
        "kind": answer.kind,
        "cost_usd": None if answer.cost_usd is None else plain(answer.cost_usd),
        "price_source": answer.price_source,
        "rates_version": answer.rates_version,
        "at": answer.at.isoformat(),
        "stale": answer.stale,
    }
