"""An author is told every fault with its file, line and rule, and can trust a clean answer."""

import copy
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from lessons import checking, content_rules, course_rules, schema
from lessons.checking import CONTENT, check, read_yaml
from lessons.items import TYPES
from lessons.items.base import Option
from lessons.items.choosing import Choice

EXAMPLE = CONTENT / "example.yaml"
DOCUMENTS = EXAMPLE.read_text(encoding="utf-8").split("\n---\n")
Change = Callable[[dict[str, Any]], Any]


@pytest.fixture
def example() -> dict[str, Any]:
    return copy.deepcopy(yaml.safe_load(DOCUMENTS[0]))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A content folder with the map, no facts and nothing else."""
    (tmp_path / "keywords.yaml").write_text((CONTENT / "keywords.yaml").read_text())
    (tmp_path / "facts.yaml").write_text("{}\n")
    (tmp_path / "U05").mkdir()
    (tmp_path / "courses").mkdir()
    return tmp_path


def written(root: Path, data: dict[str, Any], name: str = "U05.01-saving.yaml") -> Path:
    file = root / "U05" / name
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    return file


def rules_broken(root: Path, data: dict[str, Any]) -> set[str]:
    return {error.rule for error in check([written(root, data)], root=root).errors}


def item(data: dict[str, Any], key: str) -> dict[str, Any]:
    return next(item for item in data["items"] if item["id"] == key)


def test_the_shipped_bank_has_no_fault() -> None:
    assert [str(error) for error in check().errors] == []


def test_the_example_has_no_fault_and_every_type(root: Path, example: dict[str, Any]) -> None:
    assert rules_broken(root, example) == set()
    assert {item["type"] for item in example["items"]} == {
        name for name, kind in TYPES.items() if "E" in kind.bands
    }


def test_the_example_shows_every_picture_and_every_form_of_apply(example: dict[str, Any]) -> None:
    documents = [example, *(yaml.safe_load(text) for text in DOCUMENTS[1:])]
    pictures = {schema.parse_picture(d["picture"]).kind for d in documents if "picture" in d}
    forms = {schema.parse_apply(a).form for d in documents for a in d.get("apply", [])}
    assert (pictures, forms) == ({"table", "line", "svg"}, set(schema.FORMS))


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("schema", lambda d: d.pop("dinner")),
        ("schema", lambda d: d.update(extra=1)),
        ("schema", lambda d: d.update(definition=500)),
        ("schema", lambda d: item(d, "a1")["options"].pop()),
        ("schema", lambda d: item(d, "a1")["options"][0].pop("why")),
        ("schema", lambda d: item(d, "t1").pop("answer")),
        ("schema", lambda d: item(d, "b1")["hints"].pop()),
        ("schema", lambda d: item(d, "n1").update(level=5)),
        ("schema", lambda d: d["apply"][0].update(form="news")),
        ("map", lambda d: d.update(ko="저금")),
        ("map", lambda d: d.update(band="M")),
        ("file", lambda d: d.update(id="U05.2")),
        ("length", lambda d: d.update(scene="가" * 251)),
        ("length", lambda d: d.update(definition="모으는 것이에요. 두는 것이에요.")),
        ("misconception", lambda d: d["not"].update(misconception="unknown")),
        ("misconception", lambda d: item(d, "a1")["options"][0].update(misconception="unknown")),
        ("picture", lambda d: d.update(picture={"kind": "svg", "alt": "병", "name": "no-such"})),
        ("voice", lambda d: d["voices"].update(warm="한 문장이에요.")),
        ("voice", lambda d: d["voices"].update(warm="엄마가 알려 줄게요. 잘 들어 봐요.")),
        ("voice", lambda d: d["voices"].update(friend=d["voices"]["warm"])),
        ("explain", lambda d: d["explain"].update(stem="저축은?")),
        ("apply", lambda d: d["apply"].pop()),
        ("apply", lambda d: d["apply"].append(d["apply"][0])),
        ("one-right", lambda d: d["apply"][0]["choices"][0].update(best=True)),
        ("one-right", lambda d: item(d, "a1")["options"][0].update(right=True)),
        ("one-right", lambda d: item(d, "t1")["reasons"][0].pop("right")),
        ("count", lambda d: d["items"].remove(item(d, "e1"))),
        ("count", lambda d: item(d, "a3").pop("transfer")),
        ("count", lambda d: item(d, "a2").update(id="a1")),
        ("review", lambda d: item(d, "e1").update(review=True)),
        ("review", lambda d: [i.pop("review", None) for i in d["items"]]),
        ("hint", lambda d: item(d, "b1")["hints"].__setitem__(0, "저축통을 떠올려요.")),
        ("hint", lambda d: item(d, "b1")["hints"].__setitem__(2, "ㅈㅈ")),
        ("hint", lambda d: item(d, "n1")["hints"].__setitem__(0, "6주쯤일까요?")),
        ("hint", lambda d: item(d, "a2")["hints"].__setitem__(0, "6,000원보다 클까요?")),
        ("cloze", lambda d: item(d, "b1").update(ask="빈칸이 없어요.")),
        ("cloze", lambda d: item(d, "b1").update(ask="저축은 ___이에요.")),
        ("cloze", lambda d: item(d, "b1")["near"][0].update(text="저금")),
        ("number", lambda d: item(d, "n1")["wrong"][0].update(value=6)),
        ("sort", lambda d: item(d, "s1")["cards"][0].update(bucket="없는 곳")),
        ("repeated", lambda d: item(d, "o1")["steps"].__setitem__(0, "다 모이면 사러 가요")),
        ("repeated", lambda d: item(d, "m1")["pairs"][0].update(right="꽃 살 돈 떼어 두기")),
        ("spot", lambda d: [line.update(signal=True) for line in item(d, "p1")["message"]["lines"]]),
        ("repeated", lambda d: item(d, "p1")["message"]["lines"][0].update(text="부모님께는 비밀이야.")),
        ("schema", lambda d: item(d, "p1")["message"]["lines"][0].pop("signal")),
        ("hint", lambda d: item(d, "p1")["hints"].__setitem__(0, "부모님께는 비밀이야, 라는 말을 봐요.")),
        ("style", lambda d: item(d, "p1")["message"]["lines"][0].update(why="인사는 괜찮습니다.")),
        ("one-right", lambda d: item(d, "w1")["words"][0].pop("right")),
        ("one-right", lambda d: item(d, "w1")["directions"][1].update(right=True)),
        ("hint", lambda d: item(d, "w1")["hints"].__setitem__(0, "저축일까요?")),
        ("home", lambda d: item(d, "f1")["fields"][0].update(unit="만 원")),
        ("phrase", lambda d: item(d, "b1").update(why="틀렸습니다. 다시 해요.")),
        ("phrase", lambda d: item(d, "a1")["options"][0].update(text="모두 맞다")),
        ("style", lambda d: d.update(primer="저축은 모으는 것입니다.")),
        ("similar", lambda d: item(d, "a2").update(ask=item(d, "a1")["ask"] + " 골라 봐요.")),
        ("spelling", lambda d: item(d, "b1")["accept"].__setitem__(0, "저측")),
        ("spelling", lambda d: [i.update(accept=["돈"]) for i in d["items"] if i["type"] == "CZ"]),
        ("fact", lambda d: d.update(primer="시간당 {fact:minimum_wage}이에요.")),
        ("fact", lambda d: d.update(primer="올해 최저임금은 10,030원이에요.")),
        ("dinner", lambda d: d.update(dinner="이야기해 봐요.")),
        ("worked", lambda d: d["worked"].update(next="세 번이에요.")),
    ],
)
def test_a_fault_is_found_under_its_rule(
    root: Path, example: dict[str, Any], rule: str, change: Change
) -> None:
    change(example)
    assert rule in rules_broken(root, example)


def lab(name: str) -> dict[str, Any]:
    (document,) = [d for d in map(yaml.safe_load, DOCUMENTS[1:]) if d.get("apply", [{}])[0].get("lab")]
    return {**document["apply"][0], "lab": name}


def test_a_lab_is_one_of_those_there_are(root: Path, example: dict[str, Any]) -> None:
    example["apply"].append(lab("saving-goal"))
    assert rules_broken(root, example) == set()
    example["apply"][-1]["lab"] = "no-such"
    assert rules_broken(root, example) == {"lab"}


def test_a_lab_counts_as_one_of_the_suited_types(root: Path, example: dict[str, Any]) -> None:
    text = (root / "keywords.yaml").read_text()
    line = next(line for line in text.splitlines() if "id: U05.1," in line)
    (root / "keywords.yaml").write_text(
        text.replace(line, line[: line.index("items:")] + "items: [SIM, EST]}")
    )
    assert rules_broken(root, example) == {"count"}
    example["apply"].append(lab("saving-goal"))
    # EST is there once, which is compulsory: the lab is the only one of the two.
    assert rules_broken(root, example) == {"count"}
    example["items"].append({**item(example, "e1"), "id": "e2", "ask": "한 달에 몇 번 문을 여닫을까요?"})
    assert rules_broken(root, example) == set()


def test_what_a_stranger_or_a_newspaper_says_keeps_its_style(root: Path, example: dict[str, Any]) -> None:
    item(example, "p1")["message"]["lines"][0]["text"] = "고객님께 안내드립니다."
    item(example, "w1")["headline"] = "네 반이 모두 모았습니다"
    assert rules_broken(root, example) == set()


def test_a_fault_names_the_line_it_stands_on(root: Path) -> None:
    text = DOCUMENTS[0].replace(
        "    why: 값을 알아야 한 주에 얼마씩 모을지 정할 수 있어요.", "    why: 정답은 차례예요."
    )
    file = root / "U05" / "U05.01-saving.yaml"
    file.write_text(text)
    (error,) = check([file], root=root).errors
    line = next(n for n, words in enumerate(text.splitlines(), start=1) if "정답은" in words)
    assert (error.file, error.line, error.rule) == (str(file), line, "phrase")


@pytest.mark.parametrize("text", ["a: [1", "a: 1\na: 2", "\tx", "!!python/object:os.system {}", ""])
def test_what_is_no_yaml_of_ours_is_a_fault_and_no_crash(root: Path, text: str) -> None:
    file = root / "U05" / "U05.01-saving.yaml"
    file.write_text(text)
    report = check([file], root=root)
    assert {error.rule for error in report.errors} <= {"yaml", "schema"}
    assert report.errors
    assert not report.keywords


def test_a_missing_file_is_named(root: Path) -> None:
    (error,) = check([root / "none.yaml"], root=root).errors
    assert error.rule == "file"


def test_lines_are_kept_for_names_values_and_list_rows() -> None:
    marked = read_yaml("a: 1\nb:\n  - x\n  - c: 2\n")
    assert [marked.line(path) for path in (("a",), ("b",), ("b", 1, "c"), ("b", 1, "none"))] == [1, 2, 4, 4]


def entry(code: str, *after: str) -> content_rules.MapEntry:
    return content_rules.MapEntry(code, code, code, "E", after, (), "U01", "", 1)


def course(*lessons: str) -> schema.CourseFile:
    choices = tuple(schema.ApplyChoice(f"고를 것 {i}", "그러면 이렇게 돼요.", best=i == 1) for i in range(3))
    scenario = schema.Scenario("제목", "이야기", "어떻게 할까요?", lessons[:2], choices)
    return schema.CourseFile("a-course", "제목", "요약", 1, 1, False, lessons, (scenario,))


def test_a_course_puts_prerequisites_first_and_holds_each_written_word_once() -> None:
    entries = {code: entry(code) for code in "abc"} | {"d": entry("d", "c")}
    assert course_rules.course_faults(course("a", "b", "c", "d"), entries, "abcd") == []
    assert len(course_rules.course_faults(course("a", "b", "d", "c"), entries, "abcd")) == 1
    assert len(course_rules.course_faults(course("a", "b", "a", "e"), entries, "abcd")) == 2


def test_a_course_asks_a_scenario_over_learned_words_for_every_block() -> None:
    entries = {code: entry(code) for code in "abcde"}
    five = replace(course("a", "b", "c", "d"), lessons=("a", "b", "c", "d", "e"))
    assert [fault.path for fault in course_rules.course_faults(five, entries, "abcde")] == [("reviews",)]
    ahead = replace(five, reviews=(replace(five.reviews[0], words=("a", "e")), five.reviews[0]))
    assert [f.path for f in course_rules.course_faults(ahead, entries, "abcde")] == [("reviews", 0, "words")]


def test_a_course_of_three_lessons_is_refused() -> None:
    with pytest.raises(schema.SchemaError, match="lessons"):
        schema.parse_course(
            {"id": "x", "title": "t", "summary": "s", "difficulty": 1, "order": 1, "lessons": ["a", "b", "c"]}
        )


def test_a_bank_whose_right_options_stand_out_is_reported(example: dict[str, Any]) -> None:
    word = schema.parse_keyword(example)
    choice = next(i for i in word.items if isinstance(i, Choice))
    texts = ["항상 길고 긴 보기", "짧아요", "항상 짧아요", "또 짧아요"]
    options = tuple(Option(t, "까닭", right=i == 0) for i, t in enumerate(texts))
    longest = Choice(**{**vars(choice), "options": options})
    shouting = Choice(
        **{
            **vars(choice),
            "options": (Option("가나다", "", right=True), *[Option("절대 안 돼요", "")] * 3),
        }
    )
    bank = schema.Keyword(**{**vars(word), "items": (longest,) * 10 + (shouting,) * 10})
    found = "\n".join(course_rules.bank_faults([bank]))
    assert "긴" in found
    assert "짧은" in found
    assert "절대" in found
    assert "항상" not in found
    assert course_rules.bank_faults([word]) == []


def test_checking_runs_without_django_and_tells_the_shell() -> None:
    run = [sys.executable, "-c", "import sys, lessons.checking as c; assert 'django' not in sys.modules"]
    assert subprocess.run(run, cwd=CONTENT.parent.parent, check=False).returncode == 0
    assert checking.main([str(CONTENT / "none.yaml")]) == 1
