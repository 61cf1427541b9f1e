"""One call as it is understood: the names it goes by, its tokens in our accounting, its day."""

from dataclasses import dataclass
from datetime import date

from spend.tokens import Reason, Tokens


@dataclass(frozen=True, slots=True)
class Call:
    """What the price of a call depends on, and nothing of what was said in it.

    `model`, `deployment`, `provider`, `tier` and `region` are the caller's; `answered_by` is the response's own name
    for the model. `dated` where the caller or the response told the day, which is else that of asking. `unpriced` where
    it was billed at rates that no table holds.
    """

    tokens: Tokens
    on: date
    dated: bool = True
    batch: bool = False
    model: str | None = None
    answered_by: str | None = None
    deployment: str | None = None
    provider: str | None = None
    tier: str | None = None
    region: str | None = None
    unpriced: Reason | None = None
    warnings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name by which it was billed."""
        name = self.answered_by or self.deployment or self.model
        if name is None:
            raise TypeError("a call has a name of its model")
        return name
