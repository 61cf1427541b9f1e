"""The shape of a rate table: providers, their models, rented GPUs and the policy.

Every dated list is append-only history: an entry is in force from its `effective_from` (inclusive, UTC) until the next
entry begins. What was once published stays readable: a field may be added, and no field changes its meaning.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from msgspec import field

from ratebook.checks import Found, newest_last, refuse
from ratebook.gpus import SelfHosted
from ratebook.policy import Policy
from ratebook.prices import HostingPrice, TokenPrices, TrainingMethod, TrainingPrice
from ratebook.sourced import AtLeastOne, Count, Dated, Event, Source, Sourced
from shapes.kinds import Described, Flag
from shapes.shape import Shape


class OpenTo(StrEnum):
    """Which organisations may create a training job."""

    EVERYONE = "everyone"
    HAS_FINE_TUNED = "organizations_that_have_fine_tuned"
    RECENT_INFERENCE = "organizations_with_recent_fine_tuned_inference"
    NOBODY = "nobody"


class Availability(Dated):
    """Who may create training jobs from a day on."""

    open_to: OpenTo
    successor: Annotated[str | None, Described("what the provider offers in its place")] = None


class PromptCaching(Sourced):
    """What of a repeated prompt prefix is cached: nothing below `minimum_tokens`, then whole `step_tokens`."""

    minimum_tokens: Count
    step_tokens: AtLeastOne


class Limits(Sourced):
    """Limits of training and of one call."""

    minimum_examples: Count | None = None
    maximum_examples: Count | None = None
    recommended_examples: Annotated[
        dict[Literal["sft", "dpo", "rft"], Count],
        Described("with fewer the provider takes the file, and advises against it"),
    ] = field(default_factory=dict)
    recommended_training_tokens: Annotated[Count | None, Described("the same in tokens of the file")] = None
    training_tokens_per_example: Count | None = None
    input_tokens_per_call: Count | None = None


class Priced(Shape):
    """The price histories of a model, as it is served in one way."""

    base: tuple[TokenPrices, ...] = ()
    fine_tuned: tuple[TokenPrices, ...] = ()
    training: dict[TrainingMethod, tuple[TrainingPrice, ...]] = field(default_factory=dict)
    hosting: tuple[HostingPrice, ...] = ()
    hosting_options: dict[str, tuple[HostingPrice, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse(
            [
                *newest_last(self.base, "base"),
                *newest_last(self.fine_tuned, "fine_tuned"),
                *newest_last(self.hosting, "hosting"),
                *_all_newest_last(self.training, "training"),
                *_all_newest_last(self.hosting_options, "hosting_options"),
            ]
        )


def _all_newest_last[Name: str](histories: Mapping[Name, Sequence[Dated]], place: str) -> Iterator[Found]:
    for name, entries in histories.items():
        yield from newest_last(entries, place, name)


class Tier(Priced):
    """Another way in which the provider serves the model, at prices of its own. What has no price here is not sold."""

    regions: Annotated[tuple[str, ...], Described("the provider's regions where these prices hold; all if empty")] = ()
    note: str | None = None


class Model(Priced):
    """A base model: its prices, its fine-tunes' prices, what training it costs, and how long all that lasts."""

    aliases: tuple[str, ...] = ()
    interface: Literal["chat", "completions"] = "chat"
    bills_reasoning: Annotated[Flag, Described("reasoning tokens are billed as output beside the answer's")] = False
    compared: Annotated[Flag, Described("a decision names it among the cheaper models to try")] = True
    retires_on: Annotated[Event | None, Described("the base model stops answering on this day")] = None
    fine_tunes_retire_on: Annotated[Event | None, Described("its fine-tunes stop answering on this day")] = None
    training_closes_on: Annotated[Event | None, Described("from this day nobody can train it")] = None
    limits: Limits | None = None
    prompt_caching: PromptCaching | None = None
    trainable: Annotated[
        tuple[Literal["sft", "dpo", "rft"], ...],
        Described("methods that the provider trains it by, though no price of them is known"),
    ] = ()
    training_class: Annotated[str | None, Described("key of the provider's training_classes, by the model's size")] = (
        None
    )
    correction: Annotated[str | None, Described("why a published fact of the model was changed or removed")] = None
    tiers: dict[str, Tier] = field(default_factory=dict)


class TrainingClass(Shape):
    """What training costs for every model of a size."""

    title: str
    training: dict[TrainingMethod, tuple[TrainingPrice, ...]]

    def __post_init__(self) -> None:
        refuse(_all_newest_last(self.training, "training"))


class Deployment(Sourced):
    """A name of the owner's own, such as an Azure deployment or an ARN, and the model that answers behind it."""

    model: str
    tier: str | None = None
    region: str | None = None


