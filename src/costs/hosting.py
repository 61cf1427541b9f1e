"""What a model costs while nobody calls it: hosting by the hour, storage by the month."""

from decimal import Decimal

from costs.quantities import CostLine, Range


def hosting_line(name: str, usd_per_hour: Decimal, hours_per_month: Decimal, instances: int = 1) -> CostLine:
    """A month of `instances` that are billed for every hour of it."""
    hours = hours_per_month * instances
    return CostLine(name, hours, "hours", usd_per_hour, Range.of(hours * usd_per_hour))


def storage_line(name: str, usd_per_model_month: Decimal, models: int = 1) -> CostLine:
    """A month of keeping `models`."""
    return CostLine(name, Decimal(models), "model months", usd_per_model_month, Range.of(usd_per_model_month * models))
