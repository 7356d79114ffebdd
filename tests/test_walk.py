"""Every address × everybody × own, foreign and impossible ids, read from the URL configuration itself.

A new address fails here until somebody decides two things: for whom it is (`@audience` on the view, or a line
in `settings.AUDIENCES` for what others wrote) and, when it has parameters, what `IDS` below puts into them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from accounts.models import User
from accounts.unsubscribing import token_for
from oneco.lib.audience import ANYONE, CHILD, GUARDIAN, OWN_ACCOUNT, STAFF, audience_of
from tests.town import House, Town, again, browser_of, make_town

pytestmark = pytest.mark.django_db

Values = dict[str, Any]


@dataclass(frozen=True)
class Address:
    """One URL pattern. `name` is its name with namespace, or its route where it has none."""

    name: str
    route: str
    parameters: tuple[str, ...]

    def path(self, values: Values) -> str:
        return _fill(self.route, values)

    @property
    def group(self) -> str:
        return (
            self.name.split(":")[0] if ":" in self.name else _GROUP_OF.get(self.name.split("_")[0], "oneco")
        )


_GROUP_OF = dict.fromkeys(("account", "mfa", "socialaccount", "usersessions"), "allauth")
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()\\]|\\.)*\)")


def _fill(route: str, values: Values) -> str:
    return "/" + _PARAMETER.sub(lambda m: str(values[m[1] or m[2]]), route).replace("^", "").replace("$", "")


def addresses(resolver: URLResolver | None = None, before: str = "", space: str = "") -> Iterator[Address]:
    """Everything that can be asked for, includes followed to their ends."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, route, inner)
        elif isinstance(entry, URLPattern):
            found = tuple(m[1] or m[2] for m in _PARAMETER.finditer(route))
            yield Address(f"{space}{entry.name}" if entry.name else f"{space}{route}", route, found)


ALL = list(addresses())


# --- what stands in an address ---


@dataclass(frozen=True)
class Ids:
    """How to make an address's values for somebody of a house.

    `public`: roles for whom a foreign one is no secret (a code lets in whoever has it; a published word).
    `personal`: it belongs to one child, so that even its sister gets 404.
    """

    make: Callable[[House, User], Values]
    public: frozenset[str] = frozenset()
    personal: bool = False


def pk(what: Callable[[House, User], Any], **more: Any) -> Ids:
    return Ids(lambda house, user: {"pk": what(house, user).pk}, **more)


EVERYBODY = frozenset({ANYONE, GUARDIAN, CHILD, STAFF})
A_CODE = Ids(lambda house, user: {"code": house.invitation.code}, public=EVERYBODY)
OUR_FAMILY = pk(lambda house, user: house.family)
OUR_CHILD = pk(lambda house, user: house.child)
OUR_CHILD_ALONE = pk(lambda house, user: house.child, personal=True)
OUR_MISSION = pk(lambda house, user: house.mission, personal=True)
OUR_OFFER = pk(lambda house, user: house.offered, personal=True)
BEGUN = pk(lambda house, user: house.begun, personal=True)
A_KEY = pk(lambda house, user: house.keys.get(user.pk, house.keys[house.guardian.pk]))
# Guardians read any word, children those they have finished; nobody has finished the last.
A_WORD = Ids(
    lambda house, user: {"code": house.learned.lesson.code if user == house.child else "U01.9"},
    public=frozenset({GUARDIAN}),
    personal=True,
)

