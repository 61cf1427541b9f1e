"""The policy as a page for people: the rules in order, and every threshold with its value and source."""

from decimal import Decimal
from pathlib import Path

from publishing.authoring import load_directory
from ratebook.history import thresholds_in_force
from ratebook.policy import Policy
from rules.catalogue import CATALOGUE, in_words
from rules.thresholds import Span, Thresholds

_HEAD = """# The rules

Generated from `src/rules/catalogue.py` and `rates/policy.yaml`; do not edit. Every rule is judged for every request;
the verdict is that of the first, from the top, that does not pass. An unknown outcome gives `need_more_information`.
"""


def rules_page(directory: Path = Path("rates")) -> str:
    """Markdown of the catalogue and the thresholds, with the newest entry of each."""
    table = load_directory(directory)
    policy = table.policy
    newest = max(entries[-1].effective_from for entries in policy.thresholds.values())
    thresholds = thresholds_in_force(table, newest)
    return "\n".join([_HEAD, *_rules(thresholds), "## Thresholds and defaults", "", *_table(policy)]) + "\n"


def _rules(thresholds: Thresholds) -> list[str]:
    lines = []
    for place, rule in enumerate(CATALOGUE, 1):
        lines += [
            f"## {place}. `{rule.id}`",
            "",
            f"**{rule.question}**",
            "",
            f"- requires: {in_words(rule.requires, thresholds)}",
            f"- looks at: {', '.join(f'`{name}`' for name in rule.observes)}",
            f"- because: {rule.because}",
            f"- otherwise: `{rule.otherwise}`; {in_words(rule.remedy, thresholds)}",
            f"- source: {rule.source}",
            "",
        ]
    return lines


def _table(policy: Policy) -> list[str]:
    lines = ["| threshold | value | meaning | source |", "|---|---|---|---|"]
    for name, field in Thresholds.model_fields.items():
        entry = policy.thresholds[name][-1]
        source = policy.sources[entry.source].title + (f"; {entry.note}" if entry.note else "")
        lines.append(f"| `{name}` | {_value(entry.value)} | {field.description} | {source} |")
    return lines


def _value(value: Decimal | Span | tuple[Decimal, ...]) -> str:
    if isinstance(value, Span):
        return f"{value.low:f} to {value.high:f}"
    return ", ".join(f"{item:f}" for item in value) if isinstance(value, tuple) else f"{value:f}"
