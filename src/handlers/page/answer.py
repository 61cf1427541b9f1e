"""A decision as a document. All of it is what the answer says, in the answer's own words."""

from collections.abc import Iterable, Iterator
from decimal import localcontext

from costs.quantities import EXACT, CostLine, plain
from decisions.answer import AlternativeAnswer, DecisionAnswer, RuleAnswer
from handlers.figures import figures, spread
from handlers.page.markup import Markup, element, joined, void
from rules.wording import number, usd

_MARKS = {"pass": "✓ passes", "fail": "✗ fails", "unknown": "? not known yet"}


def answer_section(answer: DecisionAnswer, line: str) -> Markup:
    """The whole answer to `line`, what was asked in shorthand."""
    with localcontext(EXACT):
        return joined(_parts(answer, line))


def _parts(answer: DecisionAnswer, line: str) -> Iterator[Markup]:
    yield element("p", answer.headline, class_="verdict", id="verdict")
    yield element("dl", *(element("div", element("dt", name), element("dd", text)) for name, text in figures(answer)))
    yield element("h2", "What decided")
    yield element("ol", *(_rule(rule) for rule in answer.rules))
    yield element("h2", "What else there is")
    yield element("div", _alternatives(answer.alternatives), class_="wide")
    yield element("h2", "What it costs")
    yield element("div", _lines("Once", answer.one_time.lines), class_="wide")
    yield element("div", _lines("A month today", answer.monthly.current_lines), class_="wide")
    yield element("div", _lines("A month fine-tuned", answer.monthly.fine_tuned_lines), class_="wide")
    yield from _remarks("Next steps", answer.next_steps)
    yield from _remarks("Beware", answer.warnings)
    yield from _remarks("Assumed", answer.assumptions)
    yield element("h2", "To ask again")
    yield element("p", "In Slack: ", element("code", f"/finetune {line}"))
    yield element("p", _rates(answer), class_="small")


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
    rows = (
        (
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
    return _table(titles, rows)


def _lines(title: str, lines: Iterable[CostLine]) -> Markup:
    titles = (title, "Quantity", "Unit", "USD a unit", "USD")
    rows = (
        (
            line.name,
            plain(line.quantity),
            line.unit,
            plain(line.unit_price_usd),
            spread(line.cost_usd.low, line.cost_usd.expected, line.cost_usd.high, usd),
        )
        for line in lines
    )
    return _table(titles, rows)


def _table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> Markup:
    head = element("tr", *(element("th", title, scope="col") for title in titles))
    body = (element("tr", *(element("td", cell) for cell in row)) for row in rows)
    return element("table", element("thead", head), element("tbody", *body))


def _remarks(title: str, remarks: Iterable[str]) -> list[Markup]:
    items = [element("li", remark) for remark in remarks]
    return [element("h2", title), element("ul", *items)] if items else []


def _rates(answer: DecisionAnswer) -> str:
    rates = answer.rates
    stale = "; it could not be checked for a newer one" if rates.stale else ""
    return f"Rates {rates.version} as of {rates.as_of}{stale}. Sources: {'; '.join(rates.sources)}."