IDS: dict[str, Ids] = {
    "accounts:open_notice": pk(
        lambda house, user: house.notices.get(user.pk, house.notices[house.guardian.pk])
    ),
    "accounts:read_notice": pk(
        lambda house, user: house.notices.get(user.pk, house.notices[house.guardian.pk])
    ),
    "accounts:forget_browser": pk(
        lambda house, user: house.browsers.get(user.pk, house.browsers[house.guardian.pk])
    ),
    # The token is the permission: whoever holds the e-mail may end it.
    "accounts:unsubscribe": Ids(
        lambda house, user: {"token": token_for(house.guardian.pk, "digest")}, public=EVERYBODY
    ),
    # Named by its week: everybody has letters of its own under the same name.
    "digest": Ids(lambda house, user: {"week": "2026-W12"}, public=frozenset({GUARDIAN})),
    "families:family_detail": OUR_FAMILY,
    "families:change_code": OUR_FAMILY,
    "families:manner": OUR_FAMILY,
    "families:leave": OUR_FAMILY,
    "families:declare_legal": OUR_FAMILY,
    "families:delete": OUR_FAMILY,
    "families:stop_waiting": pk(lambda house, user: house.waiting),
    "families:child_new": OUR_FAMILY,
    "families:invite": OUR_FAMILY,
    "families:come_back": pk(lambda house, user: house.left.get(user.pk, house.left[house.guardian.pk])),
    "families:end_place": pk(lambda house, user: house.guest),
    "families:undo_end": pk(lambda house, user: house.gone_guest),
    "families:sharing": OUR_CHILD,
    "families:renew_sharing": OUR_CHILD,
    "families:agree": pk(lambda house, user: house.waiting),
    "families:refuse": pk(lambda house, user: house.waiting),
    "families:invitation_card": pk(lambda house, user: house.invitation),
    "families:revoke_invitation": pk(lambda house, user: house.invitation),
    "families:revoke_device": pk(lambda house, user: house.device),
    "families:next_step": OUR_CHILD,
    "families:reset_pin": OUR_CHILD,
    "families:unlock": OUR_CHILD,
    "families:withdraw_consent": OUR_CHILD,
    "families:renew_consent": OUR_CHILD,
    "families:consent_sent": pk(lambda house, user: house.consent_request),
    # The token is the permission: whoever holds the e-mail may read and press.
    "families:confirm_consent": Ids(lambda house, user: {"token": house.consent_token}, public=EVERYBODY),
    "families:hand_over_to": OUR_CHILD,
    # The key is the permission; a wrong one says that the link is over.
    "families:sign_in_link": Ids(lambda house, user: {"key": "nonsense"}, public=EVERYBODY),
    "families:pin": OUR_CHILD,
    "families:invitation": A_CODE,
    "families:accept": A_CODE,
    "families:bring": A_CODE,
    "families:block": A_CODE,
    "families:age": A_CODE,
    "families:teen_signup": A_CODE,
    # A stranger's enrolment is refused with a sentence like a closed one: the number tells nothing.
    "lessons:start": Ids(
        lambda house, user: {"enrolment_id": house.mission.enrolment_id}, public=frozenset({CHILD})
    ),
    "lessons:study": BEGUN,
    "lessons:answer": BEGUN,
    "lessons:hint": BEGUN,
    "lessons:done": pk(lambda house, user: house.learned, personal=True),
    "lessons:word": A_WORD,
    "lessons:report": A_WORD,
    "lessons:bookmark": A_WORD,
    "lessons:praise": pk(lambda house, user: house.learned),
    # A word that does not exist and one that is not for this child are refused with the same sentence.
    "lessons:start_free": Ids(lambda house, user: {"code": "U01.9"}, public=frozenset({CHILD})),
    "lessons:pair": pk(lambda house, user: house.pair_card, personal=True),
    "missions:detail": OUR_MISSION,
    "missions:accept": OUR_OFFER,
    "missions:counter": OUR_OFFER,
    "missions:counter_sentence": OUR_OFFER,
    "missions:again": OUR_OFFER,
    "missions:decline": OUR_OFFER,
    "missions:withdraw": OUR_OFFER,
    "missions:take_over": OUR_MISSION,
    "missions:stop": OUR_MISSION,
    "missions:ask_more": OUR_MISSION,
    "missions:keep_on": OUR_MISSION,
    "missions:end": OUR_MISSION,
    "missions:agree": OUR_MISSION,
    "missions:lengthen": OUR_MISSION,
    "missions:deliver": OUR_MISSION,
    "missions:confirm": OUR_MISSION,
    "missions:not_yet": OUR_MISSION,
    "missions:nudge": OUR_MISSION,
    "missions:forgive": OUR_MISSION,
    "missions:undo_forgive": OUR_MISSION,
    "missions:new_date": OUR_MISSION,
    "missions:new_thing": OUR_MISSION,
    "missions:answer_change": OUR_MISSION,
    "missions:take_back_change": OUR_MISSION,
    "missions:rests": OUR_CHILD_ALONE,
    "missions:rest_back": OUR_CHILD_ALONE,
    "missions:rest_answer": OUR_CHILD_ALONE,
    "mfa_remove_webauthn": A_KEY,
    "mfa_edit_webauthn": A_KEY,
    # Signed by allauth; a wrong one says so in a page and changes nothing.
    "account_confirm_email": Ids(lambda house, user: {"key": "bm8:1tXyzA:nonsense"}, public=EVERYBODY),
    "account_reset_password_from_key": Ids(
        lambda house, user: {"uidb36": "1", "key": "nonsense"}, public=EVERYBODY
    ),
}


