"""Prices a gathered request: once, by the month, by the call, and what that pays back."""

from dataclasses import dataclass, replace
from decimal import Decimal

from costs.engineering import engineering_line, retraining_line
from costs.hosting import hosting_line, storage_line
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
from decisions.gather import Gathered, epochs_for, span_as_range
from decisions.request import Run


@dataclass(frozen=True)
class FineTunedCosts:
    """What the fine-tuned model costs by the month, and what that saves."""

    call: CallTokens
    usd_per_call: Decimal
    lines: tuple[CostLine, ...]
    fixed: Range
    hosting: Range
    monthly: Range
    saving: Range
    payback: OpenRange


@dataclass(frozen=True)
class Costs:
    """Everything that the request costs. `None` where a price that it needs is not known; `unpriced_because` says which."""

    call_today: CallTokens
    usd_per_call_today: Decimal
    lines_today: tuple[CostLine, ...]
    monthly_today: Range
    training_lines: tuple[CostLine, ...] | None
    run_usd: Range | None
    engineering: CostLine
    fine_tuned: FineTunedCosts | None
    unpriced_because: str | None

    @property
    def training(self) -> Range | None:
        """USD for all training runs."""
        return None if self.training_lines is None else total(self.training_lines)

    @property
    def one_time_lines(self) -> tuple[CostLine, ...]:
        """The lines of the one-time bill, as far as they are known."""
        return (*(self.training_lines or ()), self.engineering)

    @property
    def one_time(self) -> Range | None:
        """USD once: training, experiments and engineering."""
        return None if self.training_lines is None else total(self.one_time_lines)


def cost(gathered: Gathered) -> Costs:
    """The costs of a request."""
    calls, today = gathered.calls, gathered.today
    cacheable = calls.cacheable_tokens if gathered.request.current.prompt_caching else Decimal(0)
    call_today = today.call(calls.input_tokens, calls.output_tokens, cacheable, calls.hit_rate)
    lines_today = monthly_lines(f"today's {today.model_id}", calls.per_month, call_today, today.prices)
    training_lines, run_usd, untrained_because = _training(gathered)
    rate = gathered.engineering_usd_per_hour
    engineering = engineering_line("engineering", gathered.engineering_hours, rate)
    known = Costs(
        call_today=call_today,
        usd_per_call_today=today.cost(call_today),
        lines_today=lines_today,
        monthly_today=total(lines_today),
        training_lines=training_lines,
        run_usd=run_usd,
        engineering=engineering,
        fine_tuned=None,
        unpriced_because=untrained_because,
    )
    if gathered.fine_tuned is None:
        batch = " in a batch" if gathered.request.workload.batch else ""
        because = f"no price of a fine-tuned {gathered.candidate.model_id}{batch} is known"
        return replace(known, unpriced_because=because)
    if known.one_time is None:
        return known
    return replace(known, fine_tuned=_fine_tuned(gathered, known, known.one_time))


def _fine_tuned(gathered: Gathered, known: Costs, one_time: Range) -> FineTunedCosts:
    assert gathered.fine_tuned is not None  # cost() has looked
    calls, tuned = gathered.calls, gathered.fine_tuned
    call = tuned.call(calls.after_input_tokens, calls.after_output_tokens, calls.after_cacheable_tokens, calls.hit_rate)
    called = monthly_lines(f"fine-tuned {tuned.model_id}", calls.per_month, call, tuned.prices)
    hosting = _hosting(gathered)
    kept = (*hosting, *_retraining(gathered, known.run_usd))
    usd_per_call, fixed = tuned.cost(call), total(kept)
    saving = monthly_saving(
        calls.per_month, known.usd_per_call_today - usd_per_call, gathered.quality_value_usd_per_month, fixed
    )
    return FineTunedCosts(
        call=call,
        usd_per_call=usd_per_call,
        lines=(*called, *kept),
        fixed=fixed,
        hosting=total(hosting),
        monthly=total(called) + fixed,
        saving=saving,
        payback=payback_months(one_time, saving),
    )


