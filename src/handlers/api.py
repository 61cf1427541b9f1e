"""The function behind the API: what is asked most is answered directly, all else by a resolver that is loaded then."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers import direct, metrics, wiring
from handlers.log import logger


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one API Gateway (REST) event."""
    with metrics.one_request():
        return direct.answer(event) or _routed(event, context)


def prepare() -> None:
    """Load all that any call needs, for the snapshot that Lambda starts other processes from.

    Nothing is asked of anybody, so that nothing in it can grow old: no connection, no answer, and no rates but
    those deployed with the code. The first call asks for the rates in force, as at any other start.
    """
    from decisions.answer import DecisionAnswer  # noqa: PLC0415 - as below
    from decisions.request import DecisionRequest  # noqa: PLC0415
    from handlers import routes  # noqa: F401, PLC0415
    from shapes.by_pydantic import adapter_of  # noqa: PLC0415
    from shapes.reading import beyond_doubt  # noqa: PLC0415
    from spend.answer import UsagePriceAnswer  # noqa: PLC0415
    from spend.record import UsagePriceRequest  # noqa: PLC0415

    for shape in (DecisionRequest, DecisionAnswer):
        adapter_of(shape)
    beyond_doubt(DecisionRequest, None)  # which makes what reads it
    for model in (UsagePriceRequest, UsagePriceAnswer):
        model.model_rebuild()
    wiring.rate_book().prepare()


def _routed(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    from handlers.routes import app  # noqa: PLC0415 - a tenth of a second, which a decision does without
    from handlers.routing import resolved  # noqa: PLC0415

    return resolved(app, event, context)


if wiring.starts_from_a_snapshot():
    prepare()
