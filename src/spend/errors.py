"""What can go wrong where spend is kept."""


class StorageError(Exception):
    """What was asked of the place where spend is kept was refused."""


class BusyError(StorageError):
    """It had too much to do, another write was in the way, or no answer came: trying again after a while helps."""
