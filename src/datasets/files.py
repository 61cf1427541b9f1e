"""Checks whole files: the training file, and the validation file where there is one."""

from collections.abc import Iterable

from datasets.checking import check
from datasets.findings import Findings
from datasets.fingerprints import Fingerprints, duplicates, overlap
from datasets.formats.formats import Format
from datasets.lines import lines
from datasets.profile import Profile


def check_files(
    training: Iterable[bytes],
    validation: Iterable[bytes] | None = None,
    format: Format | None = None,
) -> Findings:
    """What is found in the files, which are read once and as they come."""
    with Fingerprints() as trained, Fingerprints() as validated:
        found = _checked(training, format, trained)
        beside = None if validation is None else _checked(validation, format or found.format, validated)
        return Findings(
            training=found,
            duplicates=duplicates(trained.records()),
            validation=beside,
            overlap=None if beside is None else overlap(trained.records(), validated.records()),
        )


def _checked(chunks: Iterable[bytes], format: Format | None, fingerprints: Fingerprints) -> Profile:
    size = 0

    def counted() -> Iterable[bytes]:
        nonlocal size
        for chunk in chunks:
            size += len(chunk)
            yield chunk

    profile = check(lines(counted()), format, fingerprints)
    profile.bytes = size
    return profile
