"""What a fine-tune has saved: what its calls would have cost by its baseline, less what they and its hosting cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Literal

from pydantic import Field

from costs.quantities import EXACT, MILLION, PlainDecimal
from ratebook.models import RateTable
from shapes.frozen import Frozen
from spend.call import Call
from spend.fine_tunes.fine_tune import Baseline, FineTune
from spend.fine_tunes.repayment import DAYS_OF_A_MONTH, promised_day, repayment
from spend.ledger import totals
from spend.ledger.entry import Row, Sums, month_of
from spend.naming import base_model, is_known
from spend.price import Price
from spend.pricing import Terms, price_call
from spend.tariff import AppliedRates
from spend.tokens import Tokens


class Saved(Frozen):
    """What a time came to. Saving is what the baseline would have cost, less calls and hosting; it may be negative."""

    calls: int
    baseline_usd: PlainDecimal
    fine_tuned_usd: PlainDecimal
    hosting_usd: PlainDecimal
    saving_usd: PlainDecimal


class SavingAnswer(Frozen):
    """What a fine-tune has saved, against its baseline and against its promise. What is `null` is not known."""

    name: str
    model: str
    status: Literal["measured", "unpriced_baseline", "not_in_use_yet"]
    reason: str | None = Field(None, description="why the saving is not known")
    in_use_from: date
    month: Saved | None = Field(description="of the month that was asked for")
    to_date: Saved | None = Field(description="since it is in use, to the end of the month or to today")
    unpriced_records: int = Field(description="calls that have no price, so that neither side counts them")
    promised_usd_per_month: PlainDecimal | None
    promised_to_date_usd: PlainDecimal | None = Field(description="the promise for the days since it is in use")
    share_of_promise: PlainDecimal | None = Field(description="saved to date, of what was promised for these days")
    one_time_usd: PlainDecimal | None
    left_to_repay_usd: PlainDecimal | None
    repaid_on: date | None = Field(description="the day since which its one-time cost is saved")
    expected_repaid_on: date | None = Field(description="where it is not repaid: when it will be, at its pace so far")
    promised_repaid_on: date | None
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...] = Field(description="why it may be another model's name than its calls bear")


class UnpricedBaselineError(Exception):
    """The baseline has no price on a day, for the reason that is the message."""


@dataclass(frozen=True)
class Measured:
    """A fine-tune and the rows of the totals of its calls."""

    name: str
    tuned: FineTune
    rows: Mapping[Row, Sums]


def saving(measured: Measured, month: str, today: date, table: RateTable) -> SavingAnswer:
    """What it has saved in the month and up to its end, or up to today where the month is not over."""
    tuned = measured.tuned
    _, last = totals.days_of(month)
    until = min(last, today)
    answer = _unmeasured(measured)
    if until < tuned.in_use_from:
        return answer
    answer = answer.model_copy(update={"warnings": _warnings(measured, table)})
    try:
        with localcontext(EXACT):
            by_day = _by_day(measured, until, table)
    except UnpricedBaselineError as error:
        return answer.model_copy(update={"status": "unpriced_baseline", "reason": str(error)})
    in_month = {day: saved for day, saved in by_day.items() if month_of(day) == month}
    to_date = _added_up(by_day)
    return answer.model_copy(
        update={
            "status": "measured",
            "month": _added_up(in_month),
            "to_date": to_date,
            **_against_the_promise(tuned, to_date, len(by_day)),
            **_repaid(tuned, by_day),
        }
    )


def _unmeasured(measured: Measured) -> SavingAnswer:
    tuned = measured.tuned
    promised, one_time = tuned.promised, tuned.to_repay_usd
    return SavingAnswer(
        name=measured.name,
        model=tuned.model,
        status="not_in_use_yet",
        in_use_from=tuned.in_use_from,
        month=None,
        to_date=None,
        unpriced_records=sum(sums.unpriced_records for sums in measured.rows.values()),
        promised_usd_per_month=None if promised is None else promised.saving_usd_per_month,
        promised_to_date_usd=None,
        share_of_promise=None,
        one_time_usd=one_time,
        left_to_repay_usd=None,
        repaid_on=None,
        expected_repaid_on=None,
        promised_repaid_on=promised_day(tuned),
        assumptions=_assumptions(tuned),
        warnings=(),
    )


def _by_day(measured: Measured, until: date, table: RateTable) -> dict[date, Saved]:
    """What each day since it is in use came to, days without a call included: hosting is paid for on them too."""
    tuned = measured.tuned
    hosting = tuned.hosting_usd_per_month / DAYS_OF_A_MONTH
    by_day: dict[date, dict[Row, Sums]] = {}
    for row, sums in measured.rows.items():
        if row.priced:
            by_day.setdefault(row.day, {})[row] = sums
    found: dict[date, Saved] = {}
    for number in range((until - tuned.in_use_from).days + 1):
        day = tuned.in_use_from + timedelta(days=number)
        rows = by_day.get(day, {})
        baseline = sum((_would_have_cost(tuned.baseline, row, sums, table) for row, sums in rows.items()), Decimal(0))
        cost = totals.added_up(rows.values())
        found[day] = Saved(
            calls=cost.records,
            baseline_usd=baseline,
            fine_tuned_usd=cost.cost_usd,
            hosting_usd=hosting,
            saving_usd=baseline - cost.cost_usd - hosting,
        )
    return found


def _would_have_cost(baseline: Baseline, row: Row, sums: Sums, table: RateTable) -> Decimal:
    """USD of the row's calls by the baseline. Raises `UnpricedBaselineError`."""
    if baseline.usd_per_call is not None:
        return baseline.usd_per_call * sums.records
    tokens = _tokens(baseline, sums)
    mean = Tokens(*(count // sums.records for count in tokens))
    call = Call(
        tokens=mean,
        on=row.day,
        batch=row.batch,
        model=baseline.model,
        provider=baseline.provider,
        tier=baseline.tier,
        region=baseline.region,
    )
    price = price_call(call, Terms({}, {}), table)
    return _linear(_rates(price, row.day), *tokens)


def _tokens(baseline: Baseline, sums: Sums) -> tuple[int, int, int, int]:
    """Input, output, cached input and cache writes of all calls of a row, as they would have been."""
    calls = sums.records
    output = sums.output_tokens if baseline.output_tokens is None else baseline.output_tokens * calls
    if baseline.input_tokens is None:
        return sums.input_tokens, output, sums.cached_input_tokens, sums.cache_write_tokens
    return baseline.input_tokens * calls, output, (baseline.cached_input_tokens or 0) * calls, 0


def _rates(price: Price, day: date) -> AppliedRates:
    if price.rates is None:
        why = price.reason.message if price.reason is not None else "it has no price"
        raise UnpricedBaselineError(f"the baseline {price.model} has no price on {day}: {why}")
    return price.rates


def _linear(rates: AppliedRates, fresh_and_cached: int, output: int, cached: int, written: int) -> Decimal:
    """USD of so many tokens at rates. What has no price of its own is taken at that of other input."""
    fresh = rates.usd_per_million_input_tokens
    of_cached = (
        fresh if rates.usd_per_million_cached_input_tokens is None else rates.usd_per_million_cached_input_tokens
    )
    of_writes = fresh if rates.usd_per_million_cache_write_tokens is None else rates.usd_per_million_cache_write_tokens
    plain_input = fresh_and_cached - cached - written
    parts = (plain_input * fresh, cached * of_cached, written * of_writes, output * rates.usd_per_million_output_tokens)
    return sum(parts, start=Decimal(0)) / MILLION


def _added_up(days: Mapping[date, Saved]) -> Saved:
    names = ("baseline_usd", "fine_tuned_usd", "hosting_usd", "saving_usd")
    sums = {name: sum((getattr(saved, name) for saved in days.values()), Decimal(0)) for name in names}
    return Saved(calls=sum(saved.calls for saved in days.values()), **sums)


def _against_the_promise(tuned: FineTune, to_date: Saved, days: int) -> dict[str, Decimal | None]:
    if tuned.promised is None:
        return {}
    promised = tuned.promised.saving_usd_per_month * days / DAYS_OF_A_MONTH
    return {
        "promised_to_date_usd": promised,
        "share_of_promise": to_date.saving_usd / promised if promised > 0 else None,
    }


def _repaid(tuned: FineTune, by_day: Mapping[date, Saved]) -> dict[str, date | Decimal | None]:
    if tuned.to_repay_usd is None:
        return {}
    found = repayment(tuned.to_repay_usd, {day: saved.saving_usd for day, saved in by_day.items()})
    return {
        "left_to_repay_usd": found.left_usd,
        "repaid_on": found.repaid_on,
        "expected_repaid_on": found.expected_on,
    }


def _warnings(measured: Measured, table: RateTable) -> tuple[str, ...]:
    """What makes it doubtful that the fine-tune that was registered is the one that is called."""
    tuned = measured.tuned
    if measured.rows:
        return ()
    if tuned.baseline.model is not None and not is_known(tuned.baseline.model, tuned.baseline.provider, table):
        return (f"the baseline {tuned.baseline.model} is in no rate table: GET /v1/models lists the names",)
    base = base_model(tuned.model, table)
    if base is not None:
        return (f"{tuned.model} is {base} as it is sold, and no fine-tune: register the name that its calls bear",)
    return (f"no call since {tuned.in_use_from} bears the name {tuned.model}: GET /v1/spend shows the names of calls",)


def _assumptions(tuned: FineTune) -> tuple[str, ...]:
    baseline = tuned.baseline
    if baseline.usd_per_call is not None:
        first = "each call would have cost usd_per_call of the baseline"
    elif baseline.input_tokens is None:
        first = f"the same tokens would have been sent to {baseline.model}, at its prices of each day"
    else:
        first = f"{baseline.input_tokens} input tokens a call would have been sent to {baseline.model}"
    return (
        first,
        "whether a call is long is judged by the mean call of a day",
        f"a month of hosting and of the promise is {DAYS_OF_A_MONTH} days",
    )
