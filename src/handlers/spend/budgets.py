"""GET, PUT and DELETE /v1/budgets/{project}: what a project may spend, and where it stands."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from handlers import wiring
from handlers.refused import ProblemError
from handlers.spend.parameters import NameInPath
from inputs.errors import FieldError
from shapes.frozen import Frozen
from spend.budgets.alerts import AlertKind
from spend.budgets.budget import Budget
from spend.budgets.forecast import METHOD
from spend.budgets.position import Position
from spend.budgets.store import announced, budgets, delete_budget, get_budget, put_budget
from spend.ledger.entry import month_of
from spend.reports.answer import LimitStatus
from spend.reports.spend import statuses

Project = Annotated[NameInPath, Path(description="a project, as records name it")]


class Announced(Frozen):
    """An alert that was sent, or is being sent."""

    kind: AlertKind
    month: str
    text: str
    first_at: datetime
    announced: bool


class BudgetAnswer(Budget):
    """A budget, where the project stands this month, and what was announced of it."""

    project: str
    month: str
    as_of: date
    status: tuple[LimitStatus, ...]
    unpriced_records: int
    forecast_method: str
    alerts: tuple[Announced, ...]


class Budgets(Frozen):
    """Every budget, by project."""

    budgets: dict[str, Budget]


def get_budgets() -> Budgets:
    """Every project's budget."""
    return Budgets(budgets=budgets(wiring.spend_table()))


def get_project_budget(project: Project) -> BudgetAnswer:
    """The budget of a project, what is spent of it this month (UTC), and the alerts that were sent."""
    budget = get_budget(wiring.spend_table(), project)
    if budget is None:
        raise _no_budget()
    return _answer(project, budget)


def put_project_budget(project: Project, budget: Annotated[Budget, Body()]) -> BudgetAnswer:
    """Sets a project's budget in the place of the one before. Thresholds that are reached already are announced."""
    put_budget(wiring.spend_table(), project, budget)
    return _answer(project, budget)


def delete_project_budget(project: Project) -> Budgets:
    """Takes a project's budget away, and answers with those that are left."""
    if not delete_budget(wiring.spend_table(), project):
        raise _no_budget()
    return get_budgets()


def _no_budget() -> ProblemError:
    detail = 'this project has no budget; PUT one, such as {"monthly_usd": "200"}'
    return ProblemError(HTTPStatus.NOT_FOUND, "no_budget", detail, FieldError("project", detail))


def _answer(project: str, budget: Budget) -> BudgetAnswer:
    table, today = wiring.spend_table(), wiring.now().date()
    month = month_of(today)
    position = Position.read(table, project, month, today)
    alerts = (Announced(**{name: item[name] for name in Announced.model_fields}) for item in announced(table, project))
    return BudgetAnswer.model_construct(
        **dict(budget),
        project=project,
        month=month,
        as_of=today,
        status=statuses(position, budget),
        unpriced_records=position.unpriced,
        forecast_method=METHOD,
        alerts=tuple(sorted(alerts, key=lambda alert: alert.first_at, reverse=True)),
    )
