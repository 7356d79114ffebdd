"""Check the files of lessons: every fault with file, line, rule and a sentence.

Needs neither Django nor a database: `python -m lessons.checking [FILE …]`, the same as
`manage.py check_content [FILE …]`.
"""

import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path as File
from typing import Any

import yaml

from lessons import content_rules, course_rules, schema
from lessons.content_rules import MapEntry
from lessons.items import GRADED, TYPES
from lessons.items.choosing import Choice
from lessons.nodes import Fault, Path, SchemaError, place
from lessons.schema import CourseFile, FactRow, Keyword

# The C loader is eight times as fast; wheels of PyYAML have it, other builds may not.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

CONTENT = File(__file__).parent / "content"
NO_FILE = File("(text)")
DRAWINGS = File(__file__).parent.parent / "static" / "img" / "lessons"


@dataclass(frozen=True)
class Error:
    """One line of the report. `file` is as the caller named it, `line` counts from 1."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.message}"


@dataclass(frozen=True)
class Marked:
    """Plain data of a YAML file and the line of every place in it."""

    data: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of the place, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass
class Report:
    """What was read and what is wrong. `keywords`, `courses` and `facts` hold only files without a fault."""

    keywords: dict[str, tuple[Keyword, dict[str, Any]]] = field(default_factory=dict)
    courses: dict[str, CourseFile] = field(default_factory=dict)
    facts: dict[str, FactRow] = field(default_factory=dict)
    entries: dict[str, MapEntry] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    read: list[Keyword] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def errors_of(self, file: str) -> list[Error]:
        return [error for error in self.errors if error.file == file]


def read_yaml(text: str) -> Marked:
    """Safe YAML with line numbers. Raises yaml.YAMLError, also for a name given twice."""
    loader = _Loader(text)
    lines: dict[Path, int] = {}
    try:
        root = loader.get_single_node()
        data = _built(loader, root, (), lines) if root is not None else None
    finally:
        loader.dispose()
    return Marked(data, lines)


def _built(loader: Any, node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_built(loader, inner, (*path, i), lines) for i, inner in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node)
    made: dict[str, Any] = {}
    for name_node, inner in node.value:
        name = str(name_node.value)
        if name in made:
            raise yaml.MarkedYAMLError(
                problem=f"{name}이(가) 두 번 있어요", problem_mark=name_node.start_mark
            )
        lines[(*path, name)] = name_node.start_mark.line + 1
        made[name] = _built(loader, inner, (*path, name), lines)
    return made


def check(paths: Sequence[File | str] = (), *, root: File = CONTENT) -> Report:
    """Check the files and folders named, or everything under `root`. The map and facts come from `root`."""
    report = Report()
    named = [File(path) for path in paths] or [root]
    marked_map = _open(root / "keywords.yaml", report)
    report.entries = content_rules.read_map(marked_map.data) if marked_map else {}
    _check_facts(root / "facts.yaml", report)
    files = sorted({file for path in named for file in _yaml_files(path)})
    for file in (f for f in files if f.parent.name != "courses"):
        _check_keyword(file, report)
    for file in (f for f in files if f.parent.name == "courses"):
        _check_course(file, report, root)
    bank = course_rules.bank_faults(report.read)
    if any(path.is_dir() for path in named):
        report.errors += [Error(str(named[0]), 1, "bank", message) for message in bank]
    else:
        report.remarks += bank
    return report


def _yaml_files(path: File) -> Iterable[File]:
    if not path.is_dir():
        return [path]
    return [
        file
        for file in path.rglob("*.yaml")
        if file.name not in ("keywords.yaml", "facts.yaml", "example.yaml")
    ]


def _open(file: File, report: Report) -> Marked | None:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        report.errors.append(Error(str(file), 1, "file", f"읽을 수 없어요: {error}"))
        return None
    report.files[str(file)] = checksum(text)
    return _parsed(text, file, report)


def checksum(text: str) -> str:
    """What tells one file's text from another's."""
    return hashlib.sha256(text.encode()).hexdigest()


def _parsed(text: str, file: File, report: Report) -> Marked | None:
    try:
        return read_yaml(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        report.errors.append(Error(str(file), mark.line + 1 if mark else 1, "yaml", str(problem)))
    return None


def _note(report: Report, file: File, marked: Marked, faults: Iterable[Fault]) -> None:
    for fault in faults:
        where = "" if fault.rule != "schema" else f"{place(fault.path)}: "
        report.errors.append(
            Error(str(file), marked.line(_in_file(fault.path)), fault.rule, f"{where}{fault.message}")
        )


def _in_file(path: Path) -> Path:
    """Names of the dataclasses that differ from the file's."""
    names = {"sender": "from"}
    return tuple(names.get(part, part) if isinstance(part, str) else part for part in path)


def _check_facts(file: File, report: Report) -> None:
    marked = _open(file, report)
    if marked is None:
        return
    try:
        report.facts = {row.key: row for row in schema.parse_facts(marked.data)}
    except SchemaError as error:
        _note(report, file, marked, error.faults)


