"""The report on a training file: what was found in it, and what that means at the rates of a day."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, localcontext

from costs.quantities import EXACT
from datasets import minimums
from datasets.answer import (
    DatasetReport,
    DecisionDataset,
    Distribution,
    FileChecked,
    LineProblem,
    LongExample,
    ProblemCount,
    Repeat,
    RepeatsFound,
)
from datasets.costing import Trainable, asked_for, costs, counted_with, for_file, in_range
from datasets.findings import Findings
from datasets.fingerprints import Repeats
from datasets.formats.formats import Format
from datasets.histogram import Histogram
from datasets.problems import severity_of, told
from datasets.profile import Profile
from datasets.terms import CheckTerms
from datasets.tokenizers import Encoding, Tokenizer, tokenizer_of
from inputs.errors import FieldError, UnusableRequestError
from ratebook.book import Rates
from ratebook.history import thresholds_in_force
from training.answer import TrainingRates

NOT_CHECKED = (
    "secrets and personal data are not looked for: run a detector of them before the file leaves your hands",
    "whether a provider's own moderation takes the examples",
)
_PLACES = Decimal("1e-6")
_USUAL_MODEL = "gpt-4o"


def report(findings: Findings, terms: CheckTerms, rates: Rates, today: date) -> DatasetReport:
    """What a file comes to. `today` (UTC) stands for an `as_of` that was left out.

    Raises `UnusableRequestError` where the rate table has no such provider, model or day.
    """
    with localcontext(EXACT):
        table, training = rates.compiled.table, findings.training
        as_of, models = asked_for(terms, table, today)
        _check_method(terms, training.format)
        tokenizer, method = for_file(_tokenizer(terms, models), training), terms.method_of(training.format)
        thresholds = thresholds_in_force(table, as_of)
        any_examples = training.examples > 0
        found = costs(findings, terms, models, method, rates, as_of) if any_examples else ()
        return DatasetReport(
            usable=any_examples and not training.problems.errors,
            format=training.format,
            method=method,
            training=_file(training, tokenizer),
            validation=None if findings.validation is None else _file(findings.validation, tokenizer),
            duplicates=_repeats(findings.duplicates),
            overlap=None if findings.overlap is None else _repeats(findings.overlap),
            tokens=counted_with(tokenizer),
            epochs=terms.epochs_for(training.examples) if any_examples else None,
            policy=minimums.of_policy(terms, thresholds, training.examples),
            training_costs=found,
            dataset=_dataset(findings, terms, tokenizer) if any_examples else None,
            not_checked=NOT_CHECKED,
            assumptions=tuple(_assumptions(findings, terms, tokenizer)),
            warnings=tuple(_warnings(findings, rates)),
            as_of=as_of,
            rates=TrainingRates(
                version=rates.compiled.version,
                sha256=rates.compiled.sha256,
                as_of=as_of,
                stale=rates.stale,
                sources=tuple(dict.fromkeys(source for cost in found for source in cost.sources)),
            ),
        )


def _check_method(terms: CheckTerms, format: Format | None) -> None:
    """Raises `UnusableRequestError` for a method that the format is not for."""
    wanted = {"dpo": {Format.PREFERENCE}, "rft": {Format.REINFORCEMENT}}.get(terms.method or "")
    if format is None or terms.method is None or (wanted is None and format is not Format.PREFERENCE):
        return
    if wanted is None or format not in wanted:
        message = f"does not go with the file, which is of the format {format}: send another, or leave it out"
        raise UnusableRequestError(FieldError("method", message))


def _tokenizer(terms: CheckTerms, models: Sequence[Trainable]) -> Tokenizer:
    """The tokenizer of the model that was asked for; of gpt-4o where none was."""
    if terms.model is None:
        return tokenizer_of("openai", _USUAL_MODEL)
    return tokenizer_of(models[0].provider_id, models[0].model_id)


def _file(profile: Profile, tokenizer: Tokenizer) -> FileChecked:
    problems = profile.problems
    return FileChecked(
        bytes=profile.bytes,
        lines=profile.lines,
        examples=profile.examples,
        errors=problems.errors,
        rejected=profile.rejected,
        with_images=profile.with_images,
        with_tools=profile.with_tools,
        problems=tuple(
            LineProblem(line=each.line, code=each.code, severity=each.severity, field=each.field, message=each.message)
            for each in problems.first
        ),
        problem_counts=tuple(
            ProblemCount(code=code, severity=severity_of(code), found=found, message=told(code))
            for code, found in problems.by_code()
        ),
        longest=tuple(
            LongExample(line=each.line, tokens=each.tokens[list(Encoding).index(tokenizer.encoding)])
            for each in profile.longest
        ),
        messages_per_example=_distribution(profile.messages),
        turns_per_example=_distribution(profile.turns),
        tokens_per_example=_distribution(profile.tokens[tokenizer.encoding]),
        answer_tokens_per_example=_distribution(profile.learnt[tokenizer.encoding]),
    )


def _distribution(counts: Histogram) -> Distribution | None:
    if not counts.size:
        return None
    return Distribution(
        total=counts.total,
        mean=Decimal(counts.total) / counts.size,
        min=counts.least,
        p50=counts.quantile(50),
        p90=counts.quantile(90),
        p95=counts.quantile(95),
        p99=counts.quantile(99),
        max=counts.most,
    )


def _repeats(found: Repeats) -> RepeatsFound:
    first = tuple(Repeat(line=each.line, same_as=each.same_as) for each in found.first)
    return RepeatsFound(examples=found.examples, first=first)


def _dataset(findings: Findings, terms: CheckTerms, tokenizer: Tokenizer) -> DecisionDataset:
    training, validation = findings.training, findings.validation
    mean = in_range(training.tokens[tokenizer.encoding], tokenizer, None).shared(training.examples)
    low, expected, high = (float(each.quantize(_PLACES)) for each in (mean.low, mean.expected, mean.high))
    return DecisionDataset(
        examples=training.examples,
        tokens_per_example=expected if tokenizer.exact else {"low": low, "expected": expected, "high": high},
        epochs=terms.epochs,
        validation_tokens=None if validation is None else float(validation.tokens[tokenizer.encoding].total),
    )


def _assumptions(findings: Findings, terms: CheckTerms, tokenizer: Tokenizer) -> Iterator[str]:
    training = findings.training
    if terms.model is None:
        yield f"model: tokens are told by the tokenizer of {_USUAL_MODEL}; each training cost goes by its own model's"
    if not tokenizer.exact:
        yield f"tokens: an estimate, {tokenizer.basis}"
    if training.format in {Format.CHAT, Format.PREFERENCE, Format.REINFORCEMENT}:
        yield "3 tokens stand around each message, 1 beside a name and 3 at the end, as OpenAI's cookbook counts them"
    elif training.format in {Format.CONVERSE, Format.GEMINI}:
        yield "3 tokens are taken to stand around each message and at the end, since nothing is published of them"
    if training.with_tools:
        yield "tools are counted as OpenAI's cookbook does; how they are billed is not published"
    if training.format is Format.PREFERENCE:
        yield "a pair is taken to be billed for its question once and both answers; no provider says how"


def _warnings(findings: Findings, rates: Rates) -> Iterator[str]:
    training, validation = findings.training, findings.validation
    if rates.stale_because:
        yield f"{rates.stale_because}; a newer table may exist"
    if training.rejected:
        yield "lines with errors are not counted: providers refuse a file that has one, so mend them first"
    if validation is not None and validation.problems.errors:
        yield "lines with errors of the validation file are not counted"
    if training.images:
        yield "images and other media have tokens of their own, which are not counted here"
    if findings.duplicates.examples:
        yield "examples that stand there twice are billed twice; remove them unless they are meant to weigh more"
    if findings.overlap is not None and findings.overlap.examples:
        yield "validation examples that are trained on make the model look better than it is; take them out of one file"
