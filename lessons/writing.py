"""A word as the text of its file, in the order and the style of content/example.yaml. Pure."""

from collections.abc import Mapping
from typing import Any

import yaml

# Where a name stands in its mapping. Databases give JSON back in an order of their own.
_LINES = (
    "id ko en band after form kind alt type level keep_order transfer review family",
    "definition scene picture misconceptions not voices guess",
    "title stem headline source story message lab label from ask",
    "left text signal right best bucket value consequence",
    "options buckets cards steps pairs answer accept head rows start to end unit tolerance reasons",
    "lines words directions fields at marks name models parts",
    "warm plain friend",
    "items worked apply explain dinner primer",
    "why near wrong reveal thanks misconception next choices hints sources",
)
_RANK = {name: place for place, name in enumerate(" ".join(_LINES).split())}
# A word of ours that no list knows stands before what always ends a question.
_UNKNOWN = _RANK["why"] - 0.5
_ON_ONE_LINE = {"after", "accept", "options", "parts", "head", "buckets", "sources"}
_LINE = 100


def keyword_text(data: Mapping[str, Any]) -> str:
    """The file of a word; reading it gives `data` back."""
    return yaml.dump(_ordered(data), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=10**6)


def facts_text(rows: Mapping[str, Mapping[str, Any]]) -> str:
    """The rows of facts.yaml, one a line."""
    lines = [
        f"{key}: {yaml.dump(dict(row), Dumper=_Row, allow_unicode=True, sort_keys=False, width=10**6)}"
        for key, row in rows.items()
    ]
    return "".join(lines) or "{}\n"


def _ordered(value: Any, name: str = "") -> Any:
    """The names of `misconceptions` are an author's own and keep their order."""
    if isinstance(value, Mapping):
        names = list(value) if name == "misconceptions" else sorted(value, key=lambda n: _rank(n, value))
        return {inner: _ordered(value[inner], inner) for inner in names}
    if not isinstance(value, list | tuple):
        return value
    values = [_ordered(inner, f"{name}[]") for inner in value]
    on_one_line = name in _ON_ONE_LINE and all(isinstance(v, str) and "\n" not in v for v in values)
    short = sum(len(str(v)) + 2 for v in values) <= _LINE
    return _OneLine(values) if (on_one_line and short) or name == "rows[]" else values


def _rank(name: str, among: Mapping[str, Any]) -> float:
    if name == "ask" and "type" in among:  # a question begins with what it asks, a story ends with it
        return _RANK["family"] + 0.5
    if name == "label" and "kind" in among:
        return _RANK["kind"] - 0.5
    return _RANK.get(name, _UNKNOWN)


class _OneLine(list[Any]):
    pass


class _Writer(yaml.SafeDumper):
    """Lists stand under their name, indented; texts of several lines as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        text = getattr(self.event, "value", "")
        return '"' if style == "'" and '"' not in text else style

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Row(_Writer):
    pass


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text + "\n" if style else text, style=style)


def _list(dumper: yaml.SafeDumper, values: list[Any]) -> yaml.Node:
    flow = isinstance(values, _OneLine)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=flow)


_Writer.add_representer(str, _text)
_Writer.add_representer(list, _list)
_Writer.add_representer(_OneLine, _list)
_Writer.add_representer(
    dict, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=False)
)
_Row.add_representer(
    dict, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)
