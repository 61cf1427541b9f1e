"""Announces an alert once, however many functions find that it is due.

The first to put the alert in the table is the one that sends it; the others find it there. It holds the alert for a
minute, and says of each channel when the alert was sent there. Where it fails or dies before that, the next to look
after the minute takes over, and sends to the channels that have not had it. So an alert is never lost, and it comes
twice only where a channel took it and its sender was stopped before it could note that.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from spend.budgets.alerts import Alert
from spend.errors import BusyError
from spend.storage import keys
from spend.storage.table import Item, Table

HOLD = timedelta(seconds=60)
_NOTES = 5
SENT, REFUSED = "sent", "refused"


class NotDeliveredError(Exception):
    """A channel did not take an alert now; trying again may help."""


def in_turn[Thing](do: Callable[[Thing], int], things: Iterable[Thing]) -> int:
    """The sum of what is done with each. What is not delivered keeps none from its turn, and is raised after all."""
    done, failed = 0, None
    for thing in things:
        try:
            done += do(thing)
        except NotDeliveredError as error:
            failed = error
    if failed is not None:
        raise failed
    return done


class Channel(Protocol):
    """Where alerts are announced."""

    name: str

    def send(self, alert: Alert) -> bool:
        """Announce it. False where the channel will never take it. Raises `NotDeliveredError`."""


@dataclass(frozen=True)
class Announcer:
    """Sends alerts to every channel, each alert once."""

    table: Table
    channels: Sequence[Channel]
    now: Callable[[], datetime]

    def announce(self, alert: Alert) -> bool:
        """Send an alert that nobody has sent and nobody is sending. Whether that was done here.

        Raises `NotDeliveredError` where a channel did not take it, and `StorageError`.
        """
        held = self._held(alert)
        if held is None:
            return False
        failed: list[NotDeliveredError] = []
        for channel in self.channels:
            if f"by_{channel.name}" in held:
                continue
            try:
                how = SENT if channel.send(alert) else REFUSED
            except NotDeliveredError as error:
                failed.append(error)
            else:
                self._note(held, {f"by_{channel.name}": how})
        if failed:
            self._note(held, {"held_until": 0})
            raise failed[0]
        self._note(held, {"announced": True})
        return True

    def _held(self, alert: Alert) -> Item | None:
        """The alert's item, held for us to send; `None` where it was announced, or another holds it."""
        now = self.now()
        until = int((now + HOLD).timestamp())
        key = keys.key(keys.alerts(alert.project), alert.name)
        new = key | {
            "kind": str(alert.kind),
            "month": alert.month,
            "subject": alert.subject,
            "text": alert.text,
            "first_at": now.isoformat(timespec="seconds"),
            "announced": False,
            "held_until": until,
        }
        found = self.table.put_new(new, "pk")
        if found is None:
            return new
        if found["announced"] or found["held_until"] > now.timestamp():
            return None
        mine = self.table.set(key, {"held_until": until, "text": alert.text}, {"held_until": found["held_until"]})
        return found | {"held_until": until} if mine else None

    def _note(self, held: Item, values: dict[str, Any]) -> None:
        """Note what was done, as often as it takes: without the note it would be done again."""
        for attempt in range(_NOTES):
            try:
                self.table.set(keys.key(held["pk"], held["sk"]), values, {"pk": held["pk"]})
            except BusyError:
                if attempt == _NOTES - 1:
                    raise
            else:
                return
