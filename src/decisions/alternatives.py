"""Every honest alternative to fine-tuning, priced: prompts, caching, batch, cheaper models, own GPUs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from costs.hosting import hosting_line
from costs.quantities import NOTHING, Range
from costs.training import gpu_runs_line, instances_for
from decisions.context import span_as_range
from decisions.costing import Costs
from decisions.gather import Gathered
from decisions.pricing import Asked, PricedModel, most_input_tokens, priced
from ratebook.history import in_force
from ratebook.models import Model
from ratebook.names import NameParts, ResolvedModel
from ratebook.offers import Offer
from ratebook.self_hosting import SELF_HOSTED
from rules.thresholds import Span

SELF_HOSTED_RECIPE = "lora-8b"
_PER_EXAMPLES = Decimal(1000)


@dataclass(frozen=True)
class Alternative:
    """One way to run the workload. `upfront_usd` is without the hours; of `equal_quality` are today's own answers."""

    approach: str
    provider: str
    model: str
    upfront_usd: Range
    monthly_usd: Range
    usd_per_call: Decimal | None
    hours: Range
    quality_ceiling: str
    equal_quality: bool = False
    applicable: bool = True
    note: str | None = None

    def started(self, usd_per_hour: Range) -> Range:
        """USD to start with: what is paid upfront and what the hours cost."""
        return self.upfront_usd + self.hours * usd_per_hour

    def total_usd(self, usd_per_hour: Range, months: int) -> Decimal:
        """Expected USD over `months`, the hours included."""
        return self.started(usd_per_hour).expected + self.monthly_usd.expected * months


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
    rate, months = gathered.engineering_usd_per_hour, gathered.horizon_months
    return tuple(sorted(found, key=lambda each: (each.total_usd(rate, months), each.approach, each.model)))


def _priced(
    gathered: Gathered, approach: str, model: PricedModel, usd_per_call: Decimal, span: Span, quality: str
) -> Alternative:
    return Alternative(
        approach=approach,
        provider=model.provider,
        model=model.model_id,
        upfront_usd=NOTHING,
        monthly_usd=gathered.calls.per_month.scaled(usd_per_call),
        usd_per_call=usd_per_call,
        hours=span_as_range(span),
        quality_ceiling=quality,
    )


def _prompting(gathered: Gathered, costs: Costs) -> Iterator[Alternative]:
    """Better prompts for today's model, at today's prompt length unless they carry examples."""
    thresholds, today = gathered.thresholds, gathered.today
    same = costs.usd_per_call_today
    note = "priced at today's prompt length"
    zero_shot = _priced(gathered, "zero_shot_prompting", today, same, thresholds.zero_shot_hours, "good")
    yield replace(zero_shot, note=note)
    optimized = _priced(
        gathered, "system_prompt_optimization", today, same, thresholds.system_prompt_hours, "better than zero-shot"
    )
    yield replace(optimized, note=note)
    shots = thresholds.few_shot_examples
    extra = shots * gathered.training.tokens_per_example.expected
    most = most_input_tokens(today.model)
    if most is None or gathered.calls.input_tokens + extra <= most:
        call = replace(costs.call_today, input=costs.call_today.input + extra)
        longer = today.for_input(call.input).cost(call)
        few_shot = _priced(
            gathered, "few_shot_prompting", today, longer, thresholds.few_shot_hours, "better than zero-shot"
        )
        yield replace(
            few_shot, note=f"{shots:f} examples of {extra / shots:f} tokens more in each prompt" if shots else None
        )


def prompt_caching(gathered: Gathered, costs: Costs, cacheable: Decimal) -> Iterator[Alternative]:
    """Today's prompt with `cacheable` tokens of it cached; nothing where that caches nothing new."""
    calls, today = gathered.calls, gathered.today
    call = today.call(calls.input_tokens, calls.output_tokens, cacheable, calls.hit_rate)
    if not call.cached_input or gathered.request.current.prompt_caching:
        return
    cached = _priced(
        gathered,
        "prompt_caching",
        today,
        today.cost(call),
        gathered.thresholds.prompt_caching_hours,
        "same as prompting",
    )
    note = f"{call.cached_input:,f} of {calls.input_tokens:,f} input tokens cached, on {calls.hit_rate:f} of the calls"
    yield replace(cached, equal_quality=True, note=note)


def batch(gathered: Gathered, costs: Costs) -> Iterator[Alternative]:
    """Today's prompt sent through the batch API, where a batch price is published."""
    workload, calls, today = gathered.request.workload, gathered.calls, gathered.today
    if workload.batch:
        return
    batched = today.batched()
    if batched is None:
        return
    call = batched.call(calls.input_tokens, calls.output_tokens)
    alternative = _priced(
        gathered, "batch", batched, batched.cost(call), gathered.thresholds.batch_hours, "same as prompting"
    )
    note = None if workload.latency_tolerant else "only where answers may take 24 hours (workload.latency_tolerant)"
    yield replace(alternative, equal_quality=True, applicable=workload.latency_tolerant, note=note)


def cheaper_models(gathered: Gathered, costs: Costs) -> Iterator[Alternative]:
    """Every base model worth trying that costs less for this workload, with today's prompt, and still answers."""
    calls = gathered.calls
    asked = Asked(gathered.as_of, calls.input_tokens, gathered.request.workload.batch)
    for provider_id, model_id in gathered.table.compared:
        provider = gathered.table.providers[provider_id]
        model = provider.models[model_id]
        if not _comparable(gathered, model_id, model):
            continue
        found = ResolvedModel(model_id, provider_id, model_id, model, NameParts(model_id))
        offer = Offer(provider, model, provider.default_tier, None, model)
        other = priced(found, offer, asked, gathered.request.overrides, fine_tuned=False)
        if other is None:
            continue
        call = other.call(calls.input_tokens, calls.output_tokens, gathered.cached_today_tokens, calls.hit_rate)
        if other.cost(call) >= costs.usd_per_call_today:
            continue
        cheaper = _priced(
            gathered,
            "cheaper_model",
            other,
            other.cost(call),
            gathered.thresholds.zero_shot_hours,
            "unknown until measured",
        )
        yield replace(cheaper, note=_caveats(found))


def _comparable(gathered: Gathered, model_id: str, model: Model) -> bool:
    """Another model of the same interface, not shut down, that takes prompts of this length."""
    today = gathered.today
    if model_id == today.model_id and not today.fine_tuned:
        return False
    if model.interface != today.model.interface:
        return False
    if model.retires_on is not None and model.retires_on.date <= gathered.as_of:
        return False
    most = most_input_tokens(model)
    return most is None or gathered.calls.input_tokens <= most


def _caveats(found: ResolvedModel) -> str | None:
    caveats = []
    if found.model.bills_reasoning:
        caveats.append("bills reasoning tokens as output, on top of the answer's")
    if found.model.retires_on is not None:
        caveats.append(f"shut down on {found.model.retires_on.date}")
    return "; ".join(caveats) or None


def _fine_tuning(gathered: Gathered, costs: Costs) -> Iterator[Alternative]:
    if costs.fine_tuned is None or costs.training is None:
        return
    yield Alternative(
        approach="fine_tuning",
        provider=gathered.candidate.provider,
        model=gathered.candidate.model_id,
        upfront_usd=costs.training,
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
        monthly_usd=always_on.cost_usd,
        usd_per_call=None,
        hours=gathered.engineering_hours,
        quality_ceiling="comparable to fine-tuning for most tasks, on a smaller model",
        note=f"one instance, always on: measure that it carries {per_second:,.0f} tokens a second, and your peak",
    )
