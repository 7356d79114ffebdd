"""Seven days after a withdrawn consent nothing of the child is left, and the proof of consent is."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from accounts.models import Notification, Preference, PushSubscription, TellingSettings, User
from accounts.services.delivering import deliver_due
from accounts.services.notify import notify
from families import erasing
from families.models import (
    Attempt,
    ChildProfile,
    Consent,
    ConsentRequest,
    ConsentWithdrawal,
    Invitation,
    InvitationReport,
    Membership,
    RestDay,
    SignInLink,
)
from families.services import children, consents
from families.services.consents import renew_consent, withdraw_consent
from families.services.erasing import erase_child, erase_withdrawn
from lessons.models import Bookmark, ErrorReport, Hint, MapLook, PairCard, Praise
from missions.models import EndWish, Mission, MissionEvent, Offer, Part, PromiseChange, PromiseLine
from missions.services import ending, offers, rest_telling
from oneco.digest import evening_of, write_digest
from oneco.lib import clock
from tests.factories import make_child, make_family, make_guardian, signed_in
from tests.lessons.pupil import Pupil
from tests.shelf import fill_shelf
from tests.town import every_day

pytestmark = pytest.mark.django_db

WEEK, DAY = timedelta(days=7), timedelta(days=1)
NAME = "흔적이"  # stands in no file: wherever it is found, something of this child is

# Keys to a person that is never a child with a PIN profile, and why. Every other key of every table, those of
# tables to come included, has a row of the child in `Life` below, so that erasing is seen to reach it.
NEVER_A_CHILD = {
    "families.Invitation.by": "guardians invite",
    "families.Consent.guardian": "a guardian",
    "families.ConsentWithdrawal.by": "a guardian",
    "families.ConsentRequest.guardian": "a guardian",
    "families.DevicePin.guardian": "a guardian",
    "families.StaffAct.by": "staff",
    "families.StaffLook.by": "staff",
    "lessons.LessonVersion.author": "staff",
    "lessons.LessonVersion.reviewer": "staff",
    "lessons.Praise.by": "a guardian",
    "lessons.MapLook.guardian": "a guardian",
    "missions.Mission.guardian": "a guardian",
    "missions.PromiseLine.giver": "a guardian",
    "accounts.TellingSettings.remind_guardian": "a guardian",
    "accounts.User_groups.user": "staff",
    "accounts.User_user_permissions.user": "staff",
    "admin.LogEntry.user": "staff",
    "account.EmailAddress.user": "a PIN profile has no address",
    "mfa.Authenticator.user": "nor a second factor",
    "socialaccount.SocialAccount.user": "nor another site's account",
    "usersessions.UserSession.user": "sessions end with the key; rows go with the person",
}


def keys_to_people() -> Iterator[tuple[str, type[models.Model], str]]:
    """Every column of every table that names a person."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if (
                field.concrete
                and not field.many_to_many
                and field.is_relation
                and field.related_model is User
            ):
                yield f"{model._meta.label}.{field.name}", model, field.name


