"""What can go wrong where uploads and their checks are kept."""


class UploadStorageError(Exception):
    """What was asked of the bucket was refused, or no answer came: trying again after a while may help."""


class MissingError(UploadStorageError):
    """There is no such object."""


class ReplacedError(UploadStorageError):
    """The object is another than the one that was asked for: it was written again meanwhile."""
