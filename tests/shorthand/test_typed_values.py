"""One list of what may be typed, for the readers in Python and on the page: see web/tests/values.test.ts."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from shorthand import values
from shorthand.tokens import without_commas
from shorthand.values import WrongValueError

CASES = json.loads(Path(__file__).with_name("typed_values.json").read_text(encoding="utf-8"), parse_float=Decimal)


@pytest.mark.parametrize(("kind", "text", "meant"), CASES)
def test_it_means_the_same_wherever_it_is_typed(kind, text, meant):
    read = getattr(values, kind).read
    typed = without_commas(text.strip())
    if meant is None:
        with pytest.raises(WrongValueError):
            read(typed)
    else:
        assert read(typed) == meant
