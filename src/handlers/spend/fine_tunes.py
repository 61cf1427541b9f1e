"""GET, PUT and DELETE /v1/fine-tunes/{name}: fine-tunes in use, and what each has saved of what was promised."""

from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query
from pydantic import Field

from handlers import wiring
from handlers.refused import ProblemError
from handlers.spend.parameters import Month, NameInPath
from handlers.spend.report import savings, savings_of
from inputs.errors import FieldError, UnusableRequestError
from shapes.frozen import Frozen
from spend.fine_tunes.fine_tune import FineTune, FineTuneRequest, Promise
from spend.fine_tunes.savings import SavingAnswer
from spend.fine_tunes.store import delete_fine_tune, get_fine_tune, put_fine_tune
from spend.ledger.entry import month_of
from spend.naming import own_name

Name = Annotated[NameInPath, Path(description="a name of your own for the fine-tune, such as support-classifier")]


class FineTuneAnswer(Frozen):
    """A fine-tune as it is registered, and what it has saved."""

    name: str
    fine_tune: FineTune
    saving: SavingAnswer


class FineTunes(Frozen):
    """What every registered fine-tune has saved."""

    fine_tunes: tuple[SavingAnswer, ...] = Field(description="by name")


def get_fine_tunes() -> FineTunes:
    """Every registered fine-tune, and what it has saved up to today."""
    return FineTunes(fine_tunes=savings(_this_month(), None, wiring.rate_book().current().compiled.table))


def get_one_fine_tune(
    name: Name, month: Annotated[Month | None, Query(description="YYYY-MM in UTC; default this month")] = None
) -> FineTuneAnswer:
    """A fine-tune, and what it has saved in the month and up to its end."""
    tuned = get_fine_tune(wiring.spend_table(), name)
    if tuned is None:
        raise _no_fine_tune()
    return _answer(name, tuned, month or _this_month())


def put_one_fine_tune(name: Name, request: Annotated[FineTuneRequest, Body()]) -> FineTuneAnswer:
    """Registers a fine-tune in the place of the one before: what it replaced, what it cost, and what was promised."""
    model = own_name(request.model, wiring.rate_book().current().compiled.table)
    tuned = request.kept(model, None if request.decision is None else _promised(request.decision))
    put_fine_tune(wiring.spend_table(), name, tuned)
    return _answer(name, tuned, _this_month())


def delete_one_fine_tune(name: Name) -> FineTunes:
    """Forgets a fine-tune; what it spent stays. Answers with those that are left."""
    if not delete_fine_tune(wiring.spend_table(), name):
        raise _no_fine_tune()
    return get_fine_tunes()


def _promised(sent: dict[str, Any]) -> Promise:
    """What the decision promises at its expected figures. Raises `UnusableRequestError`."""
    from handlers.asked import decide_on_inputs  # noqa: PLC0415 - nothing else of spend decides, and all start with this

    try:
        answer = decide_on_inputs(sent, wiring.rate_book().current())
    except UnusableRequestError as error:
        inside = (FieldError(f"decision.{each.field}", each.message, each.allowed) for each in error.errors)
        raise UnusableRequestError(*inside) from error
    one_time, saved = answer.one_time.total_usd, answer.monthly.saving_usd
    if one_time is None or saved is None:
        message = "comes to no figures, since a price is not known; send promised in its place"
        raise UnusableRequestError(FieldError("decision", message))
    months = answer.payback.months
    return Promise.model_construct(
        saving_usd_per_month=saved.expected,
        one_time_usd=one_time.expected,
        payback_months=None if months is None else months.expected,
    )


def _answer(name: str, tuned: FineTune, month: str) -> FineTuneAnswer:
    table = wiring.rate_book().current().compiled.table
    [saved] = savings_of({name: tuned}, month, table)
    return FineTuneAnswer(name=name, fine_tune=tuned, saving=saved)


def _this_month() -> str:
    return month_of(wiring.now().date())


def _no_fine_tune() -> ProblemError:
    detail = "no fine-tune is registered under this name; GET /v1/fine-tunes lists them"
    return ProblemError(HTTPStatus.NOT_FOUND, "no_fine_tune", detail, FieldError("name", detail))
