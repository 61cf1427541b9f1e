"""Usage records asked of small tables, and of one that has a case of everything."""

from datetime import date
from typing import Any

from spend.answer import UsagePrice
from spend.pricing import Terms, price_record
from spend.record import UsagePriceRequest
from tests.rate_tables import event, long_context, model, prices, provider, rent, table_of

TODAY = date(2026, 11, 22)
USAGE = {"input_tokens": 1_000_000, "output_tokens": 100_000}

TABLE = table_of(
    openai=provider(
        "openai",
        {
            "full": model(
                prices(
                    "10",
                    "20",
                    cached_input="4",
                    cache_write="12",
                    cache_write_1h="18",
                    batch_input="6",
                    batch_output="11",
                    batch_cached_input="3",
                    batch_cache_write="7",
                ),
                prices("15", "30", cached_input="7", batch_input="8", batch_output="25"),
                aliases=["full-alias"],
            ),
            "plain": model(prices("10", "20", batch_input="5", batch_output="10")),
            "writes-dearer": model(prices("10", "20", cache_write="12", batch_input="5", batch_output="10")),
            "long": model(
                prices("1", "2", cached_input="0.5", long_context=long_context(200_000, "3", "4", cached_input="1"))
            ),
            "history": model([prices("10", "20", "2025-06-01"), prices("5", "8", "2026-06-01")]),
            "retired": model(
                prices(), prices(), retires_on=event("2026-11-01"), fine_tunes_retire_on=event("2027-01-01")
            ),
            "perhaps-retired": model(prices(), retires_on=event("2026-11-01", confirmed=False)),
            "unsure": model(prices(confirmed=False)),
            "partly-unsure": model(prices(cached_input="0.5", unconfirmed=["usd_per_million_cached_input_tokens"])),
            "unpriced": model(),
        },
    ),
    azure=provider(
        "azure",
        {
            "served": model(
                prices("1", "2"),
                prices("1", "2"),
                tiers={
                    "datazone": {"base": [prices("2", "4")]},
                    "regional": {"regions": ["westeurope", "eastus"], "fine_tuned": [prices("3", "6")]},
                    "regional:northeurope": {"fine_tuned": [prices("4", "8")]},
                    "alike": {"base": [prices("7", "7")]},
                    "alike:eastus": {"base": [prices("7", "7", "2025-02-01")]},
                },
                hosting=[rent(usd_per_deployment_hour="1.7")],
            ),
            "other": model(prices("1", "2")),
        },
        aliases=["azure_ai"],
        default_tier="global",
        reseller=True,
        negotiated={"prod-*": [prices("0.5", "0.6", "2026-06-01")]},
    ),
    bedrock=provider(
        "bedrock",
        {
            "amazon.nova-v1:0": model(
                prices(),
                hosting_options={
                    "provisioned": [rent(usd_per_unit_hour="60.5", unit="model unit", bills_tokens=False)]
                },
            )
        },
        hosting_options={
            "imported": [
                rent(usd_per_unit_minute="0.05", window_minutes=5, unit="custom model unit", bills_tokens=False)
            ]
        },
        reseller=True,
    ),
    xai=provider("plain", {"grok-x": model(prices("1", "2"))}, aliases=["x-ai"]),
    vertex=provider("vertex", {"gemini-x": model(prices("1", "2"), prices("3", "4")), "gemini-y": model(prices())}),
)


def price(*, today: Any = TODAY, **request: Any) -> Any:
    """The `UsagePrice` of a request as a caller sends it, whose fields a test knows to be there."""
    if "response" not in request:
        request = {"usage": USAGE} | request
    read = UsagePriceRequest.model_validate(request)
    return price_record(read, Terms(read.deployments, read.overrides), TABLE, today)


def why(answer: UsagePrice) -> str | None:
    """The code of an unpriced answer's reason, once it is sure that nothing else tells of a price."""
    if answer.status == "unpriced":
        assert answer.reason is not None
        assert (answer.cost_usd, answer.rates, answer.lines, answer.price_source) == (None, None, (), None)
        assert answer.reason.message
        return answer.reason.code
    assert answer.reason is None
    assert answer.cost_usd is not None
    assert answer.cost_usd == sum(line.cost_usd.expected for line in answer.lines)
    return None
