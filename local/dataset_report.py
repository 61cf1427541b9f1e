"""The report on a training file, as text."""

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

type Json = Mapping[str, Any]

MOST_TRAININGS = 10
MOST_PROBLEMS = 20
_COLUMNS = ("mean", "min", "p50", "p90", "p95", "p99", "max", "total")


def shown(report: Json, name: str) -> str:
    """All of it that a person reads."""
    return "\n".join(_lines(report, name))


def _lines(report: Json, name: str) -> Iterator[str]:
    training, validation = report["training"], report["validation"]
    yield f"{name}: {_verdict(training)}"
    yield f"  format {report['format'] or 'unknown'}, method {report['method']}"
    yield from _file(training)
    if validation is not None:
        yield f"\nvalidation file: {_verdict(validation)}"
        yield from _file(validation)
    yield from _repeats("repeated", report["duplicates"])
    if report["overlap"] is not None:
        yield from _repeats("of the validation file in training too", report["overlap"])
    yield f"\ntokens: {report['tokens']['basis']}"
    yield from _minimums(report)
    yield from _trainings(report["training_costs"])
    if report["dataset"] is not None:
        dataset = {field: value for field, value in report["dataset"].items() if value is not None}
        yield "\nfor POST /v1/decisions:"
        yield f'  "dataset": {json.dumps(dataset)}'
    for field, title in (("warnings", "warnings"), ("assumptions", "assumed"), ("not_checked", "not checked")):
        if report[field]:
            yield f"\n{title}:"
            yield from (f"  {line}" for line in report[field])
    yield f"\nprices as of {report['as_of']}, rates {report['rates']['version']}"


def _printable(text: str) -> str:
    """A text whose signs do nothing to a terminal: a field's name is the file's."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _verdict(file: Json) -> str:
    if not file["examples"]:
        return "no example can be used" if file["lines"] else "the file is empty; write an example in each line"
    return f"not usable, with {_many(file['errors'], 'error')}" if file["errors"] else "usable"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _file(file: Json) -> Iterator[str]:
    counts = f"{_many(file['examples'], 'example')} in {_many(file['lines'], 'line')}, {_many(file['bytes'], 'byte')}"
    beside = [f"{file[f'with_{what}']:,} with {what}" for what in ("images", "tools") if file[f"with_{what}"]]
    yield f"  {', '.join([counts, *beside])}"
    for problem in sorted(file["problems"], key=lambda each: (each["severity"], each["line"]))[:MOST_PROBLEMS]:
        place = f"{_printable(problem['field'])}: " if problem["field"] else ""
        yield f"  line {problem['line']:,}: {problem['severity']}: {place}{problem['message']}"
    found = sum(count["found"] for count in file["problem_counts"])
    if found > MOST_PROBLEMS:
        yield f"  {found:,} problems in all:"
        yield from (f"    {each['found']:,} × {each['code']}: {each['message']}" for each in file["problem_counts"])
    yield from _distributions(file)
    if file["longest"]:
        lines = ", ".join(f"{each['line']:,} ({each['tokens']:,})" for each in file["longest"][:5])
        yield f"  the longest, by line (tokens): {lines}"


def _distributions(file: Json) -> Iterator[str]:
    rows = {
        "messages": file["messages_per_example"],
        "turns": file["turns_per_example"],
        "tokens": file["tokens_per_example"],
        "of answers": file["answer_tokens_per_example"],
    }
    if all(row is None for row in rows.values()):
        return
    yield "  " + "per example".ljust(12) + "".join(column.rjust(12) for column in _COLUMNS)
    for title, row in rows.items():
        if row is not None:
            figures = (
                f"{Decimal(row[column]):,.1f}" if column == "mean" else f"{row[column]:,}" for column in _COLUMNS
            )
            yield "  " + title.ljust(12) + "".join(figure.rjust(12) for figure in figures)


def _repeats(what: str, repeats: Json) -> Iterator[str]:
    if repeats["examples"]:
        pairs = ", ".join(f"{each['line']:,} = {each['same_as']:,}" for each in repeats["first"][:10])
        yield f"\n{_many(repeats['examples'], 'example')} {what}, by line: {pairs}"


def _minimums(report: Json) -> Iterator[str]:
    seen = [
        *report["policy"],
        *(minimum for cost in report["training_costs"] for minimum in cost["minimums"] if not minimum["met"]),
        *(minimum for cost in report["training_costs"][:MOST_TRAININGS] for minimum in cost["minimums"]),
    ]
    lines = dict.fromkeys(map(_minimum, seen))
    if lines:
        yield "\nminimums:"
        yield from lines


def _minimum(minimum: Json) -> str:
    wanted = f"{minimum['wanted']:,} {minimum['unit']} {minimum['kind']}"
    if minimum["met"]:
        return f"  met: {minimum['whose']}: {wanted}"
    surplus = "too many" if minimum["kind"] == "maximum" else "missing"
    return f"  NOT MET: {minimum['whose']}: {wanted}; {minimum['missing']:,} {surplus}"


def _trainings(costs: list[Json]) -> Iterator[str]:
    priced = [cost for cost in costs if cost["total_usd"] is not None]
    if priced:
        few = len(priced) <= MOST_TRAININGS
        yield "\ntraining costs:" if few else f"\ntraining costs, the {MOST_TRAININGS} cheapest of {len(priced):,}:"
        yield from (f"  {_cost(cost)}" for cost in priced[:MOST_TRAININGS])
    unpriced = [cost for cost in costs if cost["total_usd"] is None]
    if unpriced:
        yield f"  {len(unpriced):,} without a price, such as {unpriced[0]['model']}: {unpriced[0]['reason']}"


def _cost(cost: Json) -> str:
    usd = _range(cost["total_usd"], _usd)
    tokens = _range(cost["billable_tokens"], lambda value: f"{Decimal(value):,.0f}") if cost["billable_tokens"] else "?"
    cut = f"; {_many(cost['cut_examples'], 'example')} cut" if cost["cut_examples"] else ""
    sure = "" if cost["confirmed"] else "; not confirmed"
    taken = "; takes another format" if cost["takes_format"] is False else ""
    whose = f"{cost['provider']} {cost['model']}, {_many(cost['epochs'], 'epoch')}"
    return f"{usd} USD: {whose}, {tokens} tokens{cut}{taken}{sure}"


def _usd(value: Any) -> str:
    amount = Decimal(value)
    return f"{amount:,.2f}" if amount >= 1 else f"{amount:,.6f}".rstrip("0").rstrip(".")


def _range(found: Any, written: Callable[[Any], str]) -> str:
    """A figure, with its bounds where they differ."""
    if not isinstance(found, Mapping):
        return written(found)
    expected, low, high = (written(found[name]) for name in ("expected", "low", "high"))
    return expected if low == high else f"{expected} ({low} to {high})"
