"""What an answer says beside its figures: what was taken to be so of the request, and what to beware of."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Notes:
    """What the answer says beside its figures, collected on the way."""

    assumptions: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def assume(self, sentence: str) -> None:
        """Something that was not said and was taken to be so."""
        self.assumptions.append(sentence)

    def warn(self, sentence: str) -> None:
        """Something that the reader should look at before relying on the answer."""
        self.warnings.append(sentence)