def named_in() -> dict[str, int]:
    """In which tables, in any text or JSON, the child's name stands."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        texts = [f.attname for f in model._meta.concrete_fields if isinstance(f, TEXTS)]
        rows = model._default_manager.values_list(*texts) if texts else []
        hits = sum(NAME in str(value) for row in rows for value in row)
        if hits:
            found[model._meta.label] = hits
    return found


TEXTS = (models.CharField, models.TextField, models.JSONField)


class Life:
    """A child that has left a row in every table where a child can."""

    def __init__(self) -> None:
        fill_shelf()
        self.mother, self.father = make_guardian(), make_guardian(name="아빠")
        self.family = make_family(self.mother, self.father)
        now = clock.now()
        self.child = children.make_child(
            self.family, guardian=self.mother, draft=_draft(), method="household", now=now
        )
        self.sibling = make_child(self.family, self.mother, name="지호")
        self.mission = self._mission(now - DAY)
        self._study(now)
        self._promises(now)
        self._around(now)

    def _mission(self, now: Any) -> Mission:
        from lessons.models import Course

        course = Course.objects.order_by("difficulty", "order").first()
        assert course is not None
        made = offers.propose_mission(
            self.family, child=self.child, terms=every_day(course, now), actor=self.child, now=now
        )
        return offers.accept_mission(made.pk, actor=self.mother, now=now)

    def _study(self, now: Any) -> None:
        assert self.mission.enrolment is not None
        session = Pupil(self.child).lesson(self.mission.enrolment, now - DAY)
        lesson = session.lesson
        assert lesson is not None
        Hint.objects.create(session=session, step=1, rung=1, at=now)
        praise = Praise.objects.create(session=session, family=self.family, by=self.mother, text=NAME, at=now)
        notify(self.child, "praise", f"praise:{praise.pk}", {"text": NAME}, now=now)
        Bookmark.objects.create(child=self.child, lesson=lesson, at=now)
        MapLook.objects.create(child=self.child, guardian=self.mother, day=clock.today())
        ErrorReport.objects.create(lesson=lesson, by=self.child, text=NAME, day=clock.today(), at=now)
        card = PairCard.objects.create(
            session=session,
            enrolment=self.mission.enrolment,
            lesson=lesson,
            sentence=NAME,
            choices=[lesson.pk],
            opened_on=clock.today(),
            open_until=clock.today(),
            answered_by=self.child,
            chosen=lesson,
            answered_at=now,
        )
        notify(self.mother, "pair.opened", f"pair:{card.pk}:opened", {"child": NAME}, now=now)

    def _promises(self, now: Any) -> None:
        ending.ask_to_stop(self.mission.pk, actor=self.child, now=now)
        Part.objects.create(mission=self.mission, j=9, amount=1000, comes_on=clock.today())
        PromiseChange.objects.create(mission=self.mission, by=self.child, title=NAME, made_at=now)
        common = {
            "mission": self.mission,
            "giver": self.mother,
            "child": self.child,
            "unit": "piece",
            "at": now,
        }
        first = PromiseLine.objects.create(**common, kind="earned", effect=1, key="e", due_on=clock.today())
        PromiseLine.objects.create(
            **common, kind="forgiven", effect=-1, key="f", by=self.child, refers_to=first
        )

    def _around(self, now: Any) -> None:
        child = self.child
        RestDay.objects.create(
            scope=f"child:{child.pk}@family:{self.family.pk}",
            date=clock.today(),
            kind="rest",
            state="taken",
            by=child,
            at=now,
        )
        Attempt.objects.create(key=f"pin:{child.pk}@7", outcome="wrong", at=now)
        Attempt.objects.create(key=f"strange-pin:{child.pk}", outcome="wrong", at=now)
        used = Invitation.objects.create(
            family=self.family,
            code="ABCDEFGH",
            role="child",
            by=self.mother,
            created_at=now,
            expires_at=now,
            state="used",
            used_by=child,
        )
        InvitationReport.objects.create(invitation=used, by=child, at=now)
        left = Membership.objects.create(
            family=make_family(), user=child, role="child", joined_at=now, state="left", left_at=now
        )
        Membership.objects.filter(pk=left.pk).update(left_by=child)
        SignInLink.objects.create(user=child, email="", key_hash="x", made_at=now, expires_at=now)
        TellingSettings.objects.create(user=child, remind_hour=18)
        Preference.objects.create(user=child, topic="study_reminder", channel="push", on=False)
        PushSubscription.objects.create(user=child, endpoint_hash="x", device=NAME, created_at=now)
        signed_in(child).get(reverse("families:me"))
        rest_telling.tell_asked(child, self.family, clock.today(), now=now)
        assert write_digest(self.mother, until=evening_of(now), now=now)


def _draft() -> children.ChildDraft:
    return children.ChildDraft(
        nickname=NAME,
        birth_year=2016,
        birth_month=5,
        animal="otter",
        pin="",
        legal=True,
        account=True,
        sharing=True,
    )


@pytest.fixture
def life() -> Life:
    return Life()


def test_nothing_of_the_child_is_left_and_the_proof_is(life: Life) -> None:
    child, now = life.child, clock.now()
    missing = [
        name
        for name, model, field in keys_to_people()
        if name not in NEVER_A_CHILD and not model._default_manager.filter(**{field: child.pk}).exists()
    ]
    assert not missing, f"{missing}: give the child a row there in Life, or say in NEVER_A_CHILD why not"
    assert {"accounts.User", "accounts.Notification", "lessons.ErrorReport"} <= set(named_in())
    withdraw_consent(child, actor=life.mother, now=now)
    given = Consent.objects.count()

    assert erase_withdrawn(now + WEEK - DAY) == 0
    assert erase_withdrawn(now + WEEK) == 1

    assert named_in() == {}
    for name, model, field in keys_to_people():
        assert not model._default_manager.filter(**{field: child.pk}).exists(), name
    for model in (Mission, Offer, MissionEvent, EndWish, Part, PromiseChange, PromiseLine, Hint, Praise):
        assert not model.objects.exists(), model
    assert not Attempt.objects.filter(key__contains=f"pin:{child.pk}").exists()
    assert not RestDay.objects.filter(scope__startswith=f"child:{child.pk}").exists()
    assert Consent.objects.count() == given
    assert ConsentWithdrawal.objects.get().by == life.mother
    assert User.objects.filter(pk=life.sibling.pk, is_active=True).exists()


def test_the_guardians_are_told_before_and_after(life: Life) -> None:
    now = clock.now()
    withdraw_consent(life.child, actor=life.mother, now=now)
    before = Notification.objects.get(recipient=life.father, kind="consent.withdrawn")
    assert before.data["until"]
    erase_withdrawn(now + WEEK)
    for guardian in (life.mother, life.father):
        assert Notification.objects.filter(recipient=guardian, kind="consent.erased").count() == 1


def test_a_second_run_finds_nothing_to_do(life: Life) -> None:
    now = clock.now()
    withdraw_consent(life.child, actor=life.mother, now=now)
    assert [erase_withdrawn(now + WEEK) for _ in range(3)] == [1, 0, 0]
    assert erase_child(life.child.pk, now=now + WEEK) is False


def test_who_consents_again_in_time_keeps_everything(life: Life) -> None:
    now = clock.now()
    withdraw_consent(life.child, actor=life.mother, now=now)
    renew_consent(life.child, actor=life.father, now=now + 6 * DAY)
    assert erase_withdrawn(now + WEEK) == 0
    assert Mission.objects.get().state == "running"


def test_one_that_fails_holds_up_no_other_and_is_tried_again(
    life: Life, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = clock.now()
    for child in (life.child, life.sibling):
        withdraw_consent(child, actor=life.mother, now=now)
    sound = list(erasing._STEPS)

    def stumble(child: User) -> None:
        if child == life.child:
            raise RuntimeError("the power went")

    monkeypatch.setattr(erasing, "_STEPS", [*sound, (0, stumble)])
    with caplog.at_level(logging.ERROR):
        assert erase_withdrawn(now + WEEK) == 1
    assert ChildProfile.objects.get().user == life.child
    assert Mission.objects.exists(), "half of a child was erased"
    monkeypatch.setattr(erasing, "_STEPS", sound)
    assert erase_withdrawn(now + WEEK) == 1


def test_what_was_typed_before_the_consent_goes_too(settings: Any) -> None:
    guardian = make_guardian()
    family = make_family(guardian)
    now = clock.now()
    settings.CONSENT_METHOD = "email"
    asked = children.ask_for_consent(family, guardian=guardian, draft=_draft(), now=now)
    child = children.confirm_request(asked, method="email", receipt={}, now=now)
    deliver_due(now=now)  # letters that have left are wiped
    withdraw_consent(child, actor=guardian, now=now)
    renew_consent(child, actor=guardian, now=now + DAY)
    withdraw_consent(child, actor=guardian, now=now + 2 * DAY)
    assert erase_withdrawn(now + 2 * DAY + WEEK) == 1
    assert ConsentRequest.objects.get().draft == {}
    assert named_in() == {}


def test_days_of_the_pause_ask_for_nothing(life: Life) -> None:
    RestDay.objects.all().delete()  # one that was written past the missions
    now, before = clock.now(), life.mission.ends_on
    withdraw_consent(life.child, actor=life.mother, now=now)
    stops = RestDay.objects.filter(scope=f"child:{life.child.pk}", kind="stop")
    assert stops.count() == consents.UNDO_WITHIN.days
    life.mission.refresh_from_db()
    assert life.mission.ends_on == before + WEEK, "the mission stands still for as long"
    renew_consent(life.child, actor=life.mother, now=now + 3 * DAY)
    assert [day.date for day in stops.order_by("date")] == [clock.today() + n * DAY for n in (1, 2)]
    life.mission.refresh_from_db()
    assert life.mission.ends_on == before + 2 * DAY, "and goes on when the child does"


def test_the_consequences_name_what_would_be_lost(life: Life) -> None:
    page = signed_in(life.mother).get(reverse("families:withdraw_consent", args=[life.child.pk]))
    assert "첫 주 맛보기" in page.content.decode()
