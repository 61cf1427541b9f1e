"""What one training job costs: its lines, the least and the most that a provider takes, and several such jobs."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from costs.quantities import MILLION, CostLine, Range, plain, total

SECONDS_PER_HOUR = Decimal(3600)
_SECOND = Decimal(1)
_CENT = Decimal("0.01")


def grouped(amount: Decimal) -> str:
    """Write `amount` for people: digits in groups of three, without trailing zeros.

    >>> grouped(Decimal("65536000.50"))
    '65,536,000.5'
    """
    return f"{Decimal(plain(amount)):,f}"


def padded_tokens(examples: int, sequence_length: int) -> Decimal:
    """Tokens of one epoch without packing: every example is filled up to the full length.

    >>> padded_tokens(1000, 8192)
    Decimal('8192000')
    """
    return Decimal(examples) * sequence_length


def stepped_tokens(steps: int, batch_size: int, sequence_length: int) -> Decimal:
    """Tokens of `steps` steps without packing, each of a batch of examples of the full length.

    >>> stepped_tokens(1000, 8, 8192)
    Decimal('65536000')
    """
    return Decimal(steps) * batch_size * sequence_length


def tokens_line(name: str, tokens: Range, usd_per_million: Range) -> CostLine:
    """The line for `tokens` of one job; a price that depends on the region is a range too."""
    return CostLine(
        name=name,
        quantity=tokens.expected / MILLION,
        unit="million tokens",
        unit_price_usd=usd_per_million.expected,
        cost_usd=(tokens * usd_per_million).scaled(1 / MILLION),
    )


def hours_line(name: str, hours: Range, usd_per_hour: Range) -> CostLine:
    """The line for one job that is billed by the hour: by the whole second, and the sum to the cent."""
    return CostLine(
        name=name,
        quantity=_seconds(hours.expected) / SECONDS_PER_HOUR,
        unit="training hours",
        unit_price_usd=usd_per_hour.expected,
        cost_usd=Range(
            _to_the_cent(hours.low, usd_per_hour.low),
            _to_the_cent(hours.expected, usd_per_hour.expected),
            _to_the_cent(hours.high, usd_per_hour.high),
        ),
    )


def _seconds(hours: Decimal) -> Decimal:
    return (hours * SECONDS_PER_HOUR).quantize(_SECOND, ROUND_HALF_UP)


def _to_the_cent(hours: Decimal, usd_per_hour: Decimal) -> Decimal:
    return (_seconds(hours) * usd_per_hour / SECONDS_PER_HOUR).quantize(_CENT, ROUND_HALF_UP)


def gpu_hours_line(name: str, gpus: int, hours: Range, usd_per_gpu_hour: Range) -> CostLine:
    """The line for one job that the provider bills by the hour of each of its GPUs."""
    gpu_hours = hours.scaled(Decimal(gpus))
    return CostLine(name, gpu_hours.expected, "GPU hours", usd_per_gpu_hour.expected, gpu_hours * usd_per_gpu_hour)


class JobBounds(NamedTuple):
    """What a job costs at the least, and where the provider pauses it, in USD. `None` where there is no such bound."""

    minimum_usd: Decimal | None = None
    cap_usd: Decimal | None = None

    def bounded(self, usd: Range) -> Range:
        """`usd` of one job, raised to the minimum and lowered to the cap at each of its points."""
        return Range(*(self._bounded(point) for point in (usd.low, usd.expected, usd.high)))

    def _bounded(self, usd: Decimal) -> Decimal:
        raised = usd if self.minimum_usd is None else max(usd, self.minimum_usd)
        return raised if self.cap_usd is None else min(raised, self.cap_usd)

    def raises(self, usd: Range) -> bool:
        """Whether the minimum decides at least one point of `usd`."""
        return self.minimum_usd is not None and usd.low < self.minimum_usd

    def lowers(self, usd: Range) -> bool:
        """Whether the cap decides at least one point of `usd`."""
        return self.cap_usd is not None and usd.high > self.cap_usd

    def lines(self, lines: tuple[CostLine, ...]) -> tuple[CostLine, ...]:
        """The lines of one job; where a bound decides, one line that stands for all of them.

        A job without lines never trained, and costs nothing whatever the minimum.
        """
        usd = total(lines)
        said = []
        if self.minimum_usd is not None and self.raises(usd):
            said.append(f"at least {grouped(self.minimum_usd)} USD")
        if self.cap_usd is not None and self.lowers(usd):
            said.append(f"at most {grouped(self.cap_usd)} USD")
        if not (lines and said):
            return lines
        bounded = self.bounded(usd)
        name = f"{lines[0].name}, {' and '.join(said)} a job"
        return (CostLine(name, Decimal(1), "jobs", bounded.expected, bounded),)


def repeated(lines: tuple[CostLine, ...], runs: Range) -> tuple[CostLine, ...]:
    """The lines of `runs` equal jobs, from those of one."""
    return tuple(
        CostLine(line.name, line.quantity * runs.expected, line.unit, line.unit_price_usd, line.cost_usd * runs)
        for line in lines
    )
