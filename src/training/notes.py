"""What an answer says beside its figures, collected on the way."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Notes:
    """Sentences for the reader of an answer, in the order in which they arose."""

    assumptions: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def assume(self, sentence: str) -> None:
        """Something that was not said and was taken to be so."""
        self.assumptions.append(sentence)

    def warn(self, sentence: str) -> None:
        """Something to look at before relying on the answer."""
        self.warnings.append(sentence)