def _training(gathered: Gathered) -> tuple[tuple[CostLine, ...] | None, Range | None, str | None]:
    """Lines of the training bill and the cost of one run; or no lines, and why."""
    experiments, training = gathered.request.experiments, gathered.training
    file = _file(gathered, training.examples, training.tokens_per_example, training.epochs)
    price, model = training.price, gathered.candidate.model_id
    run_usd = None
    if price is not None and price.usd_per_million_training_tokens is not None:
        run_usd = token_run_cost(file, price.usd_per_million_training_tokens)
    elif price is not None and price.usd_per_training_hour is not None and experiments.hours_per_run is not None:
        run_usd = experiments.hours_per_run.scaled(price.usd_per_training_hour)
    if experiments.training_usd is not None:
        return _stated(experiments.training_usd, run_usd)
    if isinstance(experiments.runs, tuple):
        return _one_by_one(gathered, experiments.runs, run_usd)
    if price is None:
        return None, None, f"no price of training {model} by {gathered.request.candidate.method} is known"
    runs = experiments.runs or _default_runs(gathered)
    if price.usd_per_million_training_tokens is not None:
        name = f"training: {plain(runs.expected)} runs of {plain(file.tokens_per_example.expected * file.examples)} tokens"
        name += f" for {plain(file.epochs)} epochs"
        return (token_runs_line(name, file, runs, price.usd_per_million_training_tokens),), run_usd, None
    assert price.usd_per_training_hour is not None  # the schema wants one of the two
    if experiments.hours_per_run is None:
        return None, None, f"training {model} is billed by the hour: send experiments.hours_per_run"
    name = f"training: {plain(runs.expected)} runs"
    return (hour_runs_line(name, experiments.hours_per_run, runs, price.usd_per_training_hour),), run_usd, None


def _default_runs(gathered: Gathered) -> Range:
    span = gathered.thresholds.experiment_runs
    gathered.notes.assume(f"experiments.runs: {plain(span.low)} to {plain(span.high)}, {plain(span.middle)} expected")
    return span_as_range(span)


def _file(gathered: Gathered, examples: int, tokens: Range, epochs: int) -> TrainingFile:
    limits, price = gathered.candidate_model.limits, gathered.training.price
    cap = limits.training_tokens_per_example if limits else None
    if cap is not None and tokens.high > cap:
        gathered.notes.warn(f"examples of more than {cap:,} tokens are cut off there, and billed up to there")
    billed = gathered.training.validation_tokens if price is not None and price.bills_validation_tokens else Decimal(0)
    return TrainingFile(Decimal(examples), capped(tokens, cap and Decimal(cap)), Decimal(epochs), billed)


def _stated(
    training_usd: Range | tuple[Decimal, ...], run_usd: Range | None
) -> tuple[tuple[CostLine, ...], Range | None, None]:
    if isinstance(training_usd, Range):
        return (stated_runs_line("training, all runs", training_usd),), run_usd or training_usd, None
    lines = tuple(stated_runs_line(f"training run {number}", Range.of(usd)) for number, usd in enumerate(training_usd, 1))
    return lines, run_usd or total(lines).scaled(Decimal(1) / len(lines)), None


def _one_by_one(
    gathered: Gathered, runs: tuple[Run | Decimal, ...], run_usd: Range | None
) -> tuple[tuple[CostLine, ...] | None, Range | None, str | None]:
    lines, price = [], gathered.training.price
    for number, run in enumerate(runs, 1):
        usd = run if isinstance(run, Decimal) else run.usd
        name = f"training run {number}" + (f": {run.name}" if isinstance(run, Run) and run.name else "")
        if usd is not None:
            lines.append(stated_runs_line(name, Range.of(usd)))
        elif price is None or price.usd_per_million_training_tokens is None:
            model = gathered.candidate.model_id
            return None, None, f"no price by the token of training {model} is known: send the cost of each run"
        else:
            assert isinstance(run, Run)  # a number is a cost
            file = _run_file(gathered, run)
            lines.append(token_runs_line(name, file, Range.of(Decimal(1)), price.usd_per_million_training_tokens))
    found = tuple(lines)
    return found, run_usd or total(found).scaled(Decimal(1) / len(found)), None


def _run_file(gathered: Gathered, run: Run) -> TrainingFile:
    """The dataset, with what the run changes of it."""
    examples = run.examples or gathered.training.examples
    epochs = gathered.training.epochs if run.epochs is None else epochs_for(run.epochs, examples)
    return _file(gathered, examples, run.tokens_per_example or gathered.training.tokens_per_example, epochs)


def _hosting(gathered: Gathered) -> tuple[CostLine, ...]:
    price, model = gathered.hosting, gathered.candidate.model_id
    if price is None:
        return ()
    lines = []
    if price.usd_per_deployment_hour:
        hours = gathered.thresholds.hours_per_month
        lines.append(hosting_line(f"hosting of fine-tuned {model}", price.usd_per_deployment_hour, hours))
    if price.usd_per_model_month_storage:
        lines.append(storage_line(f"storage of fine-tuned {model}", price.usd_per_model_month_storage))
    return tuple(lines)


def _retraining(gathered: Gathered, run_usd: Range | None) -> tuple[CostLine, ...]:
    retraining = gathered.request.retraining
    if retraining is None or run_usd is None:
        return ()
    hours = retraining.hours
    if hours is None:
        span = gathered.thresholds.engineering_hours_iteration
        hours = span_as_range(span)
        gathered.notes.assume(f"retraining.hours: {plain(span.low)} to {plain(span.high)} hours each time")
    once = run_usd * retraining.runs + hours * gathered.engineering_usd_per_hour
    return (retraining_line(retraining.every_months, once),)
