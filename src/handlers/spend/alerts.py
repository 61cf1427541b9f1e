"""The function that looks for budgets that are used up: when totals or a budget changed, and every quarter of an hour.

The stream of the table of spend tells which items changed; what is due is then read from the table itself, so an event
that comes twice, late or out of order does no harm. The schedule finds what a failure left behind.
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers import metrics, wiring
from handlers.log import logger
from spend.budgets.delivery import in_turn
from spend.ledger.entry import month_of
from spend.storage import keys

_SCHEDULED = "Scheduled Event"
_ENOUGH_MILLISECONDS = 25_000
"""For one project whose channels are slow."""


def changed(event: dict[str, Any]) -> set[tuple[str, str]]:
    """The projects and months whose totals or budgets changed; a budget is looked at in this month."""
    found: set[tuple[str, str]] = set()
    for record in event["Records"]:
        key = record["dynamodb"]["Keys"]
        partition, sort = key["pk"]["S"], key["sk"]["S"]
        if partition.startswith(keys.TOTALS):
            found.add(keys.project_and_month(partition))
        elif partition == keys.BUDGETS:
            found.add((sort, month_of(wiring.now().date())))
    return found


def look(event: dict[str, Any], context: LambdaContext) -> int:
    """Announce what is due after an event; how many alerts were sent. Raises what fails, once the others are sent."""
    watch = wiring.watch()
    if event.get("detail-type") == _SCHEDULED:
        sent, left = watch.look_at_all(lambda: context.get_remaining_time_in_millis() > _ENOUGH_MILLISECONDS)
        if left:
            logger.warning("no time for every budget", extra={"left": left})
        return sent
    return in_turn(lambda each: watch.look(*each), sorted(changed(event)))


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers a batch of the stream, or the schedule; what is raised has Lambda hand the batch over again."""
    with metrics.one_request():
        sent = look(event, context)
        metrics.count_alerts(sent)
    logger.info("looked for alerts", extra={"alerts": sent})
    return {"alerts": sent}
