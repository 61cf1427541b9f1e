"""How much of one job is billed: the tokens of its file, epochs, padding and validation, or its hours."""

from dataclasses import dataclass
from decimal import Decimal

from costs.quantities import NOTHING, Range
from costs.training import auto_epochs, capped
from costs.training_jobs import padded_tokens, stepped_tokens
from inputs.errors import FieldError, UnusableRequestError
from inputs.notes import Notes
from training.job import Stepped, TrainingDataset
from training.request import TrainingCostsRequest
from training.selling import Sale
from training.wording import counted


@dataclass(frozen=True)
class TokenAmount:
    """Tokens that one job is billed for. `epochs` are those planned; `None` where the job is counted in steps."""

    trained: Range
    validation: Decimal
    epochs: int | None
    epochs_done: Decimal | None

    @property
    def billable(self) -> Range:
        """Training and billed validation tokens together."""
        return self.trained + Range.of(self.validation)


def token_amount(request: TrainingCostsRequest, sale: Sale, notes: Notes) -> TokenAmount | None:
    """The tokens of one job; `None` for a job by the hour.

    Raises `UnusableRequestError` where the provider's terms need a field that is missing.
    """
    epochs: int | None = None
    done: Decimal | None = None
    if request.stepped is not None:
        trained = _steps(request, request.stepped, sale)
    elif request.dataset is not None:
        epochs = _epochs(request.dataset, notes)
        _warn_of_limits(request.dataset, sale, notes)
        done = _epochs_done(request, epochs)
        trained = _tokens_per_epoch(request, request.dataset, sale, notes).scaled(done)
    else:
        return None
    validation = _validation(request, sale, notes)
    if request.ended_before_training:
        return TokenAmount(NOTHING, Decimal(0), epochs, Decimal(0))
    if not sale.terms.known and (validation or not request.packing):
        notes.assume(f"padding and validation tokens are billed: what {sale.provider.title} bills here is not known")
    return TokenAmount(trained, validation, epochs, done)


def billed_hours(request: TrainingCostsRequest) -> Range | None:
    """Hours that one job is billed for: those that it ran where it ended early; `None` for a job by the token."""
    planned = request.gpus.hours if request.gpus else request.hours
    if planned is not None and request.ended_before_training:
        return NOTHING
    if request.job is not None and request.job.hours_done is not None:
        return Range.of(request.job.hours_done)
    return planned


def _steps(request: TrainingCostsRequest, stepped: Stepped, sale: Sale) -> Range:
    if not sale.terms.bills_padding:
        message = f"{sale.provider.title} bills the tokens of the file and no padding: send dataset in place of steps"
        raise UnusableRequestError(FieldError("steps", message))
    done = request.job.steps_done if request.job else None
    steps = stepped.steps if done is None else done
    return Range.of(stepped_tokens(steps, stepped.batch_size, stepped.sequence_length))


def _epochs(dataset: TrainingDataset, notes: Notes) -> int:
    if isinstance(dataset.epochs, int):
        return dataset.epochs
    examples = _examples(dataset, '"auto" epochs go by them')
    epochs = auto_epochs(examples)
    notes.assume(
        f'dataset.epochs: {epochs}, which "auto" is reckoned to choose for {counted(examples, "example")} by OpenAI\'s '
        "published heuristic: 3, but about 100 examples at the least and 25,000 at the most are passed; "
        "providers promise none"
    )
    return epochs


def _examples(dataset: TrainingDataset, why: str) -> int:
    if dataset.examples is None:
        raise UnusableRequestError(FieldError("dataset.examples", f"is missing; {why}"))
    return dataset.examples


def _epochs_done(request: TrainingCostsRequest, planned: int) -> Decimal:
    done = request.job.epochs_done if request.job else None
    if done is None:
        return Decimal(planned)
    if done > planned:
        raise UnusableRequestError(
            FieldError("job.epochs_done", f"cannot be more than the job's {counted(planned, 'epoch')}")
        )
    return done


def _tokens_per_epoch(request: TrainingCostsRequest, dataset: TrainingDataset, sale: Sale, notes: Notes) -> Range:
    if not request.packing and sale.terms.bills_padding:
        return _padded(request, dataset, notes)
    if not request.packing:
        notes.assume(f"packing: makes no difference, since {sale.provider.title} does not bill padding")
    limits = sale.model.limits
    cap = limits.training_tokens_per_example if limits else None
    if dataset.tokens is not None:
        return _file_within_cap(dataset.tokens, dataset.examples, cap, notes)
    examples = _examples(dataset, "tokens_per_example are counted for each")
    if dataset.tokens_per_example is None:
        message = "is missing; send it, or dataset.tokens for the whole file"
        raise UnusableRequestError(FieldError("dataset.tokens_per_example", message))
    if cap is not None and dataset.tokens_per_example.high > cap:
        _warn_of_cut(cap, notes)
    return capped(dataset.tokens_per_example, None if cap is None else Decimal(cap)).scaled(Decimal(examples))


def _file_within_cap(tokens: Range, examples: int | None, cap: int | None, notes: Notes) -> Range:
    """The file's tokens; where the examples are known, no more than the provider's cap for each on average."""
    if cap is None or examples is None or tokens.high <= cap * examples:
        return tokens
    _warn_of_cut(cap, notes)
    return capped(tokens, Decimal(cap * examples))


def _warn_of_cut(length: int, notes: Notes) -> None:
    notes.warn(f"examples of more than {counted(length, 'token')} are cut off there, and billed up to there")


def _padded(request: TrainingCostsRequest, dataset: TrainingDataset, notes: Notes) -> Range:
    why = "without packing every example is billed at the full length"
    if request.sequence_length is None:
        raise UnusableRequestError(FieldError("sequence_length", f"is missing; {why}"))
    examples = _examples(dataset, why)
    if dataset.tokens_per_example is not None and dataset.tokens_per_example.high > request.sequence_length:
        _warn_of_cut(request.sequence_length, notes)
    notes.assume(f"packing: {why}, {counted(request.sequence_length, 'token')}")
    return Range.of(padded_tokens(examples, request.sequence_length))


def _validation(request: TrainingCostsRequest, sale: Sale, notes: Notes) -> Decimal:
    """The validation tokens that are billed."""
    validation = request.validation
    if validation is None or not validation.tokens:
        return Decimal(0)
    if not sale.terms.bills_validation_tokens:
        notes.assume(f"validation: {sale.provider.title} does not bill validation tokens")
        return Decimal(0)
    if "evaluations" not in validation.model_fields_set:
        notes.assume("validation.evaluations: 1; each is billed")
    if request.job is not None and request.job.status != "succeeded" and request.job.trained:
        notes.assume("validation.evaluations: those that were made before the job ended")
    return validation.tokens * validation.evaluations


def _warn_of_limits(dataset: TrainingDataset, sale: Sale, notes: Notes) -> None:
    limits, examples = sale.model.limits, dataset.examples
    if limits is None or examples is None:
        return
    least, most = limits.minimum_examples, limits.maximum_examples
    if least is not None and examples < least:
        notes.warn(f"{sale.provider.title} takes no file of fewer than {counted(least, 'example')}")
    if most is not None and examples > most:
        notes.warn(f"{sale.provider.title} takes no file of more than {counted(most, 'example')}")
