"""A page asks the database as often for a family of ten children as for one of one."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Notification, PushSubscription, User
from families.models import Family, Invitation, RestDay
from families.rests import home_scope
from lessons.models import (
    Answer,
    Bookmark,
    Card,
    Course,
    CourseLesson,
    Enrolment,
    Lesson,
    LessonVersion,
    MapLook,
    PairCard,
    Praise,
    Recall,
    StudySession,
)
from lessons.services.starting import start_lesson
from missions.models import Mission, MissionEvent, Offer, PromiseLine
from oneco.lib import clock
from tests.factories import add_member, make_child, make_device, make_family, make_guardian
from tests.lessons.pupil import Pupil
from tests.shelf import fill_shelf
from tests.town import run_mission

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOW = clock.now()
OVER = ["achieved", "delivered", "settled", "ended", "closed", "declined", "withdrawn", "expired"]


@pytest.fixture
def content(db: None) -> None:
    fill_shelf()


class Growing:
    """A family that has one of everything and can be made to have many."""

    def __init__(self) -> None:
        self.mother = make_guardian(name="엄마")
        self.family = make_family(self.mother, make_guardian(name="아빠"), now=NOW - 400 * DAY)
        self.browser = Client()
        make_device(self.family, self.mother, client=self.browser)
        add_member(self.family, make_guardian(name="할머니"), state="waiting")
        self.course = Course.objects.get(slug="first-week")
        self.children: list[User] = []
        self.courses: list[Course] = [self.course]
        self.child_more()
        self.child, self.mission = self.children[0], Mission.objects.get()

    def child_more(self) -> None:
        """A child in the middle of a course, that studied yesterday and began today."""
        child = make_child(self.family, self.mother, name=f"아이{len(self.children)}")
        self.children.append(child)
        mission = run_mission(self.family, child, self.mother, self.course, NOW - DAY)
        assert mission.enrolment is not None
        Pupil(child).lesson(mission.enrolment, NOW - DAY)
        start_lesson(child, enrolment_id=mission.enrolment.pk, now=NOW)

    def course_more(self) -> Course:
        n = len(self.courses)
        course = Course.objects.create(
            slug=f"c{n}", title=f"코스 {n}", summary="…", difficulty=1, order=10 + n
        )
        for order, lesson in enumerate(Lesson.objects.order_by("pk")[:4]):
            CourseLesson.objects.create(course=course, lesson=lesson, order=order)
        self.courses.append(course)
        return course

    def missions_more(self, count: int) -> None:
        """For every child `count` offers that wait and as many missions that are over, with their lines."""
        while len(self.courses) <= 2 * count:
            self.course_more()
        for child in self.children:
            for n, course in enumerate(self.courses[1 : 2 * count + 1]):
                state = "proposed" if n < count else OVER[(n - count) % len(OVER)]
                if not Mission.objects.filter(child=child, course=course).exists():
                    self._mission(child, course, state, n)

    def _mission(self, child: User, course: Course, state: str, n: int) -> None:
        begun = clock.today() - timedelta(days=200 - n)
        agreed = state in ("achieved", "delivered", "settled", "ended", "closed")
        enrolment = self._enrolment(child, course, begun) if agreed else None
        mission = Mission.objects.create(
            family=self.family,
            child=child,
            guardian=self.mother,
            course=course,
            state=state,
            enrolment=enrolment,
            starts_on=begun if state != "proposed" else clock.today() + 30 * DAY,
            ends_on=begun + 5 * DAY if state != "proposed" else clock.today() + 40 * DAY,
            created_at=NOW,
            moved_at=NOW,
        )
        offer = Offer.objects.create(
            mission=mission,
            n=1,
            by=child if n % 2 else self.mother,
            first_day=mission.starts_on,
            last_day=mission.ends_on,
            weekdays="1111111",
            on_holidays=True,
            title=f"약속 {n}",
            kind="money" if n % 3 == 0 else "together",
            amount=1000 if n % 3 == 0 else 0,
            made_at=NOW,
        )
        if agreed:
            Mission.objects.filter(pk=mission.pk).update(agreed_offer=offer)
        MissionEvent.objects.create(mission=mission, kind="propose", to_state=state, by=offer.by, at=NOW)
        if state in ("achieved", "delivered", "settled"):
            self._lines(mission, offer, state)

    def _enrolment(self, child: User, course: Course, begun: date) -> Enrolment:
        enrolment = Enrolment.objects.create(
            child=child,
            course=course,
            family=self.family,
            first_day=begun,
            opened_at=clock.noon(begun),
            closed_at=clock.noon(begun + 5 * DAY),
        )
        said = Answer.objects.filter(child=child, kind="words").select_related("session").first()
        for place in course.places.order_by("order"):
            day = begun + place.order * DAY
            session = StudySession.objects.create(
                child=child,
                kind="lesson",
                lesson=place.lesson,
                version=LessonVersion.objects.get(lesson=place.lesson, published=1),
                enrolment=enrolment,
                day=day,
                plan={},
                state="finished",
                started_at=clock.noon(day),
                finished_at=clock.noon(day),
                credited_on=day,
            )
            Recall.objects.create(enrolment=enrolment, lesson=place.lesson, recalled_on=day + DAY)
            if said is not None:
                Answer.objects.create(
                    session=session,
                    child=child,
                    step=1,
                    attempt=1,
                    kind=said.kind,
                    lesson=place.lesson,
                    item_key=said.item_key,
                    response=said.response,
                    day=day,
                    answered_at=clock.noon(day),
                )
        return enrolment

    def _lines(self, mission: Mission, offer: Offer, state: str) -> None:
        unit, size = ("won", offer.amount) if offer.amount else ("piece", 1)
        kinds = {"achieved": ["earned"], "delivered": ["earned", "delivered"]}.get(
            state, ["earned", "delivered", "confirmed"]
        )
        effects = {"earned": size, "delivered": -size, "confirmed": 0}
        given = None
        for kind in kinds:
            line = PromiseLine.objects.create(
                mission=mission,
                giver=self.mother,
                child=mission.child,
                kind=kind,
                unit=unit,
                effect=effects[kind],
                due_on=clock.today() + 7 * DAY if kind == "earned" else None,
                refers_to=given if kind == "confirmed" else None,
                at=NOW,
                key=f"{kind}:{mission.pk}",
            )
            given = line if kind == "delivered" else given

    def memories_more(self, count: int) -> None:
        """What looking back may find: marked words, praise, missed questions, looks at the map, cards."""
        for child in self.children:
            sessions = StudySession.objects.filter(child=child, state="finished", lesson__isnull=False)
            for n, session in enumerate(sessions[:count]):
                assert session.lesson is not None
                session.sentence = f"문장 {n}"
                session.save(update_fields=["sentence"])
                Bookmark.objects.get_or_create(child=child, lesson=session.lesson, defaults={"at": NOW})
                Praise.objects.get_or_create(
                    session=session, by=self.mother, defaults={"family": self.family, "text": "!", "at": NOW}
                )
                Card.objects.get_or_create(
                    child=child,
                    lesson=session.lesson,
                    defaults={
                        "stability": 3,
                        "difficulty": 5,
                        "learned_on": session.day,
                        "rated_on": session.day,
                        "due_on": session.day + 3 * DAY,
                    },
                )
            for answer in Answer.objects.filter(child=child, kind="practice", attempt=1)[:count]:
                Answer.objects.filter(pk=answer.pk).update(right=False)
            MapLook.objects.get_or_create(child=child, guardian=self.mother, day=clock.today())
            self._cards_for_two(child)

    def _cards_for_two(self, child: User) -> None:
        """One of every finished lesson of a mission that waits for an answer."""
        said = StudySession.objects.filter(child=child, kind="lesson", state="finished")
        for session in said.select_related("enrolment", "lesson"):
            assert session.enrolment is not None
            assert session.lesson is not None
            PairCard.objects.get_or_create(
                session=session,
                enrolment=session.enrolment,
                defaults={
                    "lesson": session.lesson,
                    "sentence": "(   )은 하나예요.",
                    "choices": [session.lesson.pk],
                    "opened_on": clock.today(),
                    "open_until": clock.today() + 7 * DAY,
                },
            )

    def things_more(self, count: int) -> None:
        """Notices, invitations, devices, guardians, events of one mission."""
        for n in range(count):
            for person in (self.mother, self.child):
                Notification.objects.create(
                    recipient=person, kind="member.waiting", key=f"growth{count}:{n}", created_at=NOW
                )
                PushSubscription.objects.create(
                    user=person, endpoint_hash=f"{person.pk}:{count}:{n}", device="휴대폰", created_at=NOW
                )
            _invitation(self.family, self.mother, f"{count:02}{n:06}")
            make_device(self.family)
            MissionEvent.objects.create(
                mission=self.mission, kind="nudge", to_state="running", by=self.child, at=NOW
            )
        add_member(self.family, make_guardian(name="이모"))

    def pages(self) -> Iterator[tuple[str, User | None, str]]:
        mission = reverse("missions:detail", args=[self.mission.pk])
        child_pages = {
            "오늘": "/today/",
            "미션": "/missions/",
            "미션 하나": mission,
            "새 미션 고르기": "/missions/start/",
            "새 미션": "/missions/new/",
            "기록": "/record/",
            "기록 한 주": f"/record/?week={clock.today() - DAY}",
            "기억 지도": "/map/",
            "배운 단어": "/words/",
            "북마크": "/words/?show=marked",
            "오답노트": "/mistakes/?show=all",
            "찾기": "/search/?q=ㅎㅅㅅ",
            "단어 하나": "/words/U01.1/",
            "고르기": reverse("lessons:library"),
            "걸음": reverse("lessons:study", args=[self._sitting("open").pk]),
            "오늘 끝": reverse("lessons:done", args=[self._sitting("finished").pk]),
            "둘의 카드": self._card(),
            "제보": reverse("lessons:report", args=["U01.1"]),
            "쉬는 날": reverse("missions:rests", args=[self.child.pk]),
            "쉬는 날 미리 보기": self._look_at_rests(),
            "약속": "/promises/",
            "약속 표": "/promises/lines.csv",
            "나": "/me/child/",
            "알림": "/notices/",
            "알림 설정": "/me/notices/",
        }
        guardian_pages = {
            "홈": "/home/",
            "미션": "/missions/",
            "미션 하나": mission,
            "새 미션 고르기": "/missions/start/",
            "새 미션": "/missions/new/",
            "배운 것": f"/learned/?child={self.child.pk}",
            "배운 것 북마크": f"/learned/?child={self.child.pk}&show=marked",
            "기억 지도": f"/map/?child={self.child.pk}",
            "찾기": f"/search/?child={self.child.pk}&q=ㅎㅅㅅ",
            "단어 하나": "/words/U01.1/",
            "칭찬": reverse("lessons:praise", args=[self._sitting("finished").pk]),
            "둘의 카드": self._card(),
            "쉬는 날": reverse("missions:rests", args=[self.child.pk]),
            "쉬는 날에 답하기": self._rest_to_answer(),
            "약속": "/promises/",
            "약속 표": "/promises/lines.csv",
            "가족": "/family/",
            "동의": "/family/consents/",
            "다른 집": reverse("families:sharing", args=[self.child.pk]),
            "동의 거두기": reverse("families:withdraw_consent", args=[self.child.pk]),
            "가족에서 나가기": reverse("families:leave", args=[self.family.pk]),
            "가족 지우기": reverse("families:delete", args=[self.family.pk]),
            "알림": "/notices/",
            "알림 설정": "/me/notices/",
            "건네기": "/hand-over/",
        }
        for name, path in child_pages.items():
            yield f"자녀 {name}", self.child, path
        for name, path in guardian_pages.items():
            yield f"보호자 {name}", self.mother, path
        yield "얼굴 고르기", None, "/in/faces/"

    def _sitting(self, state: str) -> StudySession:
        """The lesson begun today, or the one finished yesterday."""
        sittings = StudySession.objects.filter(
            child=self.child, enrolment=self.mission.enrolment, state=state
        )
        return sittings.get(kind="lesson")

    def rests_more(self, count: int) -> None:
        """Days that every child has taken, and days that wait for an answer."""
        for child in self.children:
            scope = home_scope(child.pk, self.family.pk)
            for n in range(2 * count):
                state = "taken" if n % 2 else "asked"
                day = clock.today() + (2 * n + 2) * DAY
                row = {"kind": "rest", "state": state, "by": child, "at": NOW}
                RestDay.objects.get_or_create(scope=scope, date=day, defaults=row)

    def _look_at_rests(self) -> str:
        path = reverse("missions:rests", args=[self.child.pk])
        return f"{path}?kind=sick&first={clock.today()}&last={clock.today() + DAY}"

    def _rest_to_answer(self) -> str:
        asked = RestDay.objects.filter(state="asked").earliest("date")
        path = reverse("missions:rest_answer", args=[self.child.pk])
        return f"{path}?family={self.family.pk}&day={asked.date}"

    def _card(self) -> str:
        """The page of the newest card for two."""
        card = PairCard.objects.filter(enrolment=self.mission.enrolment).latest("pk")
        return reverse("lessons:pair", args=[card.pk])

    def queries(self) -> dict[str, list[str]]:
        """The queries of each page, the second time it is opened."""
        found = {}
        for name, person, path in self.pages():
            browser = Client()
            browser.cookies.load({key: morsel.value for key, morsel in self.browser.cookies.items()})
            if person is not None:
                browser.force_login(person)
            browser.get(path)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                answer = browser.get(path)
            assert answer.status_code == 200, path
            found[name] = [query["sql"] for query in asked]
        return found


def _invitation(family: Family, by: User, code: str) -> None:
    Invitation.objects.create(
        family=family, code=code, role="guardian", by=by, created_at=NOW, expires_at=NOW + DAY
    )


def test_pages_ask_no_more_for_many_than_for_few(content: None) -> None:
    family = Growing()
    family.missions_more(3)
    family.things_more(1)
    family.memories_more(1)
    family.rests_more(1)
    few = family.queries()
    for _ in range(9):
        family.child_more()
    family.missions_more(40)
    family.things_more(20)
    family.memories_more(200)
    family.rests_more(20)
    many = family.queries()
    for name, asked in few.items():
        sys.stdout.write(f"{len(asked):3} {len(many[name]):3}  {name}\n")
    grown = {
        name: "\n".join(sql[:300] for sql in many[name])
        for name, asked in few.items()
        if len(many[name]) > len(asked)
    }
    assert not grown, "\n\n".join(
        f"{name}: {len(few[name])} → {len(many[name])}\n{sql}" for name, sql in grown.items()
    )
