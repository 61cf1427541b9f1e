"""What is looked at on the page of the rates, and what the tests publish."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

TODAY = "2026-11-27"
MINI = "gpt-4o-mini-2024-07-18"
DETAIL = f"/#rates/openai/{MINI}"
# It is to come when it is published, and on the day that the page is made to believe in.
ANNOUNCED = (datetime.now(UTC) + timedelta(days=66)).date()
CHEAPER = f"""\
models:
  {MINI}:
    base:
      - effective_from: {ANNOUNCED}
        usd_per_million_input_tokens: 0.12
        usd_per_million_cached_input_tokens: 0.06
        usd_per_million_output_tokens: 0.48
        usd_per_million_batch_input_tokens: 0.06
        usd_per_million_batch_output_tokens: 0.24
        source: pricing
        checked_on: 2026-11-22
        confirmed: true
"""


def rows(page):
    return page.locator("table.models tbody tr")


def names(page):
    return rows(page).locator("th a").all_inner_texts()


def column(page, place):
    """What the cells of a column say, from the top."""
    return [text.strip() for text in rows(page).locator(f"td:nth-of-type({place})").all_inner_texts()]


def numbers(texts):
    return [float(text.replace("$", "").replace(",", "").split()[0]) for text in texts if text.startswith("$")]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def links(page):
    """Provider and model of every row, as its link has them."""
    hrefs = rows(page).locator("th a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return ["/".join(unquote(part) for part in href.split("/")[1:]) for href in hrefs]
