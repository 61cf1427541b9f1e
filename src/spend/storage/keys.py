"""Where each thing lies in the table of spend, whose keys are `pk` and `sk`.

`totals#{project}#{month}` has a row for each day, model and so on, in shards; `projects#{month}` the projects that have
totals in the month; `budgets` and `fine-tunes` what was put by name; `alerts#{project}` what was announced. A project's
name has no `#`.
"""

from spend.storage.table import Item

BUDGETS, FINE_TUNES = "budgets", "fine-tunes"
TOTALS = "totals#"


def totals(project: str, month: str) -> str:
    """The partition of a project's totals in a month, YYYY-MM."""
    return f"{TOTALS}{project}#{month}"


def project_and_month(partition: str) -> tuple[str, str]:
    """The same read back. Raises `ValueError` for another partition."""
    kind, project, month = partition.split("#")
    if f"{kind}#" != TOTALS:
        raise ValueError(f"{partition} has no totals")
    return project, month


def projects(month: str) -> str:
    """The partition that lists the projects with totals in a month."""
    return f"projects#{month}"


def alerts(project: str) -> str:
    """The partition of a project's alerts."""
    return f"alerts#{project}"


def key(partition: str, sort: str) -> Item:
    """The key of one item."""
    return {"pk": partition, "sk": sort}