class NameForm(StrEnum):
    """How the provider writes the names of fine-tuned and deployed models; see `ratebook.name_forms`."""

    OPENAI = "openai"
    AZURE = "azure"
    BEDROCK = "bedrock"
    VERTEX = "vertex"
    MISTRAL = "mistral"
    TOGETHER = "together"
    FIREWORKS = "fireworks"
    TINKER = "tinker"
    PLAIN = "plain"


class Provider(Shape):
    """One provider's file."""

    schema_version: Literal[1]
    title: str
    aliases: Annotated[tuple[str, ...], Described("other ids of the provider, among them LiteLLM's prefixes")] = ()
    name_form: NameForm = NameForm.OPENAI
    reseller: Annotated[Flag, Described("serves models that others made: never meant by a bare model name")] = False
    default_tier: Annotated[str | None, Described("what the models' own prices, outside `tiers`, are for")] = None
    grader_tier: Annotated[
        str | None,
        Described("the tier whose token prices graders of training are billed at; the default tier's if absent"),
    ] = None
    sources: dict[str, Source]
    availability: tuple[Availability, ...] = ()
    hosting: tuple[HostingPrice, ...] = ()
    hosting_options: dict[str, tuple[HostingPrice, ...]] = field(default_factory=dict)
    default_hosting: Annotated[str | None, Described("the option of models that have no standard way of hosting")] = (
        None
    )
    training_classes: dict[str, TrainingClass] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)
    negotiated: Annotated[
        dict[str, tuple[TokenPrices, ...]],
        Described("own prices by model name, `*` for any characters; they win over the list prices"),
    ] = field(default_factory=dict)
    withdrawn: Annotated[dict[str, str], Described("models that were published by mistake and removed, and why")] = (
        field(default_factory=dict)
    )
    models: dict[str, Model]

    def __post_init__(self) -> None:
        refuse(
            [
                *newest_last(self.availability, "availability"),
                *newest_last(self.hosting, "hosting"),
                *_all_newest_last(self.hosting_options, "hosting_options"),
                *_all_newest_last(self.negotiated, "negotiated"),
                *self._unknown_classes(),
                *self._unknown_default(),
                *self._ambiguous_names(),
            ]
        )

    @cached_property
    def names(self) -> dict[str, str]:
        """Every name that the provider knows a model by, and the model's id."""
        return {name: id for id, model in self.models.items() for name in (id, *model.aliases)}

    def _unknown_classes(self) -> Iterator[Found]:
        known = ", ".join(self.training_classes) or "none"
        for id, model in self.models.items():
            if model.training_class is not None and model.training_class not in self.training_classes:
                edit = f"{model.training_class!r} is not among the file's training_classes; use one of: {known}"
                yield ("models", id, "training_class"), edit

    def _unknown_default(self) -> Iterator[Found]:
        if self.default_hosting is not None and self.default_hosting not in self.hosting_options:
            known = ", ".join(self.hosting_options) or "none"
            yield ("default_hosting",), f"{self.default_hosting!r} is not among hosting_options; use one of: {known}"

    def _ambiguous_names(self) -> Iterator[Found]:
        seen: dict[str, str] = {}
        for id, model in self.models.items():
            for name in (id, *model.aliases):
                if name in seen:
                    edit = f"the name {name!r} stands for both {seen[name]!r} and {id!r}; keep it in one place"
                    yield ("models", id, "aliases"), edit
                seen[name] = id


class RateTable(Shape):
    """Everything that a price or a threshold is looked up in."""

    schema_version: Literal[1] = 1
    providers: dict[str, Provider]
    self_hosted: SelfHosted
    policy: Policy

    @cached_property
    def provider_ids(self) -> dict[str, str]:
        """Every id and alias of a provider, and the provider's id."""
        ids = {alias: id for id, provider in self.providers.items() for alias in provider.aliases}
        return ids | {id: id for id in self.providers}

    @cached_property
    def sellers(self) -> dict[str, tuple[str, ...]]:
        """Every model name of the table, and the providers that have it, makers before resellers."""
        found: dict[str, list[str]] = {}
        for id, provider in sorted(self.providers.items(), key=lambda item: item[1].reseller):
            for name in provider.names:
                found.setdefault(name, []).append(id)
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def forms(self) -> dict[NameForm, tuple[str, ...]]:
        """The forms of names that occur, and the providers that write them, makers before resellers."""
        found: dict[NameForm, list[str]] = {}
        for id, provider in sorted(self.providers.items(), key=lambda item: item[1].reseller):
            found.setdefault(provider.name_form, []).append(id)
        return {form: tuple(ids) for form, ids in found.items()}

    @cached_property
    def deployed(self) -> dict[str, tuple[str, ...]]:
        """Every deployment that the files map to a model, and the providers under which they do."""
        found: dict[str, list[str]] = {}
        for id, provider in self.providers.items():
            for name in provider.deployments:
                found.setdefault(name, []).append(id)
        return {name: tuple(ids) for name, ids in found.items()}
