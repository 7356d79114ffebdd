"""FAM: a small task at home, never scored. Sends field-<index> = a number, any text for a tick, or none."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lessons.items.base import Body, Graded, Item, Kind, Payload, Response, State, number, one
from lessons.nodes import Fault, Node, Path


@dataclass(frozen=True)
class Field:
    """`kind` is number or tick."""

    label: str
    kind: str
    unit: str = ""


@dataclass(frozen=True)
class Home(Item):
    fields: tuple[Field, ...] = ()
    thanks: str = ""


class AtHome(Kind[Home]):
    template = "home"
    graded = False

    def read(self, n: Node, common: dict[str, Any]) -> Home:
        return Home(**common, fields=n.nodes("fields", 1, 3, _field), thanks=n.text("thanks"))

    def faults(self, item: Home, path: Path) -> Iterator[Fault]:
        for i, field in enumerate(item.fields):
            if field.unit.endswith("원"):
                yield Fault((*path, "fields", i), "home", "가족의 돈이 얼마인지는 묻지 않아요.")

    def clean(self, body: Body, payload: Payload, _order: list[int]) -> Response:
        return {"fields": [_cleaned(f"field-{i}", f, payload) for i, f in enumerate(body["fields"])]}

    def grade(self, body: Body, response: Body) -> Graded:
        values = tuple(response["fields"])
        filled = len(values) == len(body["fields"]) and not any(v is None or v is False for v in values)
        return Graded(None, str(body.get("thanks", "")), values, complete=filled)

    def form(self, body: Body, state: State) -> dict[str, Any]:
        return {
            "fields": [
                dict(f) | {"name": f"field-{i}", "value": state.values.get(f"field-{i}", "")}
                for i, f in enumerate(body["fields"])
            ]
        }


def _field(n: Node) -> Field:
    return Field(n.text("label"), n.one_of("kind", ("number", "tick")), n.text("unit", ""))


def _cleaned(name: str, field: Body, payload: Payload) -> bool | float | None:
    text = one(payload, name).strip()
    if field.get("kind") == "tick":
        return bool(text)
    return number(name, text, str(field.get("unit", ""))) if text else None
