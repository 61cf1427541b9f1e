"""Prices a gathered request: once, by the month, by the call, and what that pays back."""

from copy import replace
from decimal import Decimal
from typing import NamedTuple

from costs.engineering import engineering_line, retraining_line
from costs.inference import CallTokens, monthly_lines
from costs.payback import OpenRange, monthly_saving, payback_months
from costs.quantities import CostLine, Range, plain, total
from costs.training import (
    TrainingFile,
    capped,
    hour_runs_line,
    stated_runs_line,
    token_run_cost,
    token_runs_line,
)
from costs.training_jobs import JobBounds, repeated
from decisions.gather import Gathered
from decisions.pricing import PricedModel, training_cap
from decisions.request import Run
from decisions.training_run import epochs_for
from ratebook.prices import TrainingPrice

_ONCE = Range.of(Decimal(1))


class FineTunedCosts(NamedTuple):
    """What the fine-tuned model costs once and by the month, and what that saves."""

    model: PricedModel
    one_time: Range
    call: CallTokens
    usd_per_call: Decimal
    lines: tuple[CostLine, ...]
    fixed: Range
    hosting: Range
    monthly: Range
    saving: Range
    payback: OpenRange


class Costs(NamedTuple):
    """Everything that the request costs. `None` where a price that it needs is not known: `unpriced_because`.

    `training` is USD for all training runs, `one_time` with engineering.
    """

    call_today: CallTokens
    usd_per_call_today: Decimal
    lines_today: tuple[CostLine, ...]
    monthly_today: Range
    training_lines: tuple[CostLine, ...] | None
    training: Range | None
    run_usd: Range | None
    engineering: CostLine
    one_time: Range | None
    fine_tuned: FineTunedCosts | None
    unpriced_because: str | None

    @property
    def one_time_lines(self) -> tuple[CostLine, ...]:
        """The lines of the one-time bill, as far as they are known."""
        return (*(self.training_lines or ()), self.engineering)


def cost(gathered: Gathered) -> Costs:
    """The costs of a request."""
    calls, today = gathered.calls, gathered.today
    call_today = today.call(calls.input_tokens, calls.output_tokens, gathered.cached_today_tokens, calls.hit_rate)
    lines_today = monthly_lines(f"today's {today.model_id}", calls.per_month, call_today, today.prices)
    training = training_of(gathered)
    training_usd = None if training.lines is None else total(training.lines)
    engineering = engineering_line("engineering", gathered.engineering_hours, gathered.engineering_usd_per_hour)
    known = Costs(
        call_today=call_today,
        usd_per_call_today=today.cost(call_today),
        lines_today=lines_today,
        monthly_today=total(lines_today),
        training_lines=training.lines,
        training=training_usd,
        run_usd=training.run_usd,
        engineering=engineering,
        one_time=None if training_usd is None else training_usd + engineering.cost_usd,
        fine_tuned=None,
        unpriced_because=training.unpriced_because,
    )
    if gathered.fine_tuned is None:
        batch = " in a batch" if gathered.request.workload.batch else ""
        tier = f" in the tier {gathered.offer.name}" if gathered.request.candidate.tier else ""
        what = f"a fine-tuned {gathered.candidate.model_id}{tier}{batch}"
        because = f"no price of {what} is known: send overrides, or candidate.hosting.usd_per_unit_hour"
        return replace(known, unpriced_because=because)
    if known.one_time is None:
        return known
    return replace(known, fine_tuned=_fine_tuned(gathered, gathered.fine_tuned, known, known.one_time))


def _fine_tuned(gathered: Gathered, tuned: PricedModel, known: Costs, one_time: Range) -> FineTunedCosts:
    calls = gathered.calls
    call = tuned.call(calls.after_input_tokens, calls.after_output_tokens, calls.after_cacheable_tokens, calls.hit_rate)
    by_token = tuned.rates is not None
    called = monthly_lines(f"fine-tuned {tuned.model_id}", calls.per_month, call, tuned.prices) if by_token else ()
    hosting = gathered.hosting.lines(gathered.candidate.model_id)
    kept = (*hosting, *_retraining(gathered, known.run_usd))
    usd_per_call, fixed = tuned.cost(call), total(kept)
    saving = monthly_saving(
        calls.per_month, known.usd_per_call_today - usd_per_call, gathered.quality_value_usd_per_month, fixed
    )
    return FineTunedCosts(
        model=tuned,
        one_time=one_time,
        call=call,
        usd_per_call=usd_per_call,
        lines=(*called, *kept),
        fixed=fixed,
        hosting=total(hosting),
        monthly=total(called) + fixed,
        saving=saving,
        payback=payback_months(one_time, saving),
    )


class TrainingCosts(NamedTuple):
    """The lines of the training bill and what one run costs; or no lines, and why."""

    lines: tuple[CostLine, ...] | None
    run_usd: Range | None
    unpriced_because: str | None = None


