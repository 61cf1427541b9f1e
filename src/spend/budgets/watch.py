"""Looks at a project's month, and announces what is due and was not announced yet."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from spend.budgets.alerts import Alert, AlertKind, due
from spend.budgets.delivery import Announcer, in_turn
from spend.budgets.position import Position
from spend.budgets.store import announced, budgets, get_budget
from spend.fine_tunes.store import fine_tunes
from spend.ledger import totals
from spend.ledger.entry import month_of
from spend.storage.table import Item, Table


@dataclass(frozen=True)
class Watch:
    """What is looked at, and how it is announced."""

    table: Table
    announcer: Announcer

    def look(self, project: str, month: str) -> int:
        """Announce what is due of one month of a project; how many alerts were sent by this look.

        Raises `NotDeliveredError` where a channel did not take one, once the others are sent, and `StorageError`.
        """
        known = {item["sk"]: item for item in announced(self.table, project)}
        registered = frozenset(tuned.model for tuned in fine_tunes(self.table).values())
        today = self.announcer.now().date()
        position = Position.read(self.table, project, month, today)
        wanted = {alert.name: alert for alert in due(position, get_budget(self.table, project), registered)}
        # What was begun and not finished is sent, though it is due no more: a day over its trend is a day later.
        begun = {name: _begun(project, item) for name, item in known.items() if item["month"] == month}
        due_now = (begun | wanted).items()
        return in_turn(
            self.announcer.announce,
            (alert for name, alert in due_now if name not in known or not known[name]["announced"]),
        )

    def look_at_all(self, time_is_left: Callable[[], bool]) -> tuple[int, int]:
        """Announce what is due of this month and the last, of as many projects as there is time for, in any order.

        How many alerts were sent, and how many looks there was no time for. Raises as `look` does.
        """
        today = self.announcer.now().date()
        months = (month_of(today.replace(day=1) - timedelta(days=1)), month_of(today))
        known = budgets(self.table)
        looks = [
            (project, month) for month in months for project in sorted({*totals.projects_in(self.table, month), *known})
        ]
        random.shuffle(looks)  # so that the next one begins with others

        def while_time_is_left() -> Iterator[tuple[str, str]]:
            while looks and time_is_left():
                yield looks.pop()

        sent = in_turn(lambda each: self.look(*each), while_time_is_left())
        return sent, len(looks)


def _begun(project: str, item: Item) -> Alert:
    return Alert(project, item["month"], AlertKind(item["kind"]), item["sk"], item["subject"], item["text"])
