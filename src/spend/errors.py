"""What can go wrong where spend is kept."""


class StorageError(Exception):
    """What was asked of the place where spend is kept was refused."""


class RefusedError(StorageError):
    """What was to be written can never be written as it is."""


class BusyError(StorageError):
    """It had too much to do, another write was in the way, or no answer came: trying again after a while helps."""
