"""The function behind the API: what is asked most is answered directly, all else by a resolver that is loaded then."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers import direct, metrics
from handlers.log import logger


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one API Gateway (REST) event."""
    with metrics.one_request():
        return direct.answer(event) or _routed(event, context)


def _routed(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    from handlers.routes import app  # noqa: PLC0415 - a tenth of a second, which a decision does without
    from handlers.routing import resolved  # noqa: PLC0415

    return resolved(app, event, context)
