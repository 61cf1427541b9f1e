"""Reads a decision's inputs from what people type. What is not understood is named, and nothing is guessed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from shorthand.catalogue import INPUTS, KEYS
from shorthand.nesting import nested
from shorthand.tokens import ARROW, END, Token, amount_and_units, tokens, units_in
from shorthand.values import DAY_FORM, WrongValueError
from shorthand.vocabulary import COUNTED, FILLERS, FLAGS, PRICED, SHARED, UNITS, WORDS

MOST_CHARACTERS = 3_000
"""As much text as is read; its time grows with its length."""
_MOST_SHOWN = 60
_MOST_PROBLEMS = 10
_MOST_UNITS = 6
"""Words of units on one side of a number, fillers not counted behind it; no phrase has more."""
_MODELS = ("current.model", "candidate.model")
_LONGEST_FLAG = max(len(phrase) for phrase in FLAGS)


@dataclass(frozen=True)
class Problem:
    """A word that was not understood, or a value that is wrong, and what to write."""

    word: str
    message: str


@dataclass(frozen=True)
class Question:
    """A required input that is missing, and an example of what to type for it."""

    path: str
    text: str
    example: str


@dataclass(frozen=True)
class Reading:
    """What was understood, as the body of a decision has it; what was not; and what is missing."""

    inputs: dict[str, Any]
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...]


_REQUIRED = (
    Question("current.model", "Which model answers today?", "current=gpt-4o"),
    Question("candidate.model", "Which model would be fine-tuned?", "candidate=gpt-4o-mini"),
    Question("workload.calls_per_day", "How many calls, a day or a month?", "50k calls/day"),
    Question("workload.input_tokens", "How many input tokens has a call?", "200 in"),
    Question("task", "Is it classification or generation?", "classification"),
)
_BETWEEN = "must stand between two: today's model -> the one to fine-tune"
_PLAIN = COUNTED | SHARED
_OR = {"workload.calls_per_day": "workload.calls_per_month"}


def read(text: str, is_model: Callable[[str], bool], models: Iterable[str] = ()) -> Reading:
    """What `text` says of a decision.

    `is_model` tells whether a word names a model; `models` are the names among which the nearest to an unknown word is
    looked for.
    """
    return _Reader(tokens(text), is_model, tuple(models)).read()


class _Reader:
    """One reading, from the left; each step takes the words that belong together."""

    def __init__(self, words: list[Token], is_model: Callable[[str], bool], models: tuple[str, ...]) -> None:
        self._words, self._is_model, self._models = words, is_model, models
        self._said: dict[str, Any] = {}
        self._problems: list[Problem] = []
        self._bare_models: list[str] = []

    def read(self) -> Reading:
        at = 0
        while at < len(self._words):
            at = self._step(at)
        places = [path for path in _MODELS if path not in self._said]
        for path, model in zip(places, self._bare_models, strict=False):
            self._say(path, model, model)
        for model in self._bare_models[len(places) :]:
            self._problem(model, "is one model too many; write today's -> the one to fine-tune")
        questions = tuple(
            each for each in _REQUIRED if each.path not in self._said and _OR.get(each.path) not in self._said
        )
        return Reading(nested(self._said), tuple(self._problems), questions)

    def _step(self, at: int) -> int:
        """Take what begins at a word. Returns where the next thing begins."""
        word = self._words[at]
        if word.is_mark(END):
            return at + 1
        if word.key is not None:
            return self._keyed(at, word, word.key)
        if word.is_mark(ARROW):
            self._problem(ARROW, _BETWEEN)
            return at + 1
        if self._is_arrow(at + 1):
            return self._arrow(at)
        return self._flag(at) or self._day(at) or self._number(at) or self._plain(at, word)

    def _is_arrow(self, at: int) -> bool:
        """An arrow, or `to` between two models."""
        if at >= len(self._words):
            return False
        between = 0 < at < len(self._words) - 1 and self._words[at].text.lower() == "to"
        return self._words[at].is_mark(ARROW) or (
            between and all(self._is_model(self._words[each].text) for each in (at - 1, at + 1))
        )

    def _arrow(self, at: int) -> int:
        left, right = self._words[at], self._words[at + 2] if at + 2 < len(self._words) else Token(END)
        if right.is_mark(END) or right.is_mark(ARROW):
            self._problem(f"{left.text} {ARROW}", _BETWEEN)
            return at + 2
        paths = _MODELS
        if all(amount_and_units(side.text) and not side.quoted for side in (left, right)):
            paths = ("readiness.current_quality", "readiness.target_quality")
        for path, side in zip(paths, (left, right), strict=True):
            self._put(path, side.text, side.shown)
        return at + 3

    def _keyed(self, at: int, word: Token, key: str) -> int:
        path = KEYS.get(key.lower())
        unit = UNITS.get(key.lower())
        amount = amount_and_units(word.text)
        if path is None and unit and amount:
            self._counted(word.shown, amount[0], [unit, *self._known(amount[1])])
        elif path is None and unit:
            self._problem(word.shown, "must be a number, such as 200, 50k or 1.5M")
        elif path is None:
            self._unknown("is not an input", key, (*KEYS, *UNITS))
        elif word.text in {"", "?"}:
            self._problem(word.shown, "has no value yet; write one after the =")
        else:
            self._put(path, word.text, word.shown)
        return at + 1

    def _flag(self, at: int) -> int | None:
        negative = self._words[at].text.lower() in {"no", "not"}
        start = at + negative
        for length in range(_LONGEST_FLAG, 0, -1):
            phrase = tuple(word.text.lower() for word in self._words[start : start + length] if word.key is None)
            if len(phrase) == length and phrase in FLAGS:
                path, value = FLAGS[phrase]
                if negative and not isinstance(value, bool):
                    return None
                self._say(path, value and not negative if isinstance(value, bool) else value, " ".join(phrase))
                return start + length
        return None

    def _number(self, at: int) -> int | None:
        """A number with its units on either side, up to the next comma or number."""
        start, before = at, []
        while at - start < _MOST_UNITS and at < len(self._words) and (units := self._units_at(at)) is not None:
            before += units
            at += 1
        amount = amount_and_units(self._words[at].text) if at < len(self._words) and self._plain_word(at) else None
        if amount is None:
            return None
        glued = self._known(amount[1])
        if len(glued) < len([unit for unit in amount[1] if unit not in FILLERS]):
            return None
        at += 1
        ways = [(at, [*before, *glued])]
        while len(ways) < _MOST_UNITS and at < len(self._words) and (more := self._units_at(at)) is not None:
            at += 1
            if more:
                ways.append((at, [*ways[-1][1], *more]))
        right = [way for way in ways if frozenset(way[1]) in _table(amount[0], way[1])]
        end, units = (right or ways)[-1]
        self._counted(" ".join(word.shown for word in self._words[start:end]), amount[0], units)
        return end

    def _units_at(self, at: int) -> list[str] | None:
        """The units in a word; none of a filler; `None` where the word is neither, or a flag begins there."""
        if not self._plain_word(at) or self._is_arrow(at + 1) or self._begins_flag(at):
            return None
        parts = units_in(self._words[at].text)
        known = self._known(parts)
        return known if parts and len(known) == len([part for part in parts if part not in FILLERS]) else None

    def _begins_flag(self, at: int) -> bool:
        texts = [word.text.lower() for word in self._words[at : at + _LONGEST_FLAG]]
        return any(tuple(texts[:length]) in FLAGS for length in range(1, len(texts) + 1))

    def _plain_word(self, at: int) -> bool:
        word = self._words[at]
        return word.key is None and not word.quoted and word.text != END

    @staticmethod
    def _known(parts: list[str]) -> list[str]:
        return [UNITS[part] for part in parts if part in UNITS]

    def _counted(self, shown: str, amount: str, units: list[str]) -> None:
        words = frozenset(units)
        if words == {"call"}:
            self._problem(shown, f"a day or a month? Write {amount} calls/day or {amount} calls/month")
        elif path := _table(amount, units).get(words):
            self._put(path, amount, shown)
        else:
            self._problem(shown, "counts what? Write it with its unit, such as 200 in, 10 out, 1000 examples")

    def _plain(self, at: int, word: Token) -> int:
        if self._is_model(word.text):
            self._bare_models.append(word.text)
        elif word.text.lower() in UNITS:
            self._problem(word.text, "needs a number beside it, such as 200 in")
        elif word.text.lower() not in FILLERS:
            self._unknown("is not a word that I know", word.text, (*WORDS, *KEYS, *self._models))
        return at + 1

    def _day(self, at: int) -> int | None:
        text = self._words[at].text
        if not DAY_FORM.fullmatch(text):
            return None
        self._put("as_of", text, text)
        return at + 1

    def _put(self, path: str, text: str, shown: str) -> None:
        try:
            self._say(path, INPUTS[path].kind.read(text), shown)
        except WrongValueError as error:
            self._problem(shown, str(error))

    def _say(self, path: str, value: Any, shown: str) -> None:
        if INPUTS[path].many:
            self._said.setdefault(path, []).append(value)
        elif path in self._said and self._said[path] != value:
            self._problem(shown, f"says {path} a second time; say it once")
        else:
            self._said[path] = value

    def _unknown(self, what: str, word: str, known: Iterable[str]) -> None:
        """Name the nearest word that there is, as long as there is room to tell of it: looking for it takes time."""
        if len(self._problems) < _MOST_PROBLEMS:
            nearest = get_close_matches(word[:_MOST_SHOWN].lower(), known, n=1)
            hint = f"did you mean {nearest[0]}?" if nearest else "name an input, such as examples=1000"
            self._problem(word, f"{what}; {hint}")

    def _problem(self, word: str, message: str) -> None:
        if len(self._problems) < _MOST_PROBLEMS:
            self._problems.append(Problem(word[:_MOST_SHOWN], message))


def _table(amount: str, units: list[str]) -> Mapping[frozenset[str], str]:
    """What such an amount may count, be the price of, or be a share of."""
    if amount.endswith("%"):
        return SHARED
    return PRICED if amount.startswith("$") or "usd" in units else _PLAIN
