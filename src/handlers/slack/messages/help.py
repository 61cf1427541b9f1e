"""What can be typed, and commands that can be copied."""

from handlers.slack.messages.blocks import bullets, context, header, section
from handlers.slack.messages.message import Message
from handlers.slack.messages.text import code, copyable, escaped
from shorthand.catalogue import INPUTS
from shorthand.vocabulary import FLAGS

EXAMPLES = (
    (
        "The least that is needed, and how many examples there are",
        "gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, 10 out, 1000 examples, classification",
    ),
    (
        "With what was tried, and what people's time costs",
        (
            "gpt-4o -> gpt-4o-mini, 5M calls/month, 1200 in, 60 out, 2000 examples, generation, 20-50 hours, "
            "$100/hour, 3 epochs, prompts optimized, cheaper tried, gap measured, tuned before"
        ),
    ),
    (
        "With a prompt that can be cached, and the quality that is needed",
        (
            "gpt-4.1 -> gpt-4.1-mini, 20k calls/day, 3000 in, 2500 cached, 90% hit, 200 out, 800 examples, "
            "generation, 82% -> 92%, $2000/month, no batch, prompts optimized"
        ),
    ),
)
"""What is shown by each, and what to type."""

NUMBERS = (
    ("how many calls", ("50k calls/day", "1.5M requests per month")),
    ("tokens of a call", ("200 in", "10 out", "150 cached", "90% hit", "120 in after", "8 out after")),
    ("training data", ("1000 examples", "500 tokens per example", "3 epochs")),
    ("training runs", ("4 runs", "$30 training", "2 hours per run")),
    ("people's time", ("35 hours", "20-50 hours", "$100/hour")),
    ("quality, today's and the one needed", ("82% -> 92%", "82% quality", "92% target", "$500/month")),
    ("how long", ("12 months horizon", "retrain every 6 months", "2026-11-22")),
)
"""Numbers by what they say, as they are typed."""


def help_message(command: str) -> Message:
    """What to type, every word and every input that is known, and the other commands."""
    usage = copyable(f"{command} {EXAMPLES[0][1]}")
    phrases = ", ".join(code(" ".join(phrase)) for phrase in FLAGS)
    blocks = (
        header("Does fine-tuning pay?"),
        section(
            "Usage: today's model, an arrow and the model to fine-tune; then calls, tokens and the rest, in any order",
            usage,
        ),
        section("*Numbers*", *bullets(*(f"{what}: {', '.join(map(code, typed))}" for what, typed in NUMBERS))),
        section("*Words*", f"{phrases}; {code('no')} before one says the opposite"),
        section(f"*Or any input as* {code('name=value')}", ", ".join(map(code, INPUTS))),
        section(
            "*Other commands*",
            *bullets(
                f"{copyable(f'{command} examples')} shows commands that can be copied",
                f"{copyable(f'{command} price gpt-4o')} shows what a model costs; a provider may stand behind it",
                f"{copyable(f'{command} rates')} shows which rates are in force",
            ),
        ),
        context("Only you see the answers."),
    )
    return Message(f"Usage: {usage}", blocks)


def examples_message(command: str) -> Message:
    """Commands that can be copied."""
    title = "Copy one, change it, and send it"
    worked = (section(f"*{escaped(what)}*", copyable(f"{command} {typed}")) for what, typed in EXAMPLES)
    return Message(title, (section(title), *worked))


def price_usage_message(command: str) -> Message:
    """How to ask for a price."""
    title = "Which model? Type its name, and its provider where several sell it"
    asked = (copyable(f"{command} price {words}") for words in ("gpt-4o", "gpt-4o azure"))
    return Message(title, (section(title, *bullets(*asked)),))