def training_of(gathered: Gathered) -> TrainingCosts:
    """What training costs, by the runs as they are stated."""
    experiments, training = gathered.request.experiments, gathered.training
    file = _file(gathered, training.examples, training.tokens_per_example, training.epochs)
    price, model = training.price, gathered.candidate.model_id
    run_usd = None
    bounds = job_bounds(price)
    if price is not None and price.usd_per_million_training_tokens is not None:
        run_usd = bounds.bounded(token_run_cost(file, price.usd_per_million_training_tokens))
    elif price is not None and price.usd_per_training_hour is not None and training.hours_per_run is not None:
        run_usd = bounds.bounded(training.hours_per_run.scaled(price.usd_per_training_hour))
    if experiments.training_usd is not None:
        return _stated(gathered, experiments.training_usd, run_usd)
    if isinstance(experiments.runs, tuple):
        return _one_by_one(gathered, experiments.runs, run_usd)
    if price is None:
        what = f"training {model} by {gathered.request.candidate.method}"
        return TrainingCosts(None, None, f"no price of {what} is known: send experiments.training_usd")
    runs = gathered.experiment_runs
    if experiments.runs is None:
        spread = f"{plain(runs.low)} to {plain(runs.high)}, {plain(runs.expected)} expected"
        gathered.notes.assume(f"experiments.runs: {spread}")
    if price.usd_per_million_training_tokens is not None:
        name = (
            f"training: {plain(runs.expected)} runs of {plain(file.tokens_per_example.expected * file.examples)} tokens"
        )
        name += f" for {plain(file.epochs)} epochs"
        one = token_runs_line(name, file, _ONCE, price.usd_per_million_training_tokens)
        return TrainingCosts(repeated(bounds.lines((one,)), runs), run_usd)
    if price.usd_per_training_hour is None or training.hours_per_run is None:
        return TrainingCosts(None, None, f"training {model} is billed by the hour: send experiments.hours_per_run")
    name = f"training: {plain(runs.expected)} runs"
    one = hour_runs_line(name, training.hours_per_run, _ONCE, price.usd_per_training_hour)
    return TrainingCosts(repeated(bounds.lines((one,)), runs), run_usd)


def job_bounds(price: TrainingPrice | None) -> JobBounds:
    """The least and the most that the provider takes for one training job."""
    return JobBounds(price.usd_minimum_per_job, price.usd_cap_per_job) if price else JobBounds()


def _file(gathered: Gathered, examples: int, tokens: Range, epochs: int) -> TrainingFile:
    cap, price = training_cap(gathered.candidate_model), gathered.training.price
    if cap is not None and tokens.high > cap:
        gathered.notes.warn(f"examples of more than {cap:,} tokens are cut off there, and billed up to there")
    billed = gathered.training.validation_tokens if price is not None and price.bills_validation_tokens else Decimal(0)
    return TrainingFile(
        Decimal(examples), capped(tokens, None if cap is None else Decimal(cap)), Decimal(epochs), billed
    )


def _stated(gathered: Gathered, training_usd: Range | tuple[Decimal, ...], run_usd: Range | None) -> TrainingCosts:
    if isinstance(training_usd, Range):
        if run_usd is None and gathered.request.retraining:
            gathered.notes.assume("retraining: a run costs as much as all of experiments.training_usd")
        return TrainingCosts((stated_runs_line("training, all runs", training_usd),), run_usd or training_usd)
    lines = tuple(
        stated_runs_line(f"training run {number}", Range.of(usd)) for number, usd in enumerate(training_usd, 1)
    )
    return TrainingCosts(lines, run_usd or _mean(lines))


def _one_by_one(gathered: Gathered, runs: tuple[Run | Decimal, ...], run_usd: Range | None) -> TrainingCosts:
    lines: list[CostLine] = []
    price = gathered.training.price
    for number, stated in enumerate(runs, 1):
        run = Run(usd=stated) if isinstance(stated, Decimal) else stated
        name = f"training run {number}" + (f": {run.name}" if run.name else "")
        if run.usd is not None:
            lines.append(stated_runs_line(name, Range.of(run.usd)))
        elif price is None or price.usd_per_million_training_tokens is None:
            model = gathered.candidate.model_id
            because = f"no price by the token of training {model} is known: send the cost of each run"
            return TrainingCosts(None, None, because)
        else:
            file = _run_file(gathered, run)
            one = token_runs_line(name, file, _ONCE, price.usd_per_million_training_tokens)
            lines += job_bounds(price).lines((one,))
    found = tuple(lines)
    return TrainingCosts(found, run_usd or _mean(found))


def _mean(runs: tuple[CostLine, ...]) -> Range:
    """What a run costs on average, to a place at which further sums of it stay exact."""
    mean = total(runs).shared(len(runs))
    return Range(*(round(usd, 12) for usd in (mean.low, mean.expected, mean.high)))


def _run_file(gathered: Gathered, run: Run) -> TrainingFile:
    """The dataset, with what the run changes of it."""
    examples = run.examples or gathered.training.examples
    epochs = gathered.training.epochs if run.epochs is None else epochs_for(run.epochs, examples)
    return _file(gathered, examples, run.tokens_per_example or gathered.training.tokens_per_example, epochs)


def _retraining(gathered: Gathered, run_usd: Range | None) -> tuple[CostLine, ...]:
    retraining = gathered.request.retraining
    if retraining is None or run_usd is None:
        return ()
    hours = gathered.retraining_hours
    if retraining.hours is None:
        gathered.notes.assume(f"retraining.hours: {plain(hours.low)} to {plain(hours.high)} hours each time")
    if "runs" not in retraining.model_fields_set:
        gathered.notes.assume("retraining.runs: 1 training run each time")
    once = run_usd * retraining.runs + hours * gathered.engineering_usd_per_hour
    return (retraining_line(retraining.every_months, once),)