def ids_of(address: Address) -> Ids | None:
    """What goes into an address; None when nobody has decided."""
    if not address.parameters:
        return Ids(lambda house, user: {}, public=EVERYBODY)
    if address.name.startswith("admin:"):
        return Ids(lambda house, user: _admin_values(address), public=EVERYBODY)
    return IDS.get(address.name)


def _admin_values(address: Address) -> Values:
    """Some row of the model that the admin's address is about."""
    model = next(
        (m for m in apps.get_models() if f"/{m._meta.app_label}/{m._meta.model_name}/" in address.route), None
    )
    row = model._default_manager.order_by("pk").first() if model else None
    return {
        "object_id": row.pk if row else 1,
        "content_type_id": ContentType.objects.get_for_model(User).pk,
        "app_label": "lessons",
        "url": "nowhere/",
    }


IMPOSSIBLE_NUMBERS = ("0", "9" * 30)
IMPOSSIBLE_TEXTS = ("%00", "가나다", "x" * 300, "'\"<b>")
# What a page with no such field ignores and a page with one must survive.
_FIELDS = """
    accept action amount animal attempt back birth_month birth_year called change child choice code
    course day device_pin email family first first_day go hints id item kind last login message month next
    nickname number on order own_called page password pin q role seen show state step text title to week
    weekdays yes
"""
NOISE = dict.fromkeys(_FIELDS.split(), "\x00가 9999999999999999999999999 <b>")
NOISE |= {"card-0": "²", "pair-0": "-1", "move": "up-99999999999999999999"}


# --- what must hold for every answer ---

KOREAN = re.compile(r"[가-힣]{2,}")
# Not of one person, and kept by browsers on purpose.
MAY_BE_KEPT = {"manifest", "service_worker", "offline", "favicon"}
# Parts of a page, asked for by HTMX.
FRAGMENTS = {"missions:sentence", "missions:counter_sentence", "accounts:bell", "accounts:inbox_head"}
# Mail programs post to it without a cookie, as RFC 8058 wants; the signed token is the permission.
WITHOUT_CSRF = {"accounts:unsubscribe"}


def wrong_with(answer: HttpResponse, address: Address, person: User | None) -> Iterator[str]:
    """Sentences about what no answer may be."""
    if answer.status_code >= 500 and not (address.name == "readyz" and answer.status_code == 503):
        yield f"answered {answer.status_code}"
        return
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src" not in policy or "unsafe-inline" in policy or "unsafe-eval" in policy:
        yield f"has the policy {policy!r}"
    if (
        person
        and address.name not in MAY_BE_KEPT
        and "no-store" not in answer.headers.get("Cache-Control", "")
    ):
        yield "may be kept by a cache although somebody is signed in"
    templates = {str(t.name) for t in getattr(answer, "templates", [])}
    if person and person.is_child and "base_guardian.html" in templates:
        yield "shows a guardian's page to a child"
    if person and person.is_guardian and "base_child.html" in templates:
        yield "shows a child's page to a guardian"
    if "html" in answer.headers.get("Content-Type", "") and answer.content:
        yield from _wrong_with_html(answer.content.decode(), address)


def _wrong_with_html(html: str, address: Address) -> Iterator[str]:
    if address.name in FRAGMENTS and "<html" not in html:
        return
    if not KOREAN.search(html):
        yield "has no Korean in it"
    if '<html lang="ko"' not in html:
        yield 'lacks <html lang="ko">'
    headings = len(re.findall(r"<h1[\s>]", html))
    if headings != 1 and not (headings == 0 and address.name.startswith("admin:")):  # its sign-in has none
        yield f"has {headings} h1"
    if re.search(r"\sstyle=|<style|<script>|\son\w+=\"", html) and not address.name.startswith("admin:"):
        yield "has something inline that the policy forbids"


def roles_of(person: User | None) -> set[str]:
    if person is None:
        return {ANYONE}
    own = {OWN_ACCOUNT} if person.is_child and person.email else set()
    return {ANYONE, str(person.role)} | own


