"""검색 over what one child has learned: the words, their definitions, and its own sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lessons.matching import folded, is_initials, needle, place_in
from lessons.models import StudySession
from lessons.selectors.sight import Sight
from lessons.selectors.texts import texts_of


@dataclass(frozen=True)
class Hit:
    """A word that was found; `sentence` is set where the child's own words hold what was looked for."""

    code: str
    word: str
    unit: str
    learned_on: date
    definition: str
    sentence: str


@dataclass(frozen=True)
class SearchPage:
    """`learned` says that there is anything to search in."""

    query: str
    hits: Sequence[Hit]
    learned: bool


def search_page(child_id: int, query: str, *, sight: Sight, today: date) -> SearchPage:
    """What was looked for: in words first, then in definitions, then in sentences; each newest first.

    Three queries. A child knows some hundred words at most (the map has 275), so they are compared here: no
    database finds 초성, and all three would compare Korean in their own way.
    """
    words = _words(child_id, sight)
    texts = texts_of({pk: word.version for pk, word in words.items()}, "definition", today)
    wanted = needle(query)
    found = []
    for pk, word in words.items():
        definition = texts.get(pk, "")
        rank, sentence = _rank(wanted, word, definition)
        if rank is not None:
            hit = Hit(word.code, word.word, word.unit, word.learned_on, definition, sentence)
            found.append((rank, hit))
    found.sort(key=lambda row: row[0])
    return SearchPage(query, [hit for _rank, hit in found], bool(words))


@dataclass
class _Word:
    code: str
    word: str
    unit: str
    learned_on: date
    version: int
    sentences: list[str]


def _words(child_id: int, sight: Sight) -> dict[int, _Word]:
    """The finished words by lesson, the last finished first, with the sentences in sight. One light query."""
    rows = StudySession.objects.filter(
        child=child_id, state=StudySession.State.FINISHED, lesson__isnull=False
    ).order_by("-finished_at", "-pk")
    names = ("lesson__code", "lesson__ko", "lesson__unit__ko", "credited_on", "version")
    found: dict[int, _Word] = {}
    shown = rows.values_list("lesson", "enrolment__family", "sentence", *names)
    for lesson, family, sentence, code, ko, unit, day, version in shown:
        word = found.setdefault(lesson, _Word(code, ko, unit, day, version, []))
        if sentence and sight.sees(family):
            word.sentences.append(sentence)
    return found


def _rank(wanted: str, word: _Word, definition: str) -> tuple[tuple[int, int] | None, str]:
    """How well a word fits (lower is better, None not at all), and the sentence that fits."""
    if not wanted:
        return None, ""
    at = place_in(wanted, folded(word.word))
    if at >= 0:
        return (0, at), ""
    if is_initials(wanted):  # a few 초성 stand in every longer text
        return None, ""
    if wanted in folded(definition):
        return (1, 0), ""
    sentence = next((s for s in word.sentences if wanted in folded(s)), "")
    return ((2, 0), sentence) if sentence else (None, "")
