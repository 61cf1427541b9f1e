"""What S3 tells of a file by EventBridge."""

from pydantic import BaseModel, ConfigDict, Field


class _Bucket(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str


class _Object(BaseModel):
    model_config = ConfigDict(frozen=True)

    key: str
    etag: str
    size: int = 0
    version_id: str | None = Field(None, alias="version-id")


class _Detail(BaseModel):
    model_config = ConfigDict(frozen=True)

    bucket: _Bucket
    object: _Object


class ObjectCreated(BaseModel):
    """As much as is needed of the event. A key comes as it is, not encoded as in a URL."""

    # What is raised is logged by Lambda in its own words, which must not be those of the event.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    detail: _Detail

    def in_bucket(self, name: str, setting: str) -> _Object:
        """The object, its `size` in bytes. Raises `ValueError` where a setting names another bucket."""
        if self.detail.bucket.name != name:
            raise ValueError(f"the event is of another bucket than {setting}; mend the rule that sends it")
        return self.detail.object
