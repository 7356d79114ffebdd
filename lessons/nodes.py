"""Reading plain data of a YAML file: what is wrong is named by its place, nothing is passed over. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where in the file, under which rule, and a sentence for the author."""

    path: Path
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{place(self.path)}: {self.rule}: {self.message}"


class SchemaError(ValueError):
    """The data has not the form it should have; `faults` names every place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


def place(path: Path) -> str:
    """items → 2 → why as items[2].why."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "(file)"


class Node:
    """A mapping being read; what is wrong goes to one shared list, what is left over is wrong too."""

    def __init__(self, data: Any, path: Path, faults: list[Fault]) -> None:
        self.path = path
        self.faults = faults
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.seen: set[str] = set()
        if not isinstance(data, Mapping):
            self.fault("이름: 값 꼴이어야 해요.")

    def fault(self, message: str, *path: str | int) -> None:
        self.faults.append(Fault((*self.path, *path), "schema", message))

    def take(self, name: str) -> Any:
        self.seen.add(name)
        return self.data.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        value = self.take(name)
        if value is None and default is not None and name not in self.data:
            return default
        return self.text_of(value, name)

    def text_of(self, value: Any, *path: str | int) -> str:
        if isinstance(value, str) and value.strip():
            return value.strip()
        missing = value is None or value == ""
        self.fault(
            "비어 있어요." if missing else f"글이어야 해요. {value!r}로 읽혔으니 따옴표로 감싸 주세요.", *path
        )
        return ""

    def number(self, name: str, default: float | None = None) -> float:
        value = self.take(name)
        if value is None and default is not None:
            return default
        return self.number_of(value, name)

    def number_of(self, value: Any, *path: str | int) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault("수여야 해요(쉼표와 단위 없이).", *path)
            return 0
        return value

    def whole(self, name: str, low: int, high: int) -> int:
        value = self.number(name)
        if not (isinstance(value, int) and low <= value <= high):
            self.fault(f"{low}에서 {high}까지의 정수여야 해요.", name)
            return low
        return value

    def flag(self, name: str, default: bool | None = False) -> bool:
        value = self.take(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, bool):
            self.fault("true 또는 false여야 해요.", name)
        return value is True

    def one_of(self, name: str, allowed: Iterable[str]) -> str:
        value = self.take(name)
        if value not in (known := tuple(allowed)):
            self.fault(f"{', '.join(known)} 가운데 하나여야 해요.", name)
            return known[0]
        return str(value)

    def rows(
        self, name: str, low: int, high: int, read: Callable[[Any, Path], T], *, optional: bool = False
    ) -> tuple[T, ...]:
        value = self.take(name)
        if value is None and optional:
            return ()
        if not isinstance(value, list):
            self.fault("목록이어야 해요.", name)
            return ()
        if not low <= len(value) <= high:
            count = f"{low}개" if low == high else f"{low}~{high}개"
            self.fault(f"{count}여야 하는데 {len(value)}개예요.", name)
        return tuple(read(row, (*self.path, name, i)) for i, row in enumerate(value))

    def texts(self, name: str, low: int, high: int, *, optional: bool = False) -> tuple[str, ...]:
        cut = len(self.path)
        return self.rows(name, low, high, lambda v, p: self.text_of(v, *p[cut:]), optional=optional)

    def numbers(self, name: str, low: int, high: int) -> tuple[float, ...]:
        cut = len(self.path)
        return self.rows(name, low, high, lambda v, p: self.number_of(v, *p[cut:]))

    def nodes(
        self, name: str, low: int, high: int, read: Callable[["Node"], T], *, optional: bool = False
    ) -> tuple[T, ...]:
        def one(value: Any, path: Path) -> T:
            node = Node(value, path, self.faults)
            made = read(node)
            node.close()
            return made

        return self.rows(name, low, high, one, optional=optional)

    def child(self, name: str, read: Callable[["Node"], T]) -> T:
        node = Node(self.take(name), (*self.path, name), self.faults)
        made = read(node)
        node.close()
        return made

    def close(self) -> None:
        for name in self.data:
            if name not in self.seen:
                self.fault("모르는 이름이에요.", str(name))
