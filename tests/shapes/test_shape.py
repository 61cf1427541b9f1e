"""A shape is declared once, and both of its readers hold it to that."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
import pytest
from pydantic import TypeAdapter, ValidationError

from costs.quantities import PlainDecimal, plain
from shapes.frozen import Frozen
from shapes.kinds import Bounds, Day, Described, Flag, Least, Length, OneOf, Text, Written
from shapes.reading import beyond_doubt
from shapes.shape import Shape

Price = Annotated[Decimal, Bounds(most=Decimal(100)), Written(plain, {"type": "string"})]
Count = Annotated[int, msgspec.Meta(ge=1), Least(1)]


class Stem(Shape):
    """What carries the blossom."""

    price: Price
    leaves: Count = 2
    since: Day | None = None


def _is_list(value: object) -> str:
    return "several" if isinstance(value, list | tuple) else "one"


class Flower(Shape):
    """Something that grows."""

    name: Annotated[Text, Length(least=1, most=12)]
    stems: Annotated[tuple[Stem, ...], Described("from the left")] = ()
    colour: Literal["red", "white"] = "red"
    blooms: Flag = False
    also: Annotated[str | tuple[str, ...], OneOf(_is_list, one=Text, several=tuple[Text, ...])] = ""
    paid: PlainDecimal | None = None


ROSE = {"name": "rose", "stems": [{"price": "0.50", "since": "2026-11-22"}], "also": ["briar"]}


def test_what_is_right_is_the_same_however_it_is_read() -> None:
    text = msgspec.json.encode(ROSE)
    validated = Flower.model_validate_json(text)
    assert validated == msgspec.json.decode(text, type=Flower)
    assert validated == Flower(
        name="rose", stems=(Stem(price=Decimal("0.50"), since=date(2026, 11, 22)),), also=("briar",)
    )
    assert beyond_doubt(Flower, {"name": "rose", "also": ["briar"], "blooms": True}) == Flower(
        name="rose", also=("briar",), blooms=True
    )


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("name", "", "string_too_short"),
        ("name", "a name too long", "string_too_long"),
        ("name", 1, "string_type"),
        ("colour", "blue", "literal_error"),
        ("blooms", 1, "bool_type"),
        ("also", [1], "string_type"),
        ("also", 1, "string_type"),
        ("thorns", 3, "extra_forbidden"),
        ("stems", [{"price": "100.01"}], "less_than_equal"),
        ("stems", [{"price": "-0.01"}], "greater_than_equal"),
        ("stems", [{"price": "NaN"}], "finite_number"),
        ("stems", [{"price": True}], "value_error"),
        ("stems", [{"price": 1, "leaves": 0}], "greater_than_equal"),
        ("stems", [{"price": 1, "leaves": True}], "value_error"),
        ("stems", [{"leaves": 1}], "missing"),
        ("stems", [3], "model_type"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_read_by_nobody(field: str, value: object, kind: str) -> None:
    told = {"name": "rose"} | {field: value}
    with pytest.raises(ValidationError) as refused:
        Flower.model_validate(told)
    [error] = refused.value.errors()
    assert (error["type"], error["loc"][0]) == (kind, field)
    assert beyond_doubt(Flower, told) is None


@pytest.mark.parametrize("price", ["100.01", "-0.01", "NaN", "Infinity"])
def test_a_figure_out_of_its_bounds_is_refused_by_msgspec_and_by_hand(price: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="price is out of its bounds"):
        msgspec.json.decode(msgspec.json.encode({"price": price}), type=Stem)
    with pytest.raises(ValueError, match="price is out of its bounds"):
        Stem(price=Decimal(price))


def test_the_fields_that_were_given_are_remembered() -> None:
    flower = Flower.model_validate({"name": "rose", "blooms": False})
    assert flower.model_fields_set == {"name", "blooms"}
    assert flower.model_dump(exclude_unset=True) == {"name": "rose", "blooms": False}
    assert flower.model_copy(update={"colour": "white"}).model_fields_set == {"name", "blooms", "colour"}
    assert Flower(name="rose", blooms=True, colour="red").model_fields_set == {"name", "blooms"}


def test_it_is_written_and_described_as_a_model_is() -> None:
    flower = Flower(name="rose", stems=(Stem(price=Decimal("1E+1")),), paid=Decimal("2.50"))
    assert flower.model_dump(mode="json", exclude_none=True) == {
        "name": "rose",
        "stems": [{"price": "10", "leaves": 2}],
        "colour": "red",
        "blooms": False,
        "also": "",
        "paid": "2.5",
    }
    schema = TypeAdapter(Flower).json_schema()
    assert (schema["title"], schema["description"]) == ("Flower", "Something that grows.")
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["name"]
    assert schema["properties"]["stems"]["description"] == "from the left"
    assert schema["properties"]["stems"]["items"] == {"$ref": "#/$defs/Stem"}
    assert schema["$defs"]["Stem"]["properties"]["leaves"] == {
        "default": 2,
        "minimum": 1,
        "title": "Leaves",
        "type": "integer",
    }


class Bed(Frozen):
    """A model of pydantic's with a shape in it."""

    first: Flower
    others: dict[str, Flower]


def test_it_stands_in_a_model_as_it_is() -> None:
    rose = Flower(name="rose")
    bed = Bed(first=rose, others={"x": Flower(name="tulip")})
    assert bed.first is rose
    assert Bed.model_validate_json(bed.model_dump_json()) == bed
    assert TypeAdapter(list[Flower]).validate_python([rose, {"name": "tulip"}]) == [rose, Flower(name="tulip")]


def test_it_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        setattr(Flower(name="rose"), "name", "tulip")  # noqa: B010


def _shapes(shape: type[Shape] = Shape) -> Iterator[type[Shape]]:
    for each in shape.__subclasses__():
        yield each
        yield from _shapes(each)


def test_every_shape_with_bounds_holds_them_when_it_is_made() -> None:
    bounded = [shape for shape in _shapes() if shape.bounded]
    assert bounded
    for shape in bounded:
        check = shape.__post_init__  # type: ignore[attr-defined]  # which those with bounds have
        assert check is Shape.hold_bounds or "hold_bounds" in check.__code__.co_names, shape
