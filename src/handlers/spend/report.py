"""GET /v1/spend: what was spent, by everything that it can be told apart by, as JSON or CSV."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from handlers import metrics, wiring
from handlers.spend.parameters import Month
from inputs.errors import FieldError, UnusableRequestError
from ratebook.models import RateTable
from spend.budgets.forecast import METHOD
from spend.budgets.position import Position
from spend.budgets.store import budgets
from spend.fine_tunes.fine_tune import FineTune
from spend.fine_tunes.savings import Measured, SavingAnswer, saving
from spend.fine_tunes.store import fine_tunes
from spend.intake.posted import ProjectName
from spend.ledger import totals
from spend.ledger.entry import Category, Row, Sums, month_of
from spend.reports.answer import LimitStatus, SpendAnswer
from spend.reports.csv import as_csv
from spend.reports.spend import by_model, rows_of, spent, spent_in, statuses

MOST_MONTHS = 24


def get_spend(
    month: Annotated[Month | None, Query(description="YYYY-MM in UTC; default this month")] = None,
    since: Annotated[Month | None, Query(description="the first month, where several are asked for")] = None,
    project: Annotated[ProjectName | None, Query(description="default all projects")] = None,
    form: Annotated[Literal["json", "csv"], Query(alias="format", description="how to answer")] = "json",
) -> Response[SpendAnswer | str]:
    """Spend on base and on fine-tuned models, what the cache, batches and each fine-tune saved, and budgets.

    Records without a price are counted beside it. `format=csv` has one line for each day, project and model.
    """
    month = month or month_of(wiring.now().date())
    since = since or month
    _check(since, month)
    rows = rows_of(wiring.spend_table(), project, since, month)
    if form == "csv":
        name = f"spend-{since}-{month}.csv" if since != month else f"spend-{month}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(HTTPStatus.OK, "text/csv; charset=utf-8", as_csv(rows), headers)
    rates, today = wiring.rate_book().current(), wiring.now().date()
    metrics.count_rates(rates, wiring.now())
    answer = SpendAnswer(
        since=since,
        month=month,
        project=project,
        as_of=today,
        by_month=spent_in(rows, lambda row: row.month),
        by_day=spent_in(rows, lambda row: row.day.isoformat()),
        by_project=spent_in(rows, lambda row: row.project),
        by_provider=spent_in(rows, lambda row: row.provider),
        by_model=by_model(rows),
        fine_tunes=savings(month, project, rates.compiled.table),
        budgets=_budgets(month, project),
        forecast_method=METHOD,
        rates_version=rates.compiled.version,
        **spent(rows),
    )
    return Response(HTTPStatus.OK, "application/json", answer)


def _check(since: str, month: str) -> None:
    if since > month:
        raise UnusableRequestError(FieldError("since", f"must be {month}, which is asked for, or a month before it"))
    months = tuple(totals.months(totals.days_of(since)[0], totals.days_of(month)[1]))
    if len(months) > MOST_MONTHS:
        message = (
            f"must be {months[-MOST_MONTHS]} or later: one answer tells of at most {MOST_MONTHS} months to {month}"
        )
        raise UnusableRequestError(FieldError("since", message))


def savings(month: str, project: str | None, table: RateTable) -> tuple[SavingAnswer, ...]:
    """What each registered fine-tune that concerns a project, or any, has saved up to the end of the month."""
    concerned = {
        name: tuned
        for name, tuned in fine_tunes(wiring.spend_table()).items()
        if project is None or tuned.project in {None, project}
    }
    return savings_of(concerned, month, table)


def savings_of(concerned: Mapping[str, FineTune], month: str, table: RateTable) -> tuple[SavingAnswer, ...]:
    """What fine-tunes have saved up to the end of the month. Raises `StorageError`."""
    first = min((month_of(tuned.in_use_from) for tuned in concerned.values()), default=month)
    projects = {tuned.project for tuned in concerned.values()}
    only = projects.pop() if len(projects) == 1 else None
    today = wiring.now().date()
    last = min(month, month_of(today))  # what comes after today is not measured
    rows = rows_of(wiring.spend_table(), only, first, last) if concerned and first <= last else {}
    return tuple(saving(_measured(name, tuned, rows), month, today, table) for name, tuned in concerned.items())


def _measured(name: str, tuned: FineTune, rows: Mapping[Row, Sums]) -> Measured:
    """A fine-tune with the rows of its own calls."""
    own = {
        row: sums
        for row, sums in rows.items()
        if row.category is Category.FINE_TUNED
        and row.model == tuned.model
        and row.day >= tuned.in_use_from
        and tuned.project in {None, row.project}
    }
    return Measured(name, tuned, own)


def _budgets(month: str, project: str | None) -> tuple[LimitStatus, ...]:
    table, today = wiring.spend_table(), wiring.now().date()
    return tuple(
        status
        for name, budget in budgets(table).items()
        if project in {None, name}
        for status in statuses(Position.read(table, name, month, today), budget)
    )
