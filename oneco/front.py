"""What 오늘 and 홈 show, gathered from the apps in a number of queries that does not grow with the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from families.models import Voice
from families.selectors import children_of, families_of, family_of, may_use_pin
from lessons.models import Lesson, LessonVersion, PairCard, StudySession
from lessons.selectors.facts import readable
from lessons.selectors.memory import is_word_left, review_is_open
from lessons.selectors.openings import Opening, openings_in
from lessons.selectors.pairing import waiting_pair_cards
from lessons.selectors.record import streak_in, week_table, weeks_of
from lessons.selectors.study import TODAY, Cell, Study, study_of
from lessons.voices import say
from missions.selectors.cards import (
    MissionCard,
    PromiseCounts,
    open_missions_of_child,
    open_missions_of_guardian,
    promise_counts,
)
from missions.selectors.rests import AskedRest, asked_of
from oneco.lib.korean import WEEKDAYS, friendly, josa


@dataclass(frozen=True)
class TodayWord:
    """One thing to press on 오늘: a word, or the day's review. `begun` says that it is resumed."""

    opening: Opening
    word: str
    ask: str
    begun: bool
    review: bool


@dataclass(frozen=True)
class TodayPage:
    child: User
    day: date
    words: Sequence[TodayWord]
    finished: Sequence[StudySession]
    week: Sequence[dict[str, Any]]
    streak: int
    missions: Sequence[MissionCard]
    next_day: date | None
    left_open: Sequence[StudySession]
    studied: bool  # whether there ever was a mission to study for
    pair_cards: Sequence[PairCard]
    may_recall: bool
    hello: str

    @property
    def agreed(self) -> bool:
        """Whether a mission is under way or waits for its first day."""
        return any(card.is_open for card in self.missions)

    @property
    def weekday(self) -> str:
        return f"{WEEKDAYS[self.day.weekday()]}요일"

    @property
    def waiting(self) -> MissionCard | None:
        """The first thing that waits for the child's answer."""
        return next((m for m in self.missions if m.waits_for_me), None)

    @property
    def running(self) -> Sequence[MissionCard]:
        return [m for m in self.missions if not m.waits_for_me]


@dataclass(frozen=True)
class ChildRow:
    """One child on the guardian's 홈."""

    child: User
    week: Sequence[Cell]
    finished: Sequence[StudySession]
    missions: Sequence[MissionCard]
    may_take: bool

    @property
    def animal(self) -> str:
        return f"animal-{self.child.child_profile.animal}"

    @property
    def week_table(self) -> Sequence[dict[str, Any]]:
        return week_table(self.week)

    @property
    def study_today(self) -> bool:
        return any(cell.is_today and cell.state == TODAY for cell in self.week)

    @property
    def sentence(self) -> str:
        """What the child did today, in a few words."""
        words = [f"‘{s.lesson.ko}’" for s in self.finished if s.lesson]
        if words:
            return _("오늘 {words} 배웠어요").format(words=josa(", ".join(words), "을/를"))
        if self.finished:
            return _("오늘 복습을 마쳤어요")
        if not self.under_way:
            return _("아직 시작한 미션이 없어요")
        return _("오늘은 아직이에요") if self.study_today else _("오늘은 배우는 날이 아니에요")

    @property
    def under_way(self) -> bool:
        return any(card.under_way for card in self.missions)

    @property
    def dinner(self) -> str:
        """The dinner question of the last word finished today."""
        asked = [s.version.content["dinner"] for s in self.finished if s.version]
        return asked[-1] if asked else ""


@dataclass(frozen=True)
class HomePage:
    day: date
    children: Sequence[ChildRow]
    waiting: Sequence[MissionCard]
    promises: PromiseCounts
    pair_cards: Sequence[PairCard]
    rests_asked: Sequence[AskedRest]

    @property
    def headline(self) -> str:
        """How the day stands in one sentence: 서하는 오늘을 마쳤고, 도윤이는 아직이에요."""
        asked = [row for row in self.children if row.finished or row.study_today]
        done = ", ".join(friendly(row.child.display_name) for row in asked if row.finished)
        not_yet = ", ".join(friendly(row.child.display_name) for row in asked if not row.finished)
        if done and not_yet:
            return _("{done} 오늘을 마쳤고, {not_yet} 아직이에요").format(
                done=josa(done, "은/는"), not_yet=josa(not_yet, "은/는")
            )
        if done:
            return _("{done} 오늘을 마쳤어요").format(done=josa(done, "은/는"))
        if not_yet:
            return _("{not_yet} 오늘 아직이에요").format(not_yet=josa(not_yet, "은/는"))
        return _("오늘은 배우는 날이 아니에요") if self.missions_run else _("우리 가족의 장부를 펼쳤어요")

    @property
    def missions_run(self) -> bool:
        return any(row.under_way for row in self.children)


