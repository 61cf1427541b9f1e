"""Records of usage to write: calls of the usual models, as lines of the ledger and as the body of a request."""

import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from ratebook.compiled import CompiledTable
from ratebook.sources import read_snapshot
from spend.call import Call
from spend.ledger.entry import Entry, of_call
from spend.pricing import Terms, price_call
from spend.tokens import Tokens

SEED, PROJECT, DAY = 1, "support", date(2026, 11, 10)
FINE_TUNE = "ft:gpt-4o-mini-2024-07-18:acme:support:AbCdEf12"
MODELS = ("gpt-4o-mini", "gpt-4o", "claude-sonnet-4-5", "gemini-2.5-flash", FINE_TUNE)
IN_NO_TABLE = "gpt-9-ultra"


@dataclass
class Records:
    """Calls that were made, each under an id of its own, and the lines that they are in the ledger."""

    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _rng: random.Random = field(default_factory=partial(random.Random, SEED))
    _rates: CompiledTable = field(default_factory=read_snapshot)

    def entries(self, count: int, *models: str) -> list[Entry]:
        """New lines of the models, or of the usual ones."""
        return [self._entry(*self._next(models or MODELS)) for _ in range(count)]

    def posted(self, count: int) -> str:
        """The body of a request with new records."""
        return json.dumps({"records": [_posted(*self._next(MODELS)) for _ in range(count)]})

    def _entry(self, id: str, name: str, tokens: Tokens) -> Entry:
        call = Call(tokens, DAY, model=name, answered_by=name)
        price = price_call(call, Terms({}, {}), self._rates.table)
        return of_call(id, PROJECT, call, price, self._rates)

    def _next(self, models: Sequence[str]) -> tuple[str, str, Tokens]:
        tokens = Tokens(self._rng.randrange(500, 5000), self._rng.randrange(10, 900), self._rng.randrange(500))
        return f"chatcmpl-{next(self._numbers):029}", self._rng.choice(models), tokens


def _posted(id: str, name: str, tokens: Tokens) -> dict[str, Any]:
    counts = ("input_tokens", "output_tokens", "cached_input_tokens")
    usage = {count: getattr(tokens, count) for count in counts}
    return {"id": id, "project": PROJECT, "model": name, "at": DAY.isoformat(), "usage": usage}
