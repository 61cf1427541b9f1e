"""A decision as a message: all of it is what the answer says, in the answer's own words."""

import re
from collections.abc import Mapping
from decimal import localcontext
from typing import Any

from slack_sdk.models.blocks import Block

from costs.quantities import EXACT
from decisions.answer import AlternativeAnswer, DecisionAnswer, FlipAnswer, RuleAnswer
from handlers.slack.messages.blocks import bullets, context, fields, header, section
from handlers.slack.messages.figures import figures
from handlers.slack.messages.message import Message
from handlers.slack.messages.text import code, copyable, escaped
from rules.outcomes import Outcome
from rules.wording import number, usd
from shorthand.values import quoted
from shorthand.writing import with_answers, write

_FINE_TUNING = "fine_tuning"
USER_ID = r"^[UW][A-Z0-9]{1,40}$"
"""A user's id as Slack writes it, in which there is no mark-up."""


def decision_message(answer: DecisionAnswer, inputs: Mapping[str, Any], command: str) -> Message:
    """The verdict on `inputs`, which were typed after `command`."""
    with localcontext(EXACT):
        blocks = (
            header(answer.verdict.replace("_", " ").replace("fine tune", "fine-tune").capitalize()),
            section(escaped(answer.headline)),
            fields(*figures(answer)),
            *_rules(answer.rules),
            *_questions(answer.rules, inputs, command),
            *_best_alternative(answer.alternatives),
            *_next_steps(answer),
            *_remarks("Warnings", answer.warnings),
            *_remarks("Taken to be so", answer.assumptions),
            section("*Understood as*", copyable(f"{command} {write(inputs)}")),
            context(_rates(answer)),
        )
    return Message(escaped(answer.headline), blocks)


def shared(message: Message, user_id: str) -> Message:
    """The same for everyone in the channel, with who shared it. Raises `ValueError` where that is no id of Slack's."""
    if not re.fullmatch(USER_ID, user_id):
        raise ValueError("not a user of Slack")
    return Message(message.text, (*message.blocks, context(f"Shared by <@{user_id}>")), in_channel=True)


def _rules(rules: tuple[RuleAnswer, ...]) -> list[Block]:
    """The first rule that does not pass decides; what flips it, the others that do not pass, and those that do."""
    open_rules = [rule for rule in rules if rule.outcome is not Outcome.PASS]
    passed = [code(rule.id) for rule in rules if rule.outcome is Outcome.PASS]
    if not open_rules:
        return [section("*Every rule passes*"), context(f"Passed: {', '.join(passed)}")]
    first, *others = open_rules
    found: list[Block] = [
        section(
            f"*Decided by* {code(first.id)} ({_OUTCOMES[first.outcome]}): {escaped(first.question)}",
            f"Observed: {escaped(first.observed)}",
            f"Required: {escaped(first.required)}",
            f"Because {escaped(first.because)}",
        )
    ]
    if first.outcome is Outcome.FAIL and first.flips_when:
        flips = (f"{code(', '.join(_typed(flip)))}: {escaped(flip.text)}" for flip in first.flips_when)
        found.append(section("*It passes with one of these*", *bullets(*flips)))
    if others:
        lines = (f"{code(rule.id)} ({_OUTCOMES[rule.outcome]}): {escaped(rule.observed)}" for rule in others)
        found.append(section("*Does not pass either*", *bullets(*lines)))
    if passed:
        found.append(context(f"Passed: {', '.join(passed)}"))
    return found


_OUTCOMES = {Outcome.PASS: "passes", Outcome.FAIL: "fails", Outcome.UNKNOWN: "not known yet"}


def _questions(rules: tuple[RuleAnswer, ...], inputs: Mapping[str, Any], command: str) -> list[Block]:
    """What to answer, and the command with the answers that let the rules pass, to be changed where they are not so."""
    unknown = [rule for rule in rules if rule.outcome is Outcome.UNKNOWN]
    asked = dict.fromkeys(escaped(rule.ask) for rule in unknown if rule.ask)
    if not asked:
        return []
    answers = {flip.input: _typed(flip) for rule in unknown for flip in _not_said(rule.flips_when, inputs)[:1]}
    lines = ["*Questions*", *bullets(*asked)]
    if answers:
        examples = [part for parts in answers.values() for part in parts]
        lines += [
            "Copy this, change what is not so, and send it:",
            copyable(f"{command} {with_answers(write(inputs), examples)}"),
        ]
    return [section(*lines)]


def _not_said(flips: tuple[FlipAnswer, ...], inputs: Mapping[str, Any]) -> list[FlipAnswer]:
    """The flips of what was left out, the volume apart, which is always said in one way or the other."""
    return [flip for flip in flips if flip.input != "workload.calls_per_month" and _at(inputs, flip.input) is None]


def _at(inputs: Mapping[str, Any], path: str) -> Any:
    value: Any = inputs
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _typed(flip: FlipAnswer) -> list[str]:
    """A flip as it is typed; a list as its items, one by one."""
    match flip.value:
        case bool():
            values = ["yes" if flip.value else "no"]
        case list():
            values = [quoted(each) for each in flip.value]
        case _:
            values = [flip.value]
    return [f"{flip.input}={value}" for value in values]


def _best_alternative(alternatives: tuple[AlternativeAnswer, ...]) -> list[Block]:
    """The one that costs least over the horizon."""
    best = next((each for each in alternatives if each.applicable and each.approach != _FINE_TUNING), None)
    if best is None:
        return []
    low, high = (number(hours) for hours in (best.engineering_hours.low, best.engineering_hours.high))
    lines = [
        f"*Best alternative:* {best.approach.replace('_', ' ')}, {code(best.model)} at {escaped(best.provider)}",
        f"{usd(best.monthly_usd)} a month and {usd(best.upfront_usd)} once, {_hours(low, high)}; {_saved(best)}",
        f"Quality: {escaped(best.quality_ceiling)}",
    ]
    if best.note:
        lines.append(f"Note: {escaped(best.note)}")
    return [section(*lines)]


def _hours(low: str, high: str) -> str:
    return f"{low} hours of engineering" if low == high else f"{low} to {high} hours of engineering"


def _saved(alternative: AlternativeAnswer) -> str:
    saving = alternative.saving_usd
    return f"saves {usd(saving)} a month" if saving >= 0 else f"costs {usd(-saving)} a month more"


def _next_steps(answer: DecisionAnswer) -> list[Block]:
    """What to do, apart from answering the questions, which are asked above."""
    asked = {rule.ask for rule in answer.rules}
    steps = [escaped(step) for step in answer.next_steps if step not in asked]
    return [section("*Next steps*", *bullets(*steps))] if steps else []


def _remarks(title: str, remarks: tuple[str, ...]) -> list[Block]:
    return [context(f"*{title}*", *bullets(*map(escaped, remarks)))] if remarks else []


def _rates(answer: DecisionAnswer) -> str:
    stale = "; stale: a newer table may exist" if answer.rates.stale else ""
    return f"Rates {code(answer.rates.version)} as of {answer.rates.as_of}{stale}"
