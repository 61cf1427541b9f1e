"""What the rules about money say, each sentence from the figures that the rule saw."""

from datetime import date
from decimal import Decimal

from rules.facts import Economics, EqualAlternative, Lever, TrainingOffer
from rules.wording import counted, day, months, number, usd

_STEP_DIGITS = 4
"""A flip's sentence has its value to the finest step, so that reading it does as well as sending it."""


def reached(value: Decimal, lever: Lever) -> str:
    """The value that an input would have to reach."""
    bound = "at least" if value > lever.value else "at most"
    return f"{bound} {number(value, _STEP_DIGITS)} {lever.unit} (now {number(lever.value, _STEP_DIGITS)})"


def what_it_costs(because: str) -> str:
    """Asks for a price that is not known."""
    return f"What does it cost? {because[:1].upper()}{because[1:]}."


def less_than_today(horizon_months: int) -> str:
    """What alternatives are to be beaten by."""
    return f"less than today's prompt cached or batched, by the month and over {counted(horizon_months, 'month')}"


def beside(monthly_usd: Decimal, once_usd: Decimal, others: tuple[EqualAlternative, ...]) -> str:
    """The fine-tune's bill beside those of alternatives."""
    theirs = "; ".join(map(_bill, others)) or "neither caching nor batch applies"
    return f"fine-tuned {usd(monthly_usd)} a month and {usd(once_usd)} once; {theirs}"


def _bill(other: EqualAlternative) -> str:
    assumed = ", if all of it can be cached" if other.assumed else ""
    return f"{other.label} {usd(other.monthly_usd)} a month and {usd(other.upfront_usd)} once{assumed}"


def cacheable(most_tokens: int) -> str:
    """How long a prefix may be so that caching it is no reason against fine-tuning."""
    return f"at most {number(most_tokens)} tokens that can be cached"


def call_costs(saving: Decimal, economics: Economics) -> str:
    """What a call costs today and fine-tuned."""
    change = "costs as much" if saving == 0 else f"costs {usd(abs(saving))} {'less' if saving > 0 else 'more'}"
    today, fine_tuned = usd(economics.current_usd_per_call), usd(economics.fine_tuned_usd_per_call)
    said = f"a call {change} ({today} today, {fine_tuned} fine-tuned)"
    if economics.quality_value_usd_per_month:
        said += f"; better quality is worth {usd(economics.quality_value_usd_per_month)} a month"
    return said


def no_calls(saving: Decimal, economics: Economics) -> str:
    """That a call would cost less, if there were any."""
    return f"{call_costs(saving, economics)}; but there are no calls"


def at_most_months(limit: Decimal) -> str:
    """How soon it has to pay back."""
    return f"at most {months(limit)}"


def payback(saving: Decimal, economics: Economics) -> str:
    """After how many months it pays back, at best and at worst, and by what."""
    expected, low, high = economics.payback_months, economics.payback_months_low, economics.payback_months_high
    once = f"{usd(economics.one_time_usd)} once"
    if expected is None and low is None:
        return f"it never pays back: {once}, and each month {_loss(saving)}"
    spread = "" if low == high == expected else f" ({_short(low)} at best, {_short(high)} at worst)"
    if expected is None:
        return f"it is not expected to pay back{spread}: {once}, and each month {_loss(saving)}"
    return f"pays back in {months(expected)}{spread}: {once}, {usd(saving)} saved a month"


def _loss(saving: Decimal) -> str:
    return "saves nothing" if saving == 0 else f"costs {usd(-saving)} more"


def _short(value: Decimal | None) -> str:
    return "never" if value is None else number(value)


def days_to_repay(days: Decimal | None) -> str:
    """After how many days it pays back."""
    return "it never pays back" if days is None else f"pays back in {counted(days, 'day')}"


def days_left(days: Decimal, model: str, retires_on: date) -> str:
    """How many days there are to pay back in."""
    return f"at most {counted(days, 'day')}: fine-tunes of {model} are shut down on {day(retires_on)}"


def shut_down(model: str, retired_on: date) -> str:
    """That there are no days to pay back in."""
    return f"fine-tunes of {model} were shut down on {day(retired_on)}"


def not_kept_up(offer: TrainingOffer) -> str:
    """That the provider removes the deployment by itself."""
    return f"a {offer.tier or offer.provider} deployment is for trying the model out: the provider removes it by itself"


def kept_up(offer: TrainingOffer) -> str:
    """What kind of deployment it takes."""
    such_as = f", such as {offer.kept_up_in}" if offer.kept_up_in else ""
    return f"a deployment that is kept up until it has repaid its cost{such_as}"
