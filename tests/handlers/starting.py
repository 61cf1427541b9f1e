"""Functions as they are when their processes start."""

from handlers import wiring


def forget() -> None:
    """Have everything be made anew that a process makes once, from the environment of then."""
    for made in vars(wiring).values():
        if hasattr(made, "cache_clear"):
            made.cache_clear()
