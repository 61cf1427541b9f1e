"""What is answered of the check of an upload."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from datasets.answer import DatasetReport
from datasets.uploads.standing import Status
from shapes.frozen import Frozen


class UploadForm(Frozen):
    """A form (multipart/form-data) that sends one file by POST: these fields, and the file last, as `file`."""

    url: str
    fields: dict[str, str]


class UploadForms(Frozen):
    """Where the files are sent. What is sent expires after a day."""

    training: UploadForm
    validation: UploadForm | None
    maximum_bytes: int = Field(description="of each file; S3 takes no more by POST")
    expires_at: datetime = Field(description="sending begins before that; UTC")


class CheckWaiting(Frozen):
    """A check that waits for its files."""

    id: str
    status: Literal["waiting"]
    upload: UploadForms
    result: str = Field(description="where the check stands, and its report when it is done")
    next: str


class CheckProgress(Frozen):
    """How far a check is."""

    bytes: int
    of_bytes: int = Field(description="of both files")
    share: float = Field(description="from 0 to 1")


class CheckStanding(Frozen):
    """Where a check stands."""

    id: str
    status: Status
    progress: CheckProgress | None = Field(description="null before the training file has arrived")
    reason: str | None = Field(description="why it waits or has failed, and what to do")
    report: DatasetReport | None = Field(description="when it is checked")
