"""Two families that know nothing of each other, each with everything a page may show or act on."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from accounts.models import Notification, PushSubscription, User
from accounts.services.notify import notify
from accounts.services.reaching import subscribe
from families.models import ConsentRequest, Device, Family, Invitation, Membership
from families.services.children import request_token
from families.services.invitations import invite
from lessons.models import Course, PairCard, StudySession
from lessons.services.starting import start_lesson
from missions.models import Mission, Offer
from missions.services import offers
from missions.services.terms import Terms
from oneco.lib import clock
from tests.factories import (
    PASSWORD,
    add_member,
    make_child,
    make_device,
    make_family,
    make_guardian,
    make_staff,
    make_teen,
)
from tests.lessons.pupil import Pupil
from tests.shelf import fill_shelf

DAY = timedelta(days=1)
EVERY_DAY = "1111111"
A_LETTER = {
    "from": "2026-03-16",
    "to": "2026-03-22",
    "children": [{"name": "서하", "learned": ["희소성"], "recalled": 1, "shells": 2, "faded": ["선택"]}],
    "promises": [{"child": "서하", "promise": "김밥 소풍", "due_on": "2026-03-25"}],
    "answers": 1,
    "line": {"child": "서하", "said": "꾸준히 하는 게 제일 어려운 건데."},
    "question": {"child": "서하", "word": "희소성", "text": "우리 집에서 모자란 것은 무엇일까요?"},
    "url": "/week/2026-W12/",
}


def every_day(course: Course, now: datetime, *, title: str = "김밥 소풍") -> Terms:
    """Terms that begin today whatever day of the week it is."""
    return Terms(
        course=course,
        first_day=clock.study_date(now),
        title=title,
        kind=Offer.Kind.TOGETHER,
        weekdays=EVERY_DAY,
        on_holidays=True,
    )


def run_mission(family: Family, child: User, guardian: User, course: Course, now: datetime) -> Mission:
    """A mission that began on the study date of `now`."""
    made = offers.propose_mission(family, child=child, terms=every_day(course, now), actor=guardian, now=now)
    return offers.accept_mission(made.pk, actor=child, now=now)


@dataclass
class House:
    """A family: one mission under way since yesterday (one word learned, the second begun), one offered."""

    family: Family
    guardian: User
    child: User
    sibling: User
    teen: User
    waiting: Membership
    device: Device
    device_cookie: str
    invitation: Invitation
    consent_request: ConsentRequest
    mission: Mission
    offered: Mission
    learned: StudySession
    begun: StudySession
    pair_card: PairCard
    guest: Membership
    gone_guest: Membership
    left: dict[int, Membership] = field(default_factory=dict)
    notices: dict[int, Notification] = field(default_factory=dict)
    browsers: dict[int, PushSubscription] = field(default_factory=dict)
    keys: dict[int, Authenticator] = field(default_factory=dict)

    @property
    def consent_token(self) -> str:
        return request_token(self.consent_request)


def make_house(called: str) -> House:
    """One family of the town; the lessons are loaded."""
    now, yesterday = clock.now(), clock.now() - DAY
    guardian = make_guardian(name="엄마", password=PASSWORD)
    EmailAddress.objects.create(user=guardian, email=guardian.email, verified=True, primary=True)
    family = make_family(guardian, name=f"{called} 가족", now=yesterday)
    child, sibling = make_child(family, guardian, name="서하"), make_child(family, guardian, name="지호")
    teen = make_teen(family)
    first_week, whole = Course.objects.order_by("difficulty", "order")[:2]
    mission = run_mission(family, child, guardian, first_week, yesterday)
    assert mission.enrolment is not None
    learned = Pupil(child).lesson(mission.enrolment, yesterday)
    assert learned.lesson is not None
    begun = start_lesson(child, enrolment_id=mission.enrolment.pk, now=now)
    later = every_day(whole, now + DAY * 20)
    offered = offers.propose_mission(family, child=child, terms=later, actor=guardian, now=now)
    browser = Client()
    device = make_device(family, client=browser)
    house = House(
        family=family,
        guardian=guardian,
        child=child,
        sibling=sibling,
        teen=teen,
        waiting=add_member(family, make_guardian(name="아빠"), state="waiting"),
        device=device,
        device_cookie=browser.cookies["oneco_device"].value,
        invitation=invite(family, by=guardian, role="guardian", now=now),
        consent_request=_consent_request(family, guardian, now),
        mission=mission,
        offered=offered,
        learned=learned,
        begun=begun,
        pair_card=PairCard.objects.create(
            session=learned,
            enrolment=mission.enrolment,
            lesson=learned.lesson,
            sentence="(   )은 고르는 것이에요.",
            choices=[learned.lesson_id, begun.lesson_id],
            opened_on=clock.today(),
            open_until=clock.today() + DAY * 7,
        ),
        guest=add_member(family, make_child(name="하준")),
        gone_guest=_gone_guest(family, guardian, now),
    )
    for person in (guardian, child, sibling, teen):
        _leave_something(house, person, now)
    return house


def _gone_guest(family: Family, guardian: User, now: datetime) -> Membership:
    """A child from another home whose second home this was until today."""
    place = add_member(family, make_child(name="유나"))
    place.state, place.left_at, place.left_by = Membership.State.LEFT, now, guardian
    place.save()
    return place


def _consent_request(family: Family, guardian: User, now: datetime) -> ConsentRequest:
    draft = {
        "nickname": "하늘",
        "birth_year": 2016,
        "birth_month": 5,
        "animal": "crab",
        "pin": "",
        "legal": True,
        "account": True,
        "sharing": False,
        "ai": False,
    }
    return ConsentRequest.objects.create(
        family=family, guardian=guardian, draft=draft, created_at=now, expires_at=now + DAY
    )


def _leave_something(house: House, person: User, now: datetime) -> None:
    """A family that this person left today, a notice, and for own accounts a passkey."""
    other = make_family(name="전에 있던 가족")
    left = add_member(other, person, legal=False)
    Membership.objects.filter(pk=left.pk).update(state="left", left_at=now)
    house.left[person.pk] = left
    notify(
        person, "member.waiting", "town", {"name": "아빠", "family": "가족", "email": "", "url": "/"}, now=now
    )
    house.notices[person.pk] = Notification.objects.get(recipient=person, key="town")
    address = f"https://fcm.googleapis.com/fcm/send/{person.pk}"
    house.browsers[person.pk] = subscribe(
        person, endpoint=address, p256dh="BP", auth="k8", device="휴대폰", now=now
    )
    if person.is_guardian:
        notify(person, "digest", "digest:2026-W12", A_LETTER, now=now)
    if person.email:
        house.keys[person.pk] = Authenticator.objects.create(
            user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "열쇠", "credential": a_passkey()}
        )


def a_passkey() -> dict[str, object]:
    """What a browser sends when a passkey is made, good enough to be read again."""
    public = ES256({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})
    key_id = b"k" * 16
    data = AttestedCredentialData.create(Aaguid(bytes(16)), key_id, public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    attestation = AttestationObject.create("none", AuthenticatorData.create(bytes(32), flags, 0, data), {})
    client = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    return {
        "id": websafe_encode(key_id),
        "rawId": websafe_encode(key_id),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(attestation),
        },
    }


@dataclass
class Town:
    ours: House
    theirs: House
    staff: User

    def house_of(self, person: User) -> House | None:
        """The house somebody lives in; None for staff and for nobody."""
        for house in (self.ours, self.theirs):
            if person.pk in {p.pk for p in (house.guardian, house.child, house.sibling, house.teen)}:
                return house
        return None


def make_town() -> Town:
    fill_shelf()
    return Town(make_house("해달"), make_house("고래"), _staff())


def _staff() -> User:
    staff = make_staff()
    staff.set_password(PASSWORD)
    staff.save()
    return staff


def again(browser: Client, *, csrf: bool = False) -> Client:
    """A fresh browser with the cookies of another."""
    fresh = Client(enforce_csrf_checks=csrf, raise_request_exception=False)
    fresh.cookies.load({name: morsel.value for name, morsel in browser.cookies.items()})
    return fresh


def browser_of(person: User | None, house: House | None = None, *, csrf: bool = False) -> Client:
    """A browser in which a person (None: nobody) has just signed in, on a device that knows the house."""
    client = Client(enforce_csrf_checks=csrf, raise_request_exception=False)
    if house is not None:
        client.cookies["oneco_device"] = house.device_cookie
    if person is not None:
        client.force_login(person)
        session = client.session
        just_now = {"method": "password", "at": clock.real_now().timestamp(), "reauthenticated": True}
        session["account_authentication_methods"] = [just_now]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
    return client
