from tests.handlers.datasets.account import account
from tests.handlers.datasets.faults import failing

__all__ = ["account", "failing"]
