"""Should we fine-tune, and when would it pay for itself?"""

from decimal import Decimal
from typing import Any

from costs.quantities import plain
from decisions.answer import DecisionAnswer
from decisions.decide import TableInUse, decide
from decisions.request import DecisionRequest
from handlers import metrics, wiring
from handlers.log import logger
from ratebook.book import Rates


def post_decision(request: DecisionRequest) -> DecisionAnswer:
    """POST /v1/decisions: one request in, an explained verdict out. A verdict is a 200, whatever it says."""
    return decided(request, wiring.rates_for(request.rates_version))


def decided(request: DecisionRequest, rates: Rates) -> DecisionAnswer:
    """The verdict with these rates, counted and logged, whoever asks. Raises as `decide` does."""
    now = wiring.now()
    answer = decide(request, in_use(rates), now.date())
    metrics.count_rates(rates, now, request.rates_version)
    metrics.count_decision(answer.verdict)
    logger.info("decision", extra={"decision": _record(request, answer)})
    return answer


def in_use(rates: Rates) -> TableInUse:
    """The rates as a decision takes them."""
    compiled = rates.compiled
    return TableInUse(compiled.table, compiled.version, compiled.sha256, rates.stale_because)


def _record(request: DecisionRequest, answer: DecisionAnswer) -> dict[str, Any]:
    """What is kept of a decision: figures and names of our own tables, none of the caller's text."""
    total, saving, months = answer.one_time.total_usd, answer.monthly.saving_usd, answer.payback.months
    return {
        "verdict": answer.verdict,
        "outcomes": {rule.id: rule.outcome for rule in answer.rules},
        "task": request.task,
        "method": request.candidate.method,
        "one_time_usd": _figure(total.expected if total else None),
        "monthly_usd": _figure(answer.monthly.current_usd),
        "saving_usd": _figure(saving.expected if saving else None),
        "payback_months": _figure(months.expected if months else None),
        "rates_version": answer.rates.version,
        "as_of": answer.rates.as_of.isoformat(),
        "stale": answer.rates.stale,
    }


def _figure(value: Decimal | None) -> str | None:
    """As in the answer; what is not known is `null`, also in the log."""
    return None if value is None else plain(value)
