"""Spend over HTTP: parse → one call → render."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers.log import logger
from handlers.requests import BODY, USAGE_BODY, Limit, read_json_value
from handlers.routing import answered, app_that_reads
from handlers.spend.budgets import delete_project_budget, get_budgets, get_project_budget, put_project_budget
from handlers.spend.fine_tunes import delete_one_fine_tune, get_fine_tunes, get_one_fine_tune, put_one_fine_tune
from handlers.spend.report import get_spend
from handlers.spend.repricing import post_reprice
from handlers.spend.usage import post_usage

USAGE = "/v1/usage"

app = app_that_reads(read_json_value)

app.post(USAGE, summary="Count records of usage, each once")(post_usage)
app.post("/v1/usage/reprice", summary="Price records that had no price, now that a rate is there")(post_reprice)
app.get("/v1/spend", summary="What was spent and saved, by month, project, model, provider and day")(get_spend)
app.get("/v1/budgets", summary="Every project's budget")(get_budgets)
app.get("/v1/budgets/<project>", summary="A project's budget, and where it stands")(get_project_budget)
app.put("/v1/budgets/<project>", summary="Set a project's budget")(put_project_budget)
app.delete("/v1/budgets/<project>", summary="Take a project's budget away")(delete_project_budget)
app.get("/v1/fine-tunes", summary="What every registered fine-tune has saved")(get_fine_tunes)
app.get("/v1/fine-tunes/<name>", summary="A registered fine-tune, and what it has saved")(get_one_fine_tune)
app.put("/v1/fine-tunes/<name>", summary="Register a fine-tune in use")(put_one_fine_tune)
app.delete("/v1/fine-tunes/<name>", summary="Forget a fine-tune")(delete_one_fine_tune)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one API Gateway (REST) event."""
    return answered(app, event, context, _limit(event))


def _limit(event: dict[str, Any]) -> Limit:
    return USAGE_BODY if event.get("path") == USAGE else BODY