@dataclass(frozen=True)
class Visit:
    """Somebody asks for an address with ids of a house (None: ids that cannot be)."""

    address: Address
    who: str
    person: User | None
    home: House | None
    of: House | None
    values: Values
    browser: Client

    @property
    def mine(self) -> bool:
        ids = ids_of(self.address)
        assert ids is not None
        if self.of is None:
            return False
        if roles_of(self.person) & ids.public or not self.address.parameters:
            return True
        if ids.personal and self.person is not None and self.person.is_child:
            return self.home is self.of and self.person == self.of.child
        return self.home is self.of

    def answers(self) -> Iterator[tuple[str, HttpResponse]]:
        """Each asked from a fresh browser, and undone. Noise only where a form may read it."""
        path = self.address.path(self.values)
        noisy = (self.mine or self.of is None) and not self.address.name.startswith("admin:")
        for method, data in [("GET", {}), ("POST", {})] + [("POST noise", NOISE)] * noisy:
            block = transaction.atomic()
            block._from_testcase = True  # as TestCase's own, in which a durable one may open
            with block:
                browser = again(self.browser)
                answer = browser.get(path) if method == "GET" else browser.post(path, data)
                yield method, answer
                transaction.set_rollback(True)
            if method == "POST" and answer.status_code == 405:
                return

    def problems(self) -> Iterator[str]:
        match = resolve(self.address.path(self.values)) if self.of else None
        seen = set()
        for method, answer in self.answers():
            seen.add(404 if _asks_for_the_code(answer) else answer.status_code)
            for sentence in [
                *wrong_with(answer, self.address, self.person),
                *self._wrong(match, answer),
            ]:
                yield f"{self.who} {method} {answer.wsgi_request.path}: {sentence}"
        if self.of and self._let_in(match) and not self.mine and 404 not in seen:
            yield f"{self.who} {self.address.path(self.values)}: foreign, but never 404, only {seen}"

    def _let_in(self, match: Any) -> bool:
        return bool((audience_of(match) or frozenset()) & roles_of(self.person))

    def _wrong(self, match: Any, answer: HttpResponse) -> Iterator[str]:
        status = answer.status_code
        if match is None:
            if status not in (302, 403, 404, 405, 410, 422) and not self._lenient:
                yield f"impossible ids, but answered {status}"
        elif not self._let_in(match):
            expected = 302 if self.person is None else 403
            if status != expected:
                yield f"not for them, but answered {status} instead of {expected}"
            elif expected == 302 and not answer["Location"].startswith(
                ("/accounts/login/?next=", "/in/?next=")
            ):
                yield f"not for them, but sent to {answer['Location']}"
        elif self.mine:
            fine = {200, 301, 302, 405, 410, 422, 429} | ({403} if "admin:" in self.address.name else set())
            if status not in fine and (self.address.name, status) not in ALSO_FINE:
                yield f"their own, but answered {status}"
        elif status not in (404, 405) and not _asks_for_the_code(answer):
            yield f"foreign, but answered {status}"

    @property
    def _lenient(self) -> bool:
        """Pages that do not look anything up by what stands in the address."""
        return self.address.name.startswith(("admin:", "account_")) or self.address.name == "families:age"


def _door(match: Any) -> str:
    """Where somebody who has to sign in first is sent."""
    return "/in/" if audience_of(match) == {CHILD} else "/accounts/login/"


def _asks_for_the_code(answer: HttpResponse) -> bool:
    """A device that knows no family is asked for the family code first, whatever it wanted."""
    return answer.status_code == 302 and answer["Location"] == "/in/"


# Own and still not 200: (address, status) with the reason.
ALSO_FINE = {
    ("families:stop_waiting", 404),  # somebody else waits
    ("families:take_back", 404),  # nobody handed this browser over
    ("families:new_pin", 404),  # a teen with an own account has no PIN
    ("families:hand_over", 404),  # a press that names no child
    ("families:reset_pin", 404),
    ("missions:first_week", 404),  # a press that names no child
    ("missions:list", 404),
    ("accounts:bell", 204),  # nothing has changed
    ("accounts:inbox_head", 204),
    ("readyz", 503),
    ("admin:view_on_site", 404),  # people have no public page
    ("admin:admin/(?P<url>.*)$", 404),
    *((f"admin:families_staffact_{act}", 404) for act in ("person", "link", "email", "unlock", "undo")),
    ("admin:autocomplete", 403),  # asked for without a model
    ("account_confirm_email", 404),  # the press of a link that is wrong
    ("socialaccount_login_error", 401),
    ("mfa_download_recovery_codes", 404),  # no codes were made
    ("mfa_view_recovery_codes", 404),
    ("mfa_deactivate_totp", 404),
    ("mfa_reauthenticate_webauthn", 404),
}


