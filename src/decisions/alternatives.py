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

    `upfront_usd` is without the hours that it takes, `start_usd` with what they cost; `total_usd` is what is expected
    over the horizon, the hours included.
    """

    approach: str
    provider: str
    model: str
    upfront_usd: Range
    start_usd: Range
    monthly_usd: Range
    total_usd: Decimal
    usd_per_call: Decimal | None
    hours: Range
    quality_ceiling: str
    equal_quality: bool = False
    applicable: bool = True
    note: str | None = None


def alternatives(gathered: Gathered, costs: Costs) -> tuple[Alternative, ...]:
    """Every alternative that can be priced, fine-tuning among them, cheapest over the horizon first."""
    found = [
        *_prompting(gathered, costs),
        *prompt_caching(gathered, costs, gathered.calls.cacheable_tokens),
        *batch(gathered, costs),
        *cheaper_models(gathered, costs),
        *_fine_tuning(gathered, costs),
        *_self_hosted(gathered, costs),
    ]
    return tuple(sorted(found, key=lambda each: (each.total_usd, each.approach, each.model)))


def _total(gathered: Gathered, start_usd: Range, monthly_usd: Range) -> Decimal:
    return start_usd.expected + monthly_usd.expected * gathered.horizon_months


class _Way(NamedTuple):
    """What is said of a way to run the workload, beside its figures."""

    approach: str
    quality_ceiling: str
    equal_quality: bool = False
    applicable: bool = True


_ZERO_SHOT = _Way("zero_shot_prompting", "good")
_SYSTEM_PROMPT = _Way("system_prompt_optimization", "better than zero-shot")
_FEW_SHOT = _Way("few_shot_prompting", "better than zero-shot")
_CACHED = _Way("prompt_caching", "same as prompting", equal_quality=True)
_CHEAPER = _Way("cheaper_model", "unknown until measured")


class _Effort(NamedTuple):
    """What it takes to change to another way."""

    hours: Range
    usd: Range


def _effort(gathered: Gathered, span: Span) -> _Effort:
    hours = span_as_range(span)
    return _Effort(hours, hours * gathered.engineering_usd_per_hour)


def _priced(
    gathered: Gathered, way: _Way, model: PricedModel, usd_per_call: Decimal, effort: _Effort, note: str | None = None
) -> Alternative:
    monthly = gathered.calls.per_month.scaled(usd_per_call)
    return Alternative(
        approach=way.approach,
        provider=model.provider,
        model=model.model_id,
        upfront_usd=NOTHING,
        start_usd=effort.usd,
        monthly_usd=monthly,
        total_usd=_total(gathered, effort.usd, monthly),
        usd_per_call=usd_per_call,
        hours=effort.hours,
        quality_ceiling=way.quality_ceiling,
        equal_quality=way.equal_quality,
        applicable=way.applicable,
        note=note,
    )


def _prompting(gathered: Gathered, costs: Costs) -> Iterator[Alternative]:
    """Better prompts for today's model, at today's prompt length unless they carry examples."""
    thresholds, today = gathered.thresholds, gathered.today
    same = costs.usd_per_call_today
    note = "priced at today's prompt length"
    yield _priced(gathered, _ZERO_SHOT, today, same, _effort(gathered, thresholds.zero_shot_hours), note)
    yield _priced(gathered, _SYSTEM_PROMPT, today, same, _effort(gathered, thresholds.system_prompt_hours), note)
    shots = thresholds.few_shot_examples
    tokens = gathered.training.tokens_per_example.expected
    extra = shots * tokens
    most = most_input_tokens(today.model)
    if most is None or gathered.calls.input_tokens + extra <= most:
        call = replace(costs.call_today, input=costs.call_today.input + extra)
        longer = today.for_input(call.input).cost(call)
        examples = f"{shots:f} examples of {tokens:f} tokens more in each prompt" if shots else None
        yield _priced(gathered, _FEW_SHOT, today, longer, _effort(gathered, thresholds.few_shot_hours), examples)


def prompt_caching(gathered: Gathered, costs: Costs, cacheable: Decimal) -> Iterator[Alternative]:
    """Today's prompt with `cacheable` tokens of it cached; nothing where that caches nothing new."""
    calls, today = gathered.calls, gathered.today
    call = today.call(calls.input_tokens, calls.output_tokens, cacheable, calls.hit_rate)
    if not call.cached_input or gathered.request.current.prompt_caching:
        return
    note = f"{call.cached_input:,f} of {calls.input_tokens:,f} input tokens cached, on {calls.hit_rate:f} of the calls"
    effort = _effort(gathered, gathered.thresholds.prompt_caching_hours)
    yield _priced(gathered, _CACHED, today, today.cost(call), effort, note)


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
    way = _Way("batch", "same as prompting", equal_quality=True, applicable=workload.latency_tolerant)
    yield _priced(gathered, way, batched, batched.cost(call), _effort(gathered, gathered.thresholds.batch_hours), note)


