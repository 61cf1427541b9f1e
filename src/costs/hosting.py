"""What a model costs while nobody calls it: hosting by the hour or the minute, storage by the month."""

from decimal import Decimal

from costs.quantities import CostLine, Range


def hosting_line(name: str, usd_per_hour: Decimal, hours_per_month: Decimal, instances: int = 1) -> CostLine:
    """A month of `instances` that are billed for every hour of it."""
    hours = hours_per_month * instances
    return CostLine(name, hours, "hours", usd_per_hour, Range.of(hours * usd_per_hour))


def unit_minutes_line(name: str, units: int, minutes_per_month: Decimal, usd_per_unit_minute: Decimal) -> CostLine:
    """A month of `units` that are billed for every minute in which they are loaded."""
    minutes = minutes_per_month * units
    return CostLine(name, minutes, "unit minutes", usd_per_unit_minute, Range.of(minutes * usd_per_unit_minute))


def storage_line(name: str, usd_per_month: Decimal, models: int = 1, unit: str = "model months") -> CostLine:
    """A month of keeping `models`, or as many of what else their storage is billed by."""
    return CostLine(name, Decimal(models), unit, usd_per_month, Range.of(usd_per_month * models))
