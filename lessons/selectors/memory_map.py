"""기억 지도: which words are vivid and which have faded, by unit, in words and never in numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from families.models import Membership
from families.selectors import LIVE
from lessons.fading import Level, level_of
from lessons.models import Card, Lesson, MapLook
from lessons.scheduling import vividness
from lessons.selectors.memory import is_word_left, memory_of
from lessons.selectors.sight import Sight
from lessons.selectors.study import Study, study_of
from lessons.selectors.texts import texts_of

AHEAD = 3
LATELY = timedelta(days=7)
SHOWN_LATELY = 5
NAMES = {
    Level.VIVID: _("선명해요"),
    Level.CLEAR: _("또렷한 편이에요"),
    Level.FADING: _("조금 흐려졌어요"),
    Level.FADED: _("많이 흐려졌어요"),
    Level.NEXT: _("곧 만나요"),
}


@dataclass(frozen=True)
class MapWord:
    """A word on the map; `open` says that its page can be read."""

    code: str
    word: str
    open: bool


@dataclass(frozen=True)
class Shade:
    """The words of a unit that are equally vivid."""

    level: Level
    words: Sequence[MapWord]

    @property
    def name(self) -> str:
        return str(NAMES[self.level])


@dataclass(frozen=True)
class MapUnit:
    """A unit with its shades, vivid to faded, and what comes next at the end."""

    name: str
    shades: Sequence[Shade]


@dataclass(frozen=True)
class Look:
    """A guardian, as the child calls it, looked at the child's map on a study date."""

    by: str
    day: date


@dataclass(frozen=True)
class MemoryMap:
    """What both copies show. `can_recall`: a word is there for 3개만 떠올리기."""

    units: Sequence[MapUnit]
    met: bool
    can_recall: bool


@dataclass(frozen=True)
class GuardiansMap:
    """The guardian's copy: first what became vivid lately, and one word to ask about at dinner."""

    map: MemoryMap
    lately: Sequence[MapWord]
    ask: MapWord | None
    question: str


@dataclass(frozen=True)
class _Known:
    """A card on a study date."""

    card: Card
    vivid: float
    level: Level


def map_of(child_id: int, today: date) -> MemoryMap:
    """The child's own map. Seven queries, however many words."""
    return _map(_known(child_id, today), study_of(child_id, today), None)


def guardians_map(child_id: int, today: date, *, sight: Sight) -> GuardiansMap:
    """The same as a guardian sees it: what comes next in the courses of its own families only."""
    known = _known(child_id, today)
    lately = [k for k in known if k.level == Level.VIVID and today - k.card.rated_on < LATELY]
    lately.sort(key=lambda k: (k.card.rated_on, k.vivid), reverse=True)
    ask = min(known, key=lambda k: (k.vivid, k.card.lesson_id), default=None)
    questions = texts_of({ask.card.lesson_id: None}, "dinner", today) if ask else {}
    return GuardiansMap(
        map=_map(known, study_of(child_id, today), sight.families),
        lately=[_word(k.card.lesson) for k in lately[:SHOWN_LATELY]],
        ask=_word(ask.card.lesson) if ask else None,
        question=next(iter(questions.values()), ""),
    )


def looks_at(child_id: int) -> list[Look]:
    """When each present guardian of the child's families last looked at its map, newest first."""
    homes = Membership.objects.filter(user=child_id, role="child", state=LIVE).values("family")
    guardians = Membership.objects.filter(family__in=homes, role="guardian", state=LIVE).order_by(
        "joined_at", "pk"
    )
    called: dict[int, str] = {}
    for user, name in guardians.values_list("user", "called"):
        called.setdefault(user, name)
    rows = MapLook.objects.filter(child=child_id, guardian__in=called).order_by()
    days = rows.values_list("guardian").annotate(last=Max("day"))
    looks = [Look(called[guardian], day) for guardian, day in days]
    return sorted(looks, key=lambda look: look.day, reverse=True)


def _known(child_id: int, today: date) -> list[_Known]:
    cards = Card.objects.filter(child=child_id).select_related("lesson__unit")
    found = []
    for card in cards:
        vivid = vividness(memory_of(card), today, band=card.lesson.band)
        found.append(_Known(card, vivid, level_of(vivid, card.lesson.band)))
    return found


def _map(known: Sequence[_Known], study: Study, families: frozenset[int] | None) -> MemoryMap:
    coming = _coming(study, {k.card.lesson_id for k in known}, families)
    rows = [(k.card.lesson, k.level, -k.vivid) for k in known] + [
        (lesson, Level.NEXT, 0.0) for lesson in coming
    ]
    rows.sort(key=lambda row: (row[0].unit.order, -row[1], row[2], row[0].order))
    units = [
        MapUnit(
            unit.ko, [Shade(level, [_word(r[0], level) for r in same]) for level, same in _by_level(group)]
        )
        for unit, group in groupby(rows, key=lambda row: row[0].unit)
    ]
    return MemoryMap(
        units=units,
        met=bool(known),
        can_recall=is_word_left(study.child, study.today),
    )


def _by_level(rows: Iterable[tuple[Lesson, Level, float]]):  # type: ignore[no-untyped-def]
    return groupby(rows, key=lambda row: row[1])


def _coming(study: Study, met: set[int], families: frozenset[int] | None) -> list[Lesson]:
    """The next three words of each open course (of these families), each once, with their units."""
    wanted: dict[int, Lesson] = {}
    for way in study.ways:
        if way.enrolment.closed_at is None and (families is None or way.enrolment.family_id in families):
            left = [p.lesson for p in way.places if p.lesson_id not in study.finished | met]
            wanted |= {lesson.pk: lesson for lesson in left[:AHEAD]}
    if not wanted:
        return []
    return list(Lesson.objects.filter(pk__in=wanted).select_related("unit"))


def _word(lesson: Lesson, level: Level = Level.VIVID) -> MapWord:
    return MapWord(lesson.code, lesson.ko, level != Level.NEXT)