def people_of(town: Town) -> list[tuple[str, User | None, House | None]]:
    ours, theirs = town.ours, town.theirs
    return [
        ("nobody", None, None),
        ("guardian", ours.guardian, ours),
        ("child", ours.child, ours),
        ("sibling", ours.sibling, ours),
        ("teen", ours.teen, ours),
        ("strange guardian", theirs.guardian, theirs),
        ("strange child", theirs.child, theirs),
        ("staff", town.staff, None),
    ]


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def browsers(town: Town) -> dict[str, Client]:
    """Everybody signed in once; each visit starts from a copy."""
    return {who: browser_of(person, home) for who, person, home in people_of(town)}


def visits(town: Town, browsers: dict[str, Client], address: Address) -> Iterator[Visit]:
    ids = ids_of(address)
    assert ids is not None
    ours, theirs = town.ours, town.theirs
    admin = address.name.startswith("admin:")
    people = people_of(town)
    for who, person, home in people:
        if admin and who in ("sibling", "teen", "strange guardian", "strange child"):
            continue
        own = ids.make(ours, person or ours.guardian)
        browser = browsers[who]
        yield Visit(address, who, person, home, ours, own, browser)
        if address.parameters and home is ours:
            other = ids.make(theirs, person or theirs.guardian)
            yield Visit(address, who, person, home, theirs, other, browser)
    if address.parameters and not admin:
        for value in IMPOSSIBLE_NUMBERS if "<int:" in address.route else IMPOSSIBLE_TEXTS:
            for who, person, home in people[:3]:
                nobodys = dict.fromkeys(address.parameters, value)
                yield Visit(address, who, person, home, None, nobodys, browsers[who])


# --- the tests ---


def test_every_address_has_decisions() -> None:
    undecided = [a.name for a in ALL if ids_of(a) is None]
    assert not undecided, (
        f"{undecided}: say in IDS of tests/test_walk.py how to make the ids of these addresses, and for whom"
        " a foreign one is public (usually nobody)."
    )


def test_no_decision_is_left_of_an_address_that_is_gone() -> None:
    assert not set(IDS) - {a.name for a in ALL}, "take these lines out of IDS in tests/test_walk.py"


def test_every_address_says_whom_it_is_for(town: Town) -> None:
    silent, hidden = [], []
    for address in ALL:
        ids = ids_of(address)
        assert ids is not None
        match = resolve(address.path(ids.make(town.ours, town.ours.guardian)))
        if audience_of(match) is None:
            silent.append(address.name)
        if match.route != address.route:
            hidden.append(f"{address.name} behind {match.route}")
    assert not silent, f"{silent}: put @audience(…) on the view, or a line into settings.AUDIENCES"
    assert not hidden, f"{hidden}: an earlier address answers in their place; change the order or the path"


@pytest.mark.parametrize("group", sorted({a.group for a in ALL}))
def test_everybody_walks_everywhere(town: Town, browsers: dict[str, Client], group: str) -> None:
    found = [
        problem
        for address in ALL
        if address.group == group
        for visit in visits(town, browsers, address)
        for problem in visit.problems()
    ]
    assert not found, f"{len(found)} findings:\n" + "\n".join(found)


def test_a_post_without_csrf_token_is_refused_in_korean(town: Town) -> None:
    ours = town.ours
    people = {None: browser_of(None, ours, csrf=True), ours.child: browser_of(ours.child, ours, csrf=True)}
    wrong = []
    for address in ALL:
        if address.name in WITHOUT_CSRF:
            continue
        ids = ids_of(address)
        assert ids is not None
        path = address.path(ids.make(ours, ours.guardian))
        for person, browser in people.items():
            answer = again(browser, csrf=True).post(path)
            html = answer.content.decode()
            if (
                answer.status_code != 403
                or not KOREAN.search(html)
                or "Forbidden" in html
                or "<main" not in html
            ):
                wrong.append(f"{person} {path}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
