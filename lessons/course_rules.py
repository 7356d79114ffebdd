"""What is checked over many words: the bank of questions, and the courses with their 복습하는 날. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from lessons import schema
from lessons.content_rules import SLUG, MapEntry, choice_faults
from lessons.items.base import different
from lessons.items.choosing import Choice
from lessons.nodes import Fault, Path
from lessons.schema import Keyword
from lessons.text_rules import FORBIDDEN, is_formal, walk

# Below this many questions a share says little about the writers.
ENOUGH = 20
LARGEST_SHARE = 0.35
MARKERS = ("항상", "언제나", "절대", "모두", "무조건", "반드시", "전혀", "오직", "누구나")
MARKED_ENOUGH = 3


def bank_faults(words: Iterable[Keyword]) -> list[str]:
    """How right options give themselves away over all MC4 given; nothing for fewer than ENOUGH."""
    bank = [i for w in words for i in w.items if isinstance(i, Choice) and i.type == "MC4"]
    if len(bank) < ENOUGH:
        return []
    found = []
    for name, share in give_away(bank).items():
        if share > LARGEST_SHARE:
            found.append(f"맞는 보기가 홀로 가장 {name} 문제가 {share:.0%}예요. {LARGEST_SHARE:.0%}까지예요.")
    wrong = " ".join(o.text for i in bank for o in i.options if not o.right)
    right = " ".join(o.text for i in bank for o in i.options if o.right)
    found += [
        f"‘{marker}’은(는) 틀린 보기에만 {wrong.count(marker)}번 있어요. 맞는 보기에도 쓰거나 빼요."
        for marker in MARKERS
        if wrong.count(marker) >= MARKED_ENOUGH and marker not in right
    ]
    return found


def give_away(bank: Sequence[Choice]) -> dict[str, float]:
    """The share of questions whose right option is the single longest, and the single shortest."""
    longest = shortest = 0
    for item in bank:
        right = max((len(o.text) for o in item.options if o.right), default=0)
        others = [len(o.text) for o in item.options if not o.right] or [right]
        longest += right > max(others)
        shortest += right < min(others)
    count = max(1, len(bank))
    return {"긴": longest / count, "짧은": shortest / count}


def course_faults(
    course: schema.CourseFile, entries: Mapping[str, MapEntry], written: Collection[str]
) -> list[Fault]:
    """What is wrong with a course; `written` are the codes of the lessons that have a file without faults."""
    faults = []
    path: Path = ("lessons",)
    if not SLUG.fullmatch(course.id) or len(course.id) > 40:
        faults.append(Fault(("id",), "course", "영어 소문자와 -로 40자까지예요."))
    for name, limit in (("title", 40), ("summary", 160)):
        if len(getattr(course, name)) > limit:
            faults.append(Fault((name,), "length", f"{limit}자까지예요."))
    faults += different(course.lessons, path)
    for i, code in enumerate(course.lessons):
        if code not in written:
            faults.append(Fault((*path, i), "course", f"{code} 파일이 없거나 고칠 것이 있어요."))
        for before in entries[code].after if code in entries else ():
            # A word from outside the course may be known already; one inside must come first.
            if before in course.lessons[i:]:
                faults.append(Fault((*path, i), "course", f"{code} 앞에 {before}이(가) 와야 해요."))
    return [*faults, *_scenarios(course)]


def _scenarios(course: schema.CourseFile) -> Iterator[Fault]:
    """One scenario for each 복습하는 날, over at least two words of its block of four."""
    blocks = [course.lessons[i : i + 4] for i in range(0, len(course.lessons), 4)]
    if len(course.reviews) != len(blocks):
        yield Fault(("reviews",), "course", f"복습하는 날마다 하나씩, {len(blocks)}개여야 해요.")
    for i, (scenario, block) in enumerate(zip(course.reviews, blocks, strict=False)):
        path: Path = ("reviews", i)
        for word in scenario.words:
            if word not in course.lessons[: 4 * i + len(block)]:
                yield Fault((*path, "words"), "course", f"{word}은(는) 그때까지 배운 단어가 아니에요.")
        if len(block) > 1 and not set(scenario.words) & set(block):
            yield Fault((*path, "words"), "course", "그 묶음의 단어가 하나는 있어야 해요.")
        yield from choice_faults(scenario.choices, (*path, "choices"))
        for where, text in walk(asdict(scenario), path, {"words"}):
            if found := FORBIDDEN.search(text):
                yield Fault(where, "phrase", f"쓰지 않는 말이에요: {found[0]}")
            if is_formal(text):
                yield Fault(where, "style", "해요체로 적어요.")
