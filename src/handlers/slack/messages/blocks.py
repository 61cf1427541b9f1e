"""The four kinds of block that messages are made of, each cut to Slack's limits. Texts come escaped."""

from slack_sdk.models.blocks import ContextBlock, HeaderBlock, MarkdownTextObject, PlainTextObject, SectionBlock

from handlers.slack.messages.text import clipped, listed

MOST_IN_HEADER = HeaderBlock.text_max_length
MOST_IN_SECTION = SectionBlock.text_max_length
MOST_IN_FIELD = 2_000
MOST_IN_CONTEXT = 2_000
MOST_FIELDS = SectionBlock.fields_max_length


def header(text: str) -> HeaderBlock:
    """A title, in words of our own: it is shown as it is."""
    return HeaderBlock(text=PlainTextObject(text=clipped(text, MOST_IN_HEADER), emoji=False))


def section(*lines: str) -> SectionBlock:
    """Lines of text, as many as fit."""
    return SectionBlock(text=_markdown(listed(lines, MOST_IN_SECTION)))


def fields(*named: tuple[str, str]) -> SectionBlock:
    """Figures by their names, in two columns."""
    texts = (clipped(f"*{name}*\n{figure}", MOST_IN_FIELD) for name, figure in named[:MOST_FIELDS])
    return SectionBlock(fields=[_markdown(text) for text in texts])


def context(*lines: str) -> ContextBlock:
    """Small print, as many lines as fit."""
    return ContextBlock(elements=[_markdown(listed(lines, MOST_IN_CONTEXT))])


def bullets(*lines: str) -> tuple[str, ...]:
    """The lines of a list."""
    return tuple(f"• {line}" for line in lines)


def _markdown(text: str) -> MarkdownTextObject:
    # Verbatim: an address, a channel or a name in the text is not made into a link or a mention.
    return MarkdownTextObject(text=text, verbatim=True)
