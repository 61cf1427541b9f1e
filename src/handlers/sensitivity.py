"""POST /v1/decisions/sensitivity: which input of a decision matters most."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body

from costs.quantities import plain
from decisions.request import DecisionRequest
from decisions.sensitivity import sensitivity
from decisions.sensitivity_answer import SensitivityAnswer
from handlers import metrics, wiring
from handlers.decisions import in_use
from handlers.log import logger


def post_sensitivity(request: Annotated[DecisionRequest, Body()]) -> SensitivityAnswer:
    """The payback with each input at both of its ends. What has no price is an answer with a reason, not an error."""
    rates, now = wiring.rates_for(request.rates_version), wiring.now()
    answer = sensitivity(request, in_use(rates), now.date())
    metrics.count_rates(rates, now, request.rates_version)
    logger.info("sensitivity", extra={"sensitivity": _record(answer)})
    return answer


def _record(answer: SensitivityAnswer) -> dict[str, Any]:
    """What is kept of an answer: figures and names of inputs, none of the caller's text."""
    return {
        "priced": answer.reason is None,
        "payback_months": None if answer.months is None else plain(answer.months),
        "inputs": [each.input for each in answer.inputs],
        "rates_version": answer.rates.version,
        "as_of": answer.rates.as_of.isoformat(),
        "stale": answer.rates.stale,
    }
