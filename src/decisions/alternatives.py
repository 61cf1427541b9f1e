"""Every honest alternative to fine-tuning, priced: prompts, caching, batch, cheaper models, own GPUs."""

from collections.abc import Iterator
from copy import replace
from decimal import Decimal
from typing import NamedTuple

from costs.hosting import hosting_line
from costs.inference import CallTokens
from costs.quantities import NOTHING, Range
from costs.training import gpu_runs_line, instances_for
from decisions.context import span_as_range
from decisions.costing import Costs
from decisions.gather import Gathered
from decisions.on_day import Compared
from decisions.pricing import Asked, PricedModel, most_input_tokens, priced
from ratebook.history import in_force
from ratebook.self_hosting import SELF_HOSTED
from rules.thresholds import Span

SELF_HOSTED_RECIPE = "lora-8b"
_PER_EXAMPLES = Decimal(1000)


class Alternative(NamedTuple):
    """One way to run the workload; of `equal_quality` are today's own answers.

    `upfront_usd` is without the hours that it takes, `start_usd` with what they cost.
    """

    approach: str
    provider: str
    model: str
    upfront_usd: Range
    start_usd: Range
    monthly_usd: Range
    usd_per_call: Decimal | None
    hours: Range
    quality_ceiling: str
    equal_quality: bool = False
    applicable: bool = True
    note: str | None = None

    def total_usd(self, months: int) -> Decimal:
        """Expected USD over `months`, the hours included."""
        return self.start_usd.expected + self.monthly_usd.expected * months


def alternatives(gathered: Gathered, costs: Costs) -> tuple[Alternative, ...]:
    """Every alternative that can be priced, fine-tuning among them, cheapest over the horizon first."""
    found = [
        *_prompting(gathered, costs),
        *prompt_caching(gathered, costs, gathered.calls.cacheable_tokens),
        *batch(gathered, costs),
        *cheaper_models(gathered, costs),
        *_fine_tuning(gathered, costs),
        *_self_hosted(gathered),
    ]
    months = gathered.horizon_months
    return tuple(sorted(found, key=lambda each: (each.total_usd(months), each.approach, each.model)))


class _Way(NamedTuple):
    """What is said of a way to run the workload, beside its figures."""

    approach: str
    quality_ceiling: str
    equal_quality: bool = False
    applicable: bool = True
    note: str | None = None


class _Effort(NamedTuple):
    """What it takes to change to another way."""

    hours: Range
    usd: Range


def _effort(gathered: Gathered, span: Span) -> _Effort:
    hours = span_as_range(span)
    return _Effort(hours, hours * gathered.engineering_usd_per_hour)


def _priced(gathered: Gathered, way: _Way, model: PricedModel, usd_per_call: Decimal, effort: _Effort) -> Alternative:
    return Alternative(
        approach=way.approach,
        provider=model.provider,
        model=model.model_id,
        upfront_usd=NOTHING,
        start_usd=effort.usd,
        monthly_usd=gathered.calls.per_month.scaled(usd_per_call),
        usd_per_call=usd_per_call,
        hours=effort.hours,
        quality_ceiling=way.quality_ceiling,
        equal_quality=way.equal_quality,
        applicable=way.applicable,
        note=way.note,
    )


def _prompting(gathered: Gathered, costs: Costs) -> Iterator[Alternative]:
    """Better prompts for today's model, at today's prompt length unless they carry examples."""
    thresholds, today = gathered.thresholds, gathered.today
    same = costs.usd_per_call_today
    note = "priced at today's prompt length"
    better = "better than zero-shot"
    zero_shot = _Way("zero_shot_prompting", "good", note=note)
    yield _priced(gathered, zero_shot, today, same, _effort(gathered, thresholds.zero_shot_hours))
    optimized = _Way("system_prompt_optimization", better, note=note)
    yield _priced(gathered, optimized, today, same, _effort(gathered, thresholds.system_prompt_hours))
    shots = thresholds.few_shot_examples
    extra = shots * gathered.training.tokens_per_example.expected
    most = most_input_tokens(today.model)
    if most is None or gathered.calls.input_tokens + extra <= most:
        call = replace(costs.call_today, input=costs.call_today.input + extra)
        longer = today.for_input(call.input).cost(call)
        examples = f"{shots:f} examples of {extra / shots:f} tokens more in each prompt" if shots else None
        few_shot = _Way("few_shot_prompting", better, note=examples)
        yield _priced(gathered, few_shot, today, longer, _effort(gathered, thresholds.few_shot_hours))


def prompt_caching(gathered: Gathered, costs: Costs, cacheable: Decimal) -> Iterator[Alternative]:
    """Today's prompt with `cacheable` tokens of it cached; nothing where that caches nothing new."""
    calls, today = gathered.calls, gathered.today
    call = today.call(calls.input_tokens, calls.output_tokens, cacheable, calls.hit_rate)
    if not call.cached_input or gathered.request.current.prompt_caching:
        return
    note = f"{call.cached_input:,f} of {calls.input_tokens:,f} input tokens cached, on {calls.hit_rate:f} of the calls"
    cached = _Way("prompt_caching", "same as prompting", equal_quality=True, note=note)
    yield _priced(
        gathered, cached, today, today.cost(call), _effort(gathered, gathered.thresholds.prompt_caching_hours)
    )


