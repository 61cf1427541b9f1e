"""What was found before, so that it is not looked for again: names come by the thousand, and few are different."""

MOST_REMEMBERED = 4096
"""Names come from outside and may be endless, so it forgets; in one table a busy month has a few hundred."""


class Memory[Key, Found](dict[Key, Found]):
    """Up to `MOST_REMEMBERED` findings. One more, and all are forgotten: what is still asked for is soon back."""

    def keep(self, key: Key, found: Found) -> Found:
        """Remember a finding, and return it."""
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        self[key] = found
        return found