def cheaper_models(gathered: Gathered, costs: Costs) -> Iterator[Alternative]:
    """Every base model worth trying that costs less for this workload, with today's prompt, and still answers."""
    calls, workload, today = gathered.calls, gathered.request.workload, gathered.today
    cached_today, effort = gathered.cached_today_tokens, _effort(gathered, gathered.thresholds.zero_shot_hours)
    call = CallTokens(calls.input_tokens, calls.output_tokens)
    for each in gathered.on_day.compared(today.model.interface, batch=workload.batch):
        if each.found.model_id == today.model_id and not today.fine_tuned:
            continue
        other = _priced_as_today(gathered, each)
        if other is None:
            continue
        if cached_today:
            call = other.call(calls.input_tokens, calls.output_tokens, cached_today, calls.hit_rate)
        usd_per_call = other.cost(call)
        if usd_per_call < costs.usd_per_call_today:
            yield _priced(gathered, _CHEAPER, other, usd_per_call, effort, each.caveats)


def _priced_as_today(gathered: Gathered, other: Compared) -> PricedModel | None:
    """Another model at its prices for today's calls; `None` where it has none or does not take prompts so long."""
    tokens, overrides = gathered.calls.input_tokens, gathered.request.overrides
    if not overrides:
        return other.at(tokens)
    if other.most_input_tokens is not None and tokens > other.most_input_tokens:
        return None
    asked = Asked(gathered.as_of, tokens, gathered.request.workload.batch)
    return priced(other.found, other.offer, asked, overrides, fine_tuned=False)


def _fine_tuning(gathered: Gathered, costs: Costs) -> Iterator[Alternative]:
    if costs.fine_tuned is None or costs.training is None:
        return
    start = costs.fine_tuned.one_time
    yield Alternative(
        approach="fine_tuning",
        provider=gathered.candidate.provider,
        model=gathered.candidate.model_id,
        upfront_usd=costs.training,
        start_usd=start,
        monthly_usd=costs.fine_tuned.monthly,
        total_usd=_total(gathered, start, costs.fine_tuned.monthly),
        usd_per_call=costs.fine_tuned.usd_per_call,
        hours=gathered.engineering_hours,
        quality_ceiling="best for your task",
    )


def _self_hosted(gathered: Gathered, costs: Costs) -> Iterator[Alternative]:
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
    start = training.cost_usd + costs.engineering.cost_usd
    yield Alternative(
        approach="self_hosted_lora",
        provider=SELF_HOSTED,
        model=f"{recipe.model_size} open model on {recipe.instance}",
        upfront_usd=training.cost_usd,
        start_usd=start,
        monthly_usd=always_on.cost_usd,
        total_usd=_total(gathered, start, always_on.cost_usd),
        usd_per_call=None,
        hours=gathered.engineering_hours,
        quality_ceiling="comparable to fine-tuning for most tasks, on a smaller model",
        note=f"one instance, always on: measure that it carries {per_second:,.0f} tokens a second, and your peak",
    )