def batch(gathered: Gathered, costs: Costs) -> Iterator[Alternative]:
    """Today's prompt sent through the batch API, where a batch price is published."""
    workload, calls, today = gathered.request.workload, gathered.calls, gathered.today
    if workload.batch:
        return
    batched = today.batched()
    if batched is None:
        return
    call = batched.call(calls.input_tokens, calls.output_tokens)
    note = None if workload.latency_tolerant else "only where answers may take 24 hours (workload.latency_tolerant)"
    way = _Way("batch", "same as prompting", equal_quality=True, applicable=workload.latency_tolerant, note=note)
    yield _priced(gathered, way, batched, batched.cost(call), _effort(gathered, gathered.thresholds.batch_hours))


def cheaper_models(gathered: Gathered, costs: Costs) -> Iterator[Alternative]:
    """Every base model worth trying that costs less for this workload, with today's prompt, and still answers."""
    calls, workload, overrides = gathered.calls, gathered.request.workload, gathered.request.overrides
    asked = Asked(gathered.as_of, calls.input_tokens, workload.batch)
    cached_today, effort = gathered.cached_today_tokens, _effort(gathered, gathered.thresholds.zero_shot_hours)
    call = CallTokens(calls.input_tokens, calls.output_tokens)
    for each in gathered.on_day.compared(batch=workload.batch):
        if not _comparable(gathered, each):
            continue
        if overrides:
            other = priced(each.found, each.offer, asked, overrides, fine_tuned=False)
        else:
            other = each.at(calls.input_tokens)
        if other is None:
            continue
        if cached_today:
            call = other.call(calls.input_tokens, calls.output_tokens, cached_today, calls.hit_rate)
        usd_per_call = other.cost(call)
        if usd_per_call >= costs.usd_per_call_today:
            continue
        way = _Way("cheaper_model", "unknown until measured", note=each.caveats)
        yield _priced(gathered, way, other, usd_per_call, effort)


def _comparable(gathered: Gathered, other: Compared) -> bool:
    """Another model of the same interface that takes prompts of this length."""
    today, most = gathered.today, other.most_input_tokens
    if other.found.model_id == today.model_id and not today.fine_tuned:
        return False
    if other.found.model.interface != today.model.interface:
        return False
    return most is None or gathered.calls.input_tokens <= most


def _fine_tuning(gathered: Gathered, costs: Costs) -> Iterator[Alternative]:
    if costs.fine_tuned is None or costs.training is None:
        return
    yield Alternative(
        approach="fine_tuning",
        provider=gathered.candidate.provider,
        model=gathered.candidate.model_id,
        upfront_usd=costs.training,
        start_usd=costs.training + gathered.engineering_hours * gathered.engineering_usd_per_hour,
        monthly_usd=costs.fine_tuned.monthly,
        usd_per_call=costs.fine_tuned.usd_per_call,
        hours=gathered.engineering_hours,
        quality_ceiling="best for your task",
    )


def _self_hosted(gathered: Gathered) -> Iterator[Alternative]:
    """A LoRA of an open model on one rented instance that is always on."""
    table = gathered.table.self_hosted
    recipe = in_force(table.recipes.get(SELF_HOSTED_RECIPE, ()), gathered.as_of)
    instance = table.instances[recipe.instance] if recipe else None
    rent = in_force(instance.on_demand, gathered.as_of) if instance else None
    if recipe is None or instance is None or rent is None:
        return
    price, thresholds, calls = rent.usd_per_instance_hour, gathered.thresholds, gathered.calls
    hours = span_as_range(recipe.hours_per_1000_examples).scaled(Decimal(gathered.training.examples) / _PER_EXAMPLES)
    runs = span_as_range(thresholds.experiment_runs)
    instances = instances_for(recipe.gpus, instance.gpus)
    training = gpu_runs_line("training", instances, hours, runs, price)
    always_on = hosting_line("hosting", price, thresholds.hours_per_month)
    tokens = calls.per_month.expected * (calls.after_input_tokens + calls.after_output_tokens)
    per_second = tokens / (thresholds.hours_per_month * 3600)
    yield Alternative(
        approach="self_hosted_lora",
        provider=SELF_HOSTED,
        model=f"{recipe.model_size} open model on {recipe.instance}",
        upfront_usd=training.cost_usd,
        start_usd=training.cost_usd + gathered.engineering_hours * gathered.engineering_usd_per_hour,
        monthly_usd=always_on.cost_usd,
        usd_per_call=None,
        hours=gathered.engineering_hours,
        quality_ceiling="comparable to fine-tuning for most tasks, on a smaller model",
        note=f"one instance, always on: measure that it carries {per_second:,.0f} tokens a second, and your peak",
    )