def check_text(text: str, code: str, *, facts: Mapping[str, FactRow], root: File = CONTENT) -> Report:
    """Check the text of one word's file that is not a file yet; `code` is the word it must be about.

    `report.read` and the data in `report.keywords` hold the word when it is without a fault; an error's file
    is empty.
    """
    report = Report(facts=dict(facts))
    marked_map = _open(root / "keywords.yaml", report)
    entries = content_rules.read_map(marked_map.data) if marked_map else {}
    report.entries = {code: entries[code]} if code in entries else {}
    if _has_aliases(text):
        report.errors.append(Error("", 1, "yaml", "&와 *로 되부르는 꼴은 쓰지 않아요."))
    elif (marked := _parsed(text, NO_FILE, report)) is not None:
        _check_marked(NO_FILE, marked, report)
    report.errors = [replace(error, file="") for error in report.errors]
    return report


def _has_aliases(text: str) -> bool:
    """An alias of an alias of an alias can grow beyond any memory."""
    try:
        return any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader))
    except yaml.YAMLError:
        return False


def _check_keyword(file: File, report: Report) -> None:
    marked = _open(file, report)
    if marked is not None:
        _check_marked(file, marked, report)


def _check_marked(file: File, marked: Marked, report: Report) -> None:
    try:
        word = schema.parse_keyword(marked.data)
    except SchemaError as error:
        _note(report, file, marked, error.faults)
        return
    faults = content_rules.keyword_faults(word, report.entries.get(word.id), report.facts, _drawings())
    faults += _name_faults(file, word, report)
    report.read.append(word)
    _note(report, file, marked, faults)
    if not faults:
        report.keywords[str(file)] = (word, marked.data)


def _name_faults(file: File, word: Keyword, report: Report) -> list[Fault]:
    if file.name == "example.yaml" or file == NO_FILE:
        return []
    unit, _dot, number = word.id.partition(".")
    wanted = f"{unit}.{number.zfill(2)}-"
    faults = []
    if not file.name.startswith(wanted):
        faults.append(Fault(("id",), "file", f"파일 이름은 {wanted}영어이름.yaml이어야 해요."))
    if any(other.id == word.id for other in report.read):
        faults.append(Fault(("id",), "file", f"{word.id}이(가) 다른 파일에도 있어요."))
    return faults


def _drawings() -> list[str]:
    return [file.stem for file in DRAWINGS.glob("*.svg")]


def _check_course(file: File, report: Report, root: File) -> None:
    marked = _open(file, report)
    if marked is None:
        return
    try:
        course = schema.parse_course(marked.data)
    except SchemaError as error:
        _note(report, file, marked, error.faults)
        return
    words = {word.id: word for word, _data in report.keywords.values()}
    if not words:
        words = {word.id: word for word, _data in check(_word_folders(root), root=root).keywords.values()}
    faults = course_rules.course_faults(course, report.entries, words)
    if course.id != file.stem:
        faults.append(Fault(("id",), "file", f"파일 이름은 {course.id}.yaml이어야 해요."))
    _note(report, file, marked, faults)
    if not faults:
        report.courses[str(file)] = course


def _word_folders(root: File) -> list[File]:
    return [folder for folder in root.iterdir() if folder.is_dir() and folder.name != "courses"]


def coverage(report: Report) -> str:
    """A table: what each word has, and what the bank gives away."""
    types = tuple(TYPES)
    rows = [["id", "단어", *types, "복습", "1", "2", "3", "4", "써 보기"]]
    for word in sorted(report.read, key=lambda w: _order(w.id)):
        kinds = Counter(item.type for item in word.items)
        levels = Counter(item.level for item in word.items if item.type in GRADED)
        counts = [kinds[t] for t in types] + [sum(i.review for i in word.items)]
        counts += [levels[level] for level in (1, 2, 3, 4)]
        rows.append(
            [word.id, word.ko, *(str(n or "·") for n in counts), "·".join(a.form for a in word.apply)]
        )
    bank = [i for w in report.read for i in w.items if isinstance(i, Choice) and i.type == "MC4"]
    shares = ", ".join(
        f"홀로 가장 {name} {share:.0%}" for name, share in course_rules.give_away(bank).items()
    )
    written = len({word.id for word in report.read} & set(report.entries))
    total = f"단어 {written}/{len(report.entries)} · 문제 {sum(len(w.items) for w in report.read)}"
    return "\n".join([*map(_row, rows), f"{total} · MC4 {len(bank)}개의 맞는 보기: {shares}"])


def _order(code: str) -> tuple[str, int]:
    unit, _dot, number = code.partition(".")
    return unit, int(number) if number.isdigit() else 0


def _row(cells: list[str]) -> str:
    """Hangul is two columns wide in a terminal."""
    widths = [7, 14, *(max(4, len(name) + 1) for name in TYPES), 5, 3, 3, 3, 3, 8]
    wide = [sum(2 if ord(c) > 0x1100 else 1 for c in cell) for cell in cells]
    return "".join(
        cell + " " * max(1, width - w) for cell, width, w in zip(cells, widths, wide, strict=True)
    ).rstrip()


def main(arguments: Sequence[str]) -> int:
    """Print the faults and the coverage; 1 when there is a fault."""
    report = check(arguments)
    lines = [*map(str, report.errors), *(f"참고: {remark}" for remark in report.remarks)]
    sys.stdout.write("\n".join([*lines, coverage(report), f"고칠 것 {len(report.errors)}개", ""]))
    return 1 if report.errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
