"""What a question for spend is answered with."""

from datetime import date

from pydantic import Field

from costs.quantities import PlainDecimal
from shapes.frozen import Frozen
from spend.fine_tunes.savings import SavingAnswer
from spend.ledger.entry import Category


class Spent(Frozen):
    """Spend in USD. Records without a price are counted, and are in no amount."""

    records: int
    unpriced_records: int
    total_usd: PlainDecimal
    base_usd: PlainDecimal = Field(description="calls of models as they are sold")
    fine_tuned_usd: PlainDecimal = Field(description="calls of fine-tuned models")
    training_usd: PlainDecimal = Field(description="training jobs")
    unknown_usd: PlainDecimal = Field(description="calls whose model's name does not tell which of both it is")
    cache_saving_usd: PlainDecimal = Field(description="what the cache saved, less what writing to it cost more")
    batch_saving_usd: PlainDecimal


class SpentOnModel(Frozen):
    """Spend on one model of one provider."""

    model: str
    provider: str | None
    base_model: str | None
    category: Category
    records: int
    unpriced_records: int
    cost_usd: PlainDecimal
    cache_saving_usd: PlainDecimal
    batch_saving_usd: PlainDecimal
    input_tokens: int
    cached_input_tokens: int
    cache_write_tokens: int
    output_tokens: int


class SpentIn(Spent):
    """Spend of one month, day, project or provider."""

    name: str | None = Field(description="the month, day, project or provider; null where no provider is known")


class LimitStatus(Frozen):
    """How much of one limit of a project's budget is spent."""

    project: str
    limit: str
    monthly_usd: PlainDecimal
    spent_usd: PlainDecimal
    share: PlainDecimal = Field(description="spent, of the limit: 0.83 is 83%")
    forecast_usd: PlainDecimal | None = Field(description="where the month will end; null where it is too early to say")


class SpendAnswer(Spent):
    """What was spent from one month to another, in all and by each thing that it can be told apart by."""

    since: str
    month: str
    project: str | None = Field(description="null for all projects")
    as_of: date
    by_month: tuple[SpentIn, ...]
    by_day: tuple[SpentIn, ...]
    by_project: tuple[SpentIn, ...]
    by_provider: tuple[SpentIn, ...]
    by_model: tuple[SpentOnModel, ...]
    fine_tunes: tuple[SavingAnswer, ...] = Field(description="what each registered fine-tune has saved")
    budgets: tuple[LimitStatus, ...] = Field(description="of the last month that was asked for")
    forecast_method: str
    rates_version: str = Field(description="by which the baselines of the fine-tunes are priced")
