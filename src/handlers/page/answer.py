"""A decision as a document. All of it is what the answer says, in the answer's own words."""

from collections.abc import Iterable, Iterator

from costs.payback import OpenRange
from costs.quantities import CostLine, Range, plain
from decisions.answer import AlternativeAnswer, DecisionAnswer, RuleAnswer
from handlers.page.markup import Markup, element, joined, void
from rules.wording import months, number, usd

_NOT_KNOWN = "not known"
_MARKS = {"pass": "✓ passes", "fail": "✗ fails", "unknown": "? not known yet"}


def answer_section(answer: DecisionAnswer, line: str) -> Markup:
    """The whole answer to `line`, what was asked in shorthand."""
    return joined(
        [
            element("p", answer.headline, class_="verdict", id="verdict"),
            element("dl", *_figures(answer)),
            element("h2", "What decided"),
            element("ol", *(_rule(rule) for rule in answer.rules)),
            element("h2", "What else there is"),
            element("div", _alternatives(answer.alternatives), class_="wide"),
            element("h2", "What it costs"),
            element("div", _lines("Once", answer.one_time.lines), class_="wide"),
            element("div", _lines("A month today", answer.monthly.current_lines), class_="wide"),
            element("div", _lines("A month fine-tuned", answer.monthly.fine_tuned_lines), class_="wide"),
            *_remarks("Next steps", answer.next_steps),
            *_remarks("Beware", answer.warnings),
            *_remarks("Assumed", answer.assumptions),
            element("h2", "To ask again"),
            element("p", "In Slack: ", element("code", f"/finetune {line}")),
            element("p", *_rates(answer), class_="small"),
        ]
    )


def _figures(answer: DecisionAnswer) -> Iterator[Markup]:
    monthly, payback = answer.monthly, answer.payback
    tuned = _NOT_KNOWN if monthly.fine_tuned_usd is None else usd(monthly.fine_tuned_usd)
    named = (
        ("Once", _usd_range(answer.one_time.total_usd)),
        ("A month today", usd(monthly.current_usd)),
        ("A month fine-tuned", tuned),
        ("Saved a month", _usd_range(monthly.saving_usd)),
        ("Pays back in", f"{_months_range(payback.months)}; limit {months(payback.limit_months)}"),
        ("Shut down on", payback.retires_on.isoformat() if payback.retires_on else "no day is known"),
    )
    for name, figure in named:
        yield element("div", element("dt", name), element("dd", figure))


def _usd_range(figure: Range | None) -> str:
    if figure is None:
        return _NOT_KNOWN
    return usd(figure.expected) + ("" if figure.low == figure.high else f" ({usd(figure.low)} to {usd(figure.high)})")


def _months_range(figure: OpenRange | None) -> str:
    if figure is None:
        return _NOT_KNOWN
    if figure.low == figure.high:
        return months(figure.expected)
    return f"{months(figure.expected)} ({months(figure.low)} to {months(figure.high)})"


def _rule(rule: RuleAnswer) -> Markup:
    flips = [element("li", flip.text, " ", element("code", flip.input)) for flip in rule.flips_when]
    return element(
        "li",
        element("strong", _MARKS[rule.outcome], class_=rule.outcome),
        f": {rule.question} ",
        void("br"),
        f"{rule.observed}. Required: {rule.required}. ",
        element("small", f"Since {rule.because} ({rule.source})."),
        *([element("div", rule.ask)] if rule.ask else []),
        *([element("div", "It would pass with", element("ul", *flips))] if flips else []),
    )


def _alternatives(alternatives: Iterable[AlternativeAnswer]) -> Markup:
    titles = ("Approach", "Model", "A month", "Once", "Saved a month", "Hours", "Quality", "Note")
    head = element("tr", *(element("th", title, scope="col") for title in titles))
    rows = (
        _row(
            each.approach.replace("_", " ") + ("" if each.applicable else " (does not apply)"),
            f"{each.model} at {each.provider}",
            usd(each.monthly_usd),
            usd(each.upfront_usd),
            usd(each.saving_usd),
            f"{number(each.engineering_hours.low)} to {number(each.engineering_hours.high)}",
            each.quality_ceiling,
            each.note or "",
        )
        for each in alternatives
    )
    return element("table", element("thead", head), element("tbody", *rows))


def _lines(title: str, lines: Iterable[CostLine]) -> Markup:
    titles = (title, "Quantity", "Unit", "USD a unit", "USD")
    head = element("tr", *(element("th", each, scope="col") for each in titles))
    rows = (
        _row(line.name, plain(line.quantity), line.unit, plain(line.unit_price_usd), _usd_range(line.cost_usd))
        for line in lines
    )
    return element("table", element("thead", head), element("tbody", *rows))


def _row(*cells: str) -> Markup:
    return element("tr", *(element("td", cell) for cell in cells))


def _remarks(title: str, remarks: Iterable[str]) -> list[Markup]:
    items = [element("li", remark) for remark in remarks]
    return [element("h2", title), element("ul", *items)] if items else []


def _rates(answer: DecisionAnswer) -> Iterator[str]:
    stale = "; it could not be checked for a newer one" if answer.rates.stale else ""
    yield f"Rates {answer.rates.version} as of {answer.rates.as_of}{stale}. Sources: {'; '.join(answer.rates.sources)}."
