from tests.handlers.datasets.faults import failing

__all__ = ["failing"]
