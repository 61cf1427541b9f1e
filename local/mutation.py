"""What came of the mutants: `mutmut results --all true | python -m local.mutation`. Fails where too many survive.

A mutant is the code with one small change. It is killed where a test fails, and survives where all pass. Only what was
killed counts as killed: not what took too long, nor what no test runs.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LEAST_KILLED = 0.9
"""Share of all mutants."""

EXPLAINED = Path("docs/mutation.md")

_RESULT = re.compile(r"\s*(?P<module>[\w.]+)\.(?:x_|xǁ)(?P<function>\w+)__mutmut_(?P<number>\d+): (?P<status>.+)")
_EXPLANATION = re.compile(r"\| `(?P<function>[\w.]+)` \| (?P<mutants>\d+) \| .*\w.* \|")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one function, by mutmut's number, and what came of it in mutmut's words."""

    module: str
    function: str
    number: int
    status: str

    @property
    def killed(self) -> bool:
        """Whether a test failed."""
        return self.status == "killed"

    @property
    def place(self) -> str:
        """Module and function, with its class: `costs.payback.OpenRange.rounded`."""
        return f"{self.module}.{self.function}"


def read(results: Iterable[str]) -> tuple[Mutant, ...]:
    """The mutants that mutmut lists. Raises `ValueError` for a line that is no result."""
    mutants = []
    for line in results:
        found = _RESULT.fullmatch(line.rstrip())
        if not found:
            raise ValueError(f"not a result of mutmut: {line.strip()}")
        function = found["function"].replace("ǁ", ".")
        mutants.append(Mutant(found["module"], function, int(found["number"]), found["status"]))
    return tuple(mutants)


def table(mutants: Iterable[Mutant]) -> str:
    """A row for each module and one for all, in Markdown."""
    by_module: dict[str, Counter[str]] = {}
    for mutant in mutants:
        for row in (mutant.module, "**all**"):
            by_module.setdefault(row, Counter())[mutant.status] += 1
    everything = by_module.pop("**all**", Counter())
    lines = [
        "| module | mutants | killed | survived | timeout | no tests | killed share |",
        "|---|---|---|---|---|---|---|",
    ]
    for row, counts in (*sorted(by_module.items()), ("**all**", everything)):
        few = (counts[status] for status in ("killed", "survived", "timeout", "no tests"))
        share = counts["killed"] / (counts.total() or 1)
        lines.append(f"| {row} | {counts.total()} | {' | '.join(map(str, few))} | {share:.1%} |")
    return "\n".join(lines)


def explained(page: str) -> dict[str, int]:
    """How many survivors of each function the page explains, from its rows of function, number and reason."""
    return {found["function"]: int(found["mutants"]) for found in _EXPLANATION.finditer(page)}


def failures(mutants: tuple[Mutant, ...], reasons: dict[str, int]) -> tuple[str, ...]:
    """What is wrong with the outcome, a sentence each; nothing where it is as it should be."""
    if not mutants:
        return ("there are no mutants",)
    found = []
    share = sum(mutant.killed for mutant in mutants) / len(mutants)
    if share < LEAST_KILLED:
        found.append(f"{share:.1%} of the mutants were killed, and {LEAST_KILLED:.0%} must be")
    left = Counter(mutant.place for mutant in mutants if not mutant.killed)
    found.extend(
        f"{place}: {left[place]} were not killed, and {EXPLAINED} explains {reasons.get(place, 0)}"
        for place in sorted(left.keys() | reasons.keys())
        if left[place] != reasons.get(place, 0)
    )
    return tuple(found)


def main() -> int:
    """Print the table, what was not killed, and what is wrong; 1 where anything is."""
    mutants = read(sys.stdin)
    print(table(mutants))
    for mutant in mutants:
        if not mutant.killed:
            print(f"{mutant.status}: {mutant.place}, mutant {mutant.number}")
    wrong = failures(mutants, explained(EXPLAINED.read_text()))
    for sentence in wrong:
        print(f"mutation: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
