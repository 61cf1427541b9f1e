"""What people's time costs: hours × rate, once and for each retraining."""

from decimal import Decimal

from costs.quantities import CostLine, Range


def engineering_line(name: str, hours: Range, usd_per_hour: Range) -> CostLine:
    """The line for `hours` of work."""
    return CostLine(name, hours.expected, "hours", usd_per_hour.expected, hours * usd_per_hour)


def retraining_line(every_months: int, once: Range) -> CostLine:
    """The month's share of a retraining that costs `once` USD (training and hours) every `every_months` months."""
    return CostLine(
        name=f"retraining every {every_months} months, a month's share",
        quantity=Decimal(1) / every_months,
        unit="retrainings",
        unit_price_usd=once.expected,
        cost_usd=once.shared(every_months),
    )
