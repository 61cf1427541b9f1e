from tests.handlers.datasets.account import account

__all__ = ["account"]
