"""POST /v1/training-costs: what a training job costs, at any provider or on rented GPUs."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body

from costs.quantities import plain
from handlers import metrics, wiring
from handlers.log import logger
from training.answer import TrainingCostsAnswer
from training.request import TrainingCostsRequest
from training.training_costs import training_costs


def post_training_costs(request: Annotated[TrainingCostsRequest, Body()]) -> TrainingCostsAnswer:
    """Cost lines of one job and of so many runs of it. A price that nobody could confirm is an answer, not an error."""
    rates = wiring.rates_for(request.rates_version)
    answer = training_costs(request, rates, wiring.now().date())
    metrics.count_rates(rates, wiring.now(), request.rates_version)
    logger.info("training costs", extra={"training_costs": _record(answer)})
    return answer


def _record(answer: TrainingCostsAnswer) -> dict[str, Any]:
    """What is kept of an answer: figures and names of our own tables, none of the caller's text."""
    return {
        "status": answer.status,
        "provider": answer.provider,
        "method": answer.method,
        "total_usd": None if answer.total_usd is None else plain(answer.total_usd.expected),
        "available": answer.available.status,
        "rates_version": answer.rates.version,
        "as_of": answer.rates.as_of.isoformat(),
        "stale": answer.rates.stale,
    }