def today_page(child: User, today: date) -> TodayPage:
    family = family_of(child)
    study = study_of(child.pk, today)
    openings = openings_in(study)
    sessions = _sessions_shown(study, openings)
    finished = [s for s in sessions if s.finished_at]
    reviewed = any(s.kind == StudySession.Kind.REVIEW for s in finished)
    begun = study.review_begun
    upcoming = [o.calendar.next_study_day(today + timedelta(days=1)) for o in openings]
    words = _words(
        openings, today, review=begun or _may_review(child.pk, today, openings, reviewed), begun=begun
    )
    return TodayPage(
        child=child,
        day=today,
        words=words,
        finished=finished,
        week=week_table(study.week()),
        streak=streak_in(study, family.pk) if family else 0,
        missions=open_missions_of_child(child, today=today),
        next_day=min(upcoming, default=None),
        left_open=[s for s in sessions if not s.finished_at],
        studied=bool(study.ways),
        pair_cards=waiting_pair_cards(child, today),
        may_recall=not words and is_word_left(child.pk, today),
        hello=say(_greeting(bool(words), bool(finished)), family.voice if family else Voice.WARM),
    )


def _may_review(child: int, today: date, openings: Sequence[Opening], reviewed: bool) -> bool:
    """Whether today's review is there to press; in makeup also once more, for the words that are left."""
    due = [o for o in openings if o.makeup] if reviewed else openings
    return review_is_open(child, today, due)


def _greeting(to_do: bool, done: bool) -> str:
    return "hello" if to_do else "hello_done" if done else "hello_rest"


def home_page(guardian: User, today: date) -> HomePage:
    children = list(children_of(guardian))
    cards = open_missions_of_guardian(guardian, today=today)
    homes = set(families_of(guardian).values_list("pk", flat=True))
    weeks = weeks_of([c.pk for c in children], today, families=homes)
    finished = _finished_by_child(children, today)
    return HomePage(
        day=today,
        children=[
            ChildRow(
                child=child,
                week=weeks[child.pk],
                finished=finished.get(child.pk, []),
                missions=[card for card in cards if card.child_id == child.pk],
                may_take=may_use_pin(child),
            )
            for child in children
        ],
        waiting=[card for card in cards if card.waits_for_me],
        promises=promise_counts(guardian),
        pair_cards=waiting_pair_cards(guardian, today),
        rests_asked=asked_of(children, homes),
    )


def _words(openings: Sequence[Opening], today: date, *, review: bool, begun: bool) -> list[TodayWord]:
    """What can be pressed today: a word for each enrolment, and the review once for all of them."""
    asks = _asks([o.lesson for o in openings if o.lesson], today)
    words = [
        TodayWord(o, o.lesson.ko, asks.get(o.lesson.pk, ""), begun=o.session is not None, review=False)
        for o in openings
        if o.lesson is not None
    ]
    due = next((o for o in openings if o.review), None)
    if review and due is not None:
        words.insert(0, TodayWord(due, "", "", begun=begun, review=True))
    return words


def _sessions_shown(study: Study, openings: Sequence[Opening]) -> list[StudySession]:
    """Sessions finished today, and those begun that no mission offers any more: what was begun stays open.

    A review belongs to its day.
    """
    offered = {o.session for o in openings}
    reviews = any(o.review for o in openings)
    shown = [
        s.pk
        for s in study.sittings
        if s.credited_on == study.today
        or (s.is_open and s.pk not in offered and (s.lesson or (s.day == study.today and not reviews)))
    ]
    found = StudySession.objects.filter(pk__in=shown).select_related("lesson").defer("plan")
    return list(found.order_by("finished_at", "pk")) if shown else []


def _asks(lessons: Sequence[Lesson], today: date) -> dict[int, str]:
    if not lessons:
        return {}
    rows = LessonVersion.objects.filter(lesson__in=lessons, published=1).values_list("lesson", "content")
    return readable({lesson: content["guess"]["ask"] for lesson, content in rows}, today)


def _finished_by_child(children: Sequence[User], today: date) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    rows = StudySession.objects.filter(child__in=children, credited_on=today)
    for session in rows.select_related("lesson", "version").defer("plan").order_by("finished_at"):
        found.setdefault(session.child_id, []).append(session)
    return found
