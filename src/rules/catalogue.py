"""The policy, top to bottom: nine rules, in the order in which they decide.

Every rule is judged for every request. The verdict is the `otherwise` of the first that does not pass; where its
outcome is unknown, the verdict is that more information is needed. When all nine pass, the verdict is to fine-tune. The
numbers in `requires` are data, in `rates/policy.yaml`; the judging itself is in `rules.readiness` and `rules.economy`,
and what they say is in the module of wording beside each.
"""

from collections.abc import Callable

from msgspec import Struct

from rules import economy, readiness
from rules.facts import Facts
from rules.outcomes import Judgement, Verdict
from rules.thresholds import Span, Thresholds

ARTICLE = "Tokonomics, article on fine-tuning costs (June 2026)"


class Rule(Struct, frozen=True, gc=False):
    """One rule of the policy. `observes` are the inputs it looks at; `requires` names thresholds in braces."""

    id: str
    question: str
    observes: tuple[str, ...]
    requires: str
    because: str
    source: str
    remedy: str
    otherwise: Verdict
    judge: Callable[[Facts, Thresholds], Judgement]


CATALOGUE: tuple[Rule, ...] = (
    Rule(
        id="training-available",
        question="May we still train this model with this provider?",
        observes=("candidate.provider", "candidate.model", "candidate.method", "organization", "as_of"),
        requires="the provider offers the training, to this organisation, on this day",
        because="a training job that the provider refuses costs nothing and brings nothing",
        source="the rate table's availability and closing dates, each with its own source",
        remedy="choose another model or provider, or stay with prompting",
        otherwise=Verdict.NOT_AVAILABLE,
        judge=readiness.training_available,
    ),
    Rule(
        id="prompting-first",
        question="Have I tried optimizing my prompts first?",
        observes=("readiness.prompts_optimized",),
        requires="yes",
        because="prompting is cheaper, faster and reversible",
        source=f'{ARTICLE}, "The bottom line" and "The decision rule"',
        remedy="try zero-shot, few-shot and an optimised system prompt, and measure each",
        otherwise=Verdict.IMPROVE_PROMPTS,
        judge=readiness.prompting_first,
    ),
    Rule(
        id="cheaper-model-first",
        question="Have I tried a cheaper base model?",
        observes=("readiness.cheaper_model_tried", "readiness.models_tried", "workload", "current.model"),
        requires="yes, or no model of the rate table is cheaper for this workload",
        because="a cheaper model that is good enough saves the same money without training, and can be left again",
        source=f'{ARTICLE}, "The bottom line"',
        remedy="run your evaluation on the cheaper models among the alternatives",
        otherwise=Verdict.TRY_CHEAPER_MODEL,
        judge=readiness.cheaper_model_first,
    ),
    Rule(
        id="quality-gap-measured",
        question="Is the quality gap between prompting and my target measurable?",
        observes=("readiness.quality_gap_measured", "readiness.current_quality", "readiness.target_quality"),
        requires="yes, or both qualities are given",
        because="without a measure nobody can tell whether the fine-tune is better",
        source=f'{ARTICLE}, "The bottom line" and "Experimentation cost"',
        remedy="build an evaluation set ({engineering_hours_evaluation} hours) and score today's prompt on it",
        otherwise=Verdict.MEASURE_QUALITY,
        judge=readiness.quality_gap_measured,
    ),
    Rule(
        id="enough-examples",
        question="Do I have 200+ high-quality training examples?",
        observes=("dataset.examples", "task"),
        requires=(
            "at least {minimum_examples_classification} for classification, "
            "{minimum_examples_generation} for generation, "
            "and the provider's own minimum; below {rarely_helps_below_examples} it rarely helps"
        ),
        because="with too few examples the model barely shifts from its base behaviour",
        source=f'{ARTICLE}, "Scenario 4" and "The bottom line"',
        remedy="collect and clean more examples, and improve the prompts meanwhile",
        otherwise=Verdict.COLLECT_EXAMPLES,
        judge=readiness.enough_examples,
    ),
    Rule(
        id="beats-alternatives",
        question="Does it beat the same prompt, cached or sent in a batch?",
        observes=(
            "workload.cacheable_input_tokens",
            "workload.cache_hit_rate",
            "workload.latency_tolerant",
            "workload",
        ),
        requires="cheaper by the month and, with what each costs to start, over {horizon_months} months",
        because=(
            "caching and batch give today's answers for less, without training; "
            "a saving against the plain prompt is not real"
        ),
        source=f'{ARTICLE}, table "Fine-tuning vs prompt engineering"; the providers\' cached and batch prices',
        remedy=(
            "put what stays the same at the start of the prompt so that it is cached, or send what can wait in batches"
        ),
        otherwise=Verdict.USE_PROMPT_CACHING,
        judge=economy.beats_alternatives,
    ),
    Rule(
        id="saves-per-call",
        question="Does a call cost less, or is better quality worth the difference?",
        observes=("workload", "current.model", "candidate", "quality_value_usd_per_month"),
        requires="a saving per call, or a stated value of the better quality that exceeds its cost",
        because=(
            "a fine-tuned token costs more than a base token; only a cheaper model or a shorter prompt makes up for it"
        ),
        source=f'{ARTICLE}, "The winning scenario" and "Scenario 3"',
        remedy="fine-tune a cheaper model than today's, shorten the prompt, or state what better quality is worth",
        otherwise=Verdict.DO_NOT_FINE_TUNE,
        judge=economy.saves_per_call,
    ),
    Rule(
        id="payback-within-limit",
        question="Will the inference savings exceed the training + engineering cost within 3 months?",
        observes=("dataset", "experiments", "engineering", "retraining", "workload", "quality_value_usd_per_month"),
        requires="training, experiments and engineering repaid within {payback_limit_months} months",
        because="prices, models and needs change faster than a longer payback",
        source=f'{ARTICLE}, "The bottom line"',
        remedy="wait for more calls, or spend fewer hours or runs",
        otherwise=Verdict.DO_NOT_FINE_TUNE,
        judge=economy.payback_within_limit,
    ),
    Rule(
        id="outlives-payback",
        question="Will the fine-tuned model still answer when it has repaid its cost?",
        observes=("candidate.model", "as_of", "dataset", "experiments", "engineering", "workload"),
        requires="repaid before the provider shuts the fine-tunes of this model down",
        because="a fine-tune that is shut down before it repays is a loss",
        source="the rate table's retirement dates, each with its own source",
        remedy="choose a model that lasts longer, or one that repays sooner",
        otherwise=Verdict.DO_NOT_FINE_TUNE,
        judge=economy.outlives_payback,
    ),
)


def in_words(template: str, thresholds: Thresholds) -> str:
    """`requires` or `remedy` with the numbers of the policy in force."""
    return template.format_map(_InWords(thresholds)) if "{" in template else template


class _InWords:
    """Each threshold as a sentence has it: a number, or the ends of a span."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds

    def __getitem__(self, name: str) -> object:
        value = getattr(self._thresholds, name)
        return f"{value.low:f}-{value.high:f}" if isinstance(value, Span) else value
