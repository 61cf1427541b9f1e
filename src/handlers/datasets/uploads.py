"""Uploads of training files: forms to send them with, and where the check of one stands."""

import hashlib
import secrets
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Path

from datasets.costing import asked_for
from datasets.report import report
from datasets.storage.checks import Asked, Check
from datasets.storage.keys import ID, File, Place
from datasets.terms import CheckTerms
from datasets.uploads.answer import CheckProgress, CheckStanding, CheckWaiting, UploadForm, UploadForms
from datasets.uploads.standing import FORM_HOLDS, Standing, Status, standing
from handlers import metrics, wiring
from handlers.refused import ProblemError
from inputs.errors import FieldError, UnusableRequestError

MOST_BYTES = 5 * 1024**3
"""What S3 takes by POST."""
NO_KEY = "no-key"
CHECKS = "/v1/datasets/checks"
_NEXT = (
    "send the validation file first where there is one, then the training file: with that the check begins. "
    "Then ask for result until its status is checked or failed. The first file counts: ask anew to check another"
)

CheckId = Annotated[str, Path(description="id of the answer that the upload was asked with", max_length=64)]


def owner_of(event: dict[str, Any]) -> str:
    """Whose objects a request may touch: the prefix of its API key, which tells nothing of the key."""
    key_id = event["requestContext"].get("identity", {}).get("apiKeyId")
    return hashlib.sha256(key_id.encode()).hexdigest()[:32] if key_id else NO_KEY


def ask_for_upload(terms: CheckTerms, owner: str, *, validation: bool) -> CheckWaiting:
    """The forms to send the files with. Raises `UnusableRequestError` for a model or a day that no table has."""
    now = wiring.now()
    asked_for(terms, wiring.rates_for(terms.rates_version).compiled.table, now.date())
    place = Place(owner, secrets.token_hex(16))
    check = wiring.upload_checks().at(place)
    check.put_asked(Asked(terms=terms, asked_at=now, validation=validation))
    return CheckWaiting(
        id=place.id,
        status="waiting",
        upload=UploadForms(
            training=_form(check, File.TRAINING),
            validation=_form(check, File.VALIDATION) if validation else None,
            maximum_bytes=MOST_BYTES,
            expires_at=now + FORM_HOLDS,
        ),
        result=f"{CHECKS}/{place.id}",
        next=_NEXT,
    )


def _form(check: Check, file: File) -> UploadForm:
    form = check.form(file, MOST_BYTES, FORM_HOLDS // timedelta(seconds=1))
    return UploadForm(url=form.url, fields=dict(form.fields))


def stands(id: str, owner: str) -> CheckStanding:
    """Where a check stands. Raises `ProblemError` (404) where the caller has none of this id."""
    found = standing(wiring.upload_checks().at(Place(owner, id)), wiring.now()) if ID.fullmatch(id) else None
    if found is None:
        detail = f"you have no check of this id, or it has expired after a day; POST {CHECKS} begins one"
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_check", detail, FieldError("id", detail))
    return _answer(id, found)


def _answer(id: str, found: Standing) -> CheckStanding:
    status, reason, reported = found.status, found.reason, None
    if found.checked is not None:
        terms = found.asked.terms
        rates = wiring.rates_for(terms.rates_version)
        try:
            reported = report(found.checked.findings, terms, rates, found.checked.at.date())
        except UnusableRequestError as error:
            status, reason = Status.FAILED, str(error)
        metrics.count_rates(rates, wiring.now(), terms.rates_version)
    progress = None
    if found.bytes is not None and found.of_bytes is not None:
        share = round(found.bytes / found.of_bytes, 4) if found.of_bytes else 1.0
        progress = CheckProgress(bytes=found.bytes, of_bytes=found.of_bytes, share=share)
    return CheckStanding(id=id, status=status, progress=progress, reason=reason, report=reported)
