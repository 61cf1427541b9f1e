"""Small price tables of the two layouts, and the rates that an import of them writes."""

import json
from datetime import date
from decimal import Decimal

from local.price_tables import genai_prices, litellm
from local.price_tables.agreement import Compared, compare
from local.price_tables.catalogue import in_default_tier
from local.price_tables.rows import INPUT, OUTPUT, DatedPrices, Key, Prices, Row, Table

LITELLM_DAY = date(2026, 11, 20)
GENAI_PRICES_DAY = date(2026, 11, 10)
TODAY = date(2026, 11, 25)


def priced(
    input_usd: str, output_usd: str, provider: str = "openai", mode: str = "chat", **fields
) -> dict[str, object]:
    """A row of LiteLLM's, with its prices given per million tokens, as floats per token."""
    return {
        "litellm_provider": provider,
        "mode": mode,
        "input_cost_per_token": float(Decimal(input_usd).scaleb(-6)),
        "output_cost_per_token": float(Decimal(output_usd).scaleb(-6)),
        **fields,
    }


def litellm_file(**models: dict[str, object]) -> str:
    return json.dumps({name.replace("__", "/"): entry for name, entry in models.items()})


def mtok(input_usd: str, output_usd: str, **prices: str) -> str:
    """Prices as genai-prices writes them; a value that is no number is taken as it stands."""
    all_prices = {"input_mtok": input_usd, "output_mtok": output_usd, **prices}
    fields = (
        f"{name}={price if '(' in price else f'Decimal({price!r})'}" for name, price in all_prices.items() if price
    )
    return f"ModelPrice({', '.join(fields)})"


def since(day: date | None, prices: str) -> str:
    constraint = f"constraint=StartDateConstraint(start_date=datetime.date({day:%Y, %-m, %-d})), " if day else ""
    return f"ConditionalPrice({constraint}prices={prices})"


def model(id: str, prices: str, *names: str, match: str | None = None, **fields: str) -> str:
    clauses = ", ".join(f"ClauseEquals(equals={name!r})" for name in (id, *names))
    more = "".join(f", {name}={value}" for name, value in fields.items())
    return f"ModelInfo(id={id!r}, match={match or f'ClauseOr(or_=[{clauses}])'}, prices={prices}{more})"


def genai_file(**providers: list[str]) -> str:
    listed = ",\n".join(f"Provider(id={id!r}, models=[{', '.join(models)}])" for id, models in providers.items())
    return f"from .types import *\n\nproviders: list[Provider] = [{listed}]\n"


def compared(litellm_text: str, genai_text: str) -> Compared:
    """Both tables, read and laid side by side."""
    rows, refused = litellm.read(litellm_text)
    theirs = Table(litellm.ID, "LiteLLM", "1.2.3", LITELLM_DAY, in_default_tier(rows), refused)
    rows, refused = genai_prices.read(genai_text, rows, LITELLM_DAY)
    return compare(
        theirs,
        Table(
            genai_prices.ID,
            "genai-prices",
            "0.1.0",
            GENAI_PRICES_DAY,
            in_default_tier(rows),
            refused,
            keeps_history=True,
        ),
    )


def row(input_usd: str, output_usd: str, **rates: str) -> Row:
    """A row with these rates; a rate of `""` is absent."""
    named = {
        INPUT: input_usd,
        OUTPUT: output_usd,
        **{f"usd_per_million_{name}_tokens": usd for name, usd in rates.items()},
    }
    prices = Prices({field: Decimal(usd) for field, usd in named.items() if usd})
    return Row(Key("openai", "gpt-5"), (DatedPrices(None, prices),))
