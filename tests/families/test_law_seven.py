"""Law 7: a person sees the union of its live families and nothing else, on every page that can be reached."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from accounts.models import Notification, User
from families.models import Family, Membership, RestDay
from families.services import homes, invitations
from lessons.models import Course, Praise, StudySession
from missions.models import Mission, Offer
from missions.services import offers
from missions.services.terms import Terms
from oneco.lib import clock
from tests.factories import add_member, make_child, make_family, make_guardian, make_teen, signed_in
from tests.lessons.pupil import Pupil
from tests.shelf import fill_shelf
from tests.town import EVERY_DAY, every_day

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
STARTS = ("/", "/missions/", "/learned/", "/promises/", "/family/", "/notices/", "/map/", "/me/")
_LINK = re.compile(r'(?:href|action|hx-get)="(/[^"#]*)"')
# An account's own pages hold secrets made anew each time; following a notice marks it read.
_SKIP = re.compile(r"^/(static|admin|accounts|manifest|sw\.js|icons|notices/\d)")
# Tokens, and the minute on the clock: it may turn between two walks.
_CHANGES = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|X-CSRFToken[^}]*|오[전후]\s\d+:\d\d'
)
# The wizard passes over a course that is open elsewhere, and says that two lessons take twenty minutes.
_MAY_DIFFER = re.compile(r"^/missions/new/")


def crawl(person: User, starts: tuple[str, ...] = STARTS) -> dict[str, str]:
    """Every page that somebody reaches by links and addresses of forms, without pressing anything."""
    client, found, waiting = signed_in(person), {}, list(starts)
    while waiting:
        path = waiting.pop()
        if path in found or _SKIP.match(path) or len(found) > 400:
            continue
        answer = client.get(path)
        html = answer.content.decode() if "html" in answer.get("Content-Type", "") else ""
        found[path] = html if answer.status_code == 200 else ""
        if answer.status_code in (301, 302):
            waiting.append(answer["Location"])
        waiting += [link.replace("&amp;", "&") for link in _LINK.findall(html)]
    assert len(found) < 400, "the crawl does not end"
    return found


def plain(pages: dict[str, str]) -> dict[str, str]:
    return {path: _CHANGES.sub("", html) for path, html in pages.items()}


class Homes:
    """A child of two homes. Everything in each of them is called by a word of its own."""

    def __init__(self) -> None:
        fill_shelf()
        self.now = clock.now()
        self.mother, self.father = make_guardian(name="뚝딱엄마"), make_guardian(name="갉작아빠")
        self.ours = make_family(self.mother, make_guardian(name="뚝딱이모"), name="뚝딱집")
        self.theirs = make_family(self.father, make_guardian(name="갉작고모"), name="갉작집")
        self.child = make_child(self.ours, name="서하")
        self.sister = make_child(self.ours, name="뚝딱동생")
        self.brother = make_teen(self.theirs, name="갉작형")
        invitation = invitations.invite(self.theirs, by=self.father, role="child", now=self.now)
        self.place = homes.join_second_home(
            invitation, child=self.child, actor=self.mother, sharing=True, now=self.now
        )
        first, second = Course.objects.order_by("difficulty", "order")[:2]
        self.second = second
        self.third = Course.objects.create(slug="extra", title="먼 코스", summary="…", difficulty=1, order=99)
        for place in second.places.all():
            self.third.places.create(lesson=place.lesson, order=place.order)
        self.mission = self.running(self.ours, self.mother, first, "뚝딱소풍")

    def running(self, family: Family, guardian: User, course: Course, title: str) -> Mission:
        terms = every_day(course, self.now - DAY, title=title)
        made = offers.propose_mission(
            family, child=self.child, terms=terms, actor=guardian, now=self.now - DAY
        )
        return offers.accept_mission(made.pk, actor=self.child, now=self.now - DAY)

    def live_there(self) -> Mission:
        """All that can happen in the other home short of learning a word."""
        mission = self.running(self.theirs, self.father, self.second, "갉작용돈")
        later = Terms(
            course=self.third,
            first_day=clock.today() + 40 * DAY,
            title="갉작여행",
            kind=Offer.Kind.TOGETHER,
            weekdays=EVERY_DAY,
            on_holidays=True,
            message="갉작한마디",
        )
        offers.propose_mission(self.theirs, child=self.child, terms=later, actor=self.father, now=self.now)
        self._rest(f"family:{self.theirs.pk}", "trip")
        self._rest(f"child:{self.child.pk}@family:{self.theirs.pk}", "rest")
        return mission

    def _rest(self, scope: str, kind: str) -> None:
        RestDay.objects.create(
            scope=scope,
            date=clock.today() + 2 * DAY,
            kind=kind,
            state="taken",
            by=self.father,
            at=self.now,
        )

    def learn_there(self, mission: Mission) -> StudySession:
        """A word is learned in the other home, with words and praise that stay there."""
        assert mission.enrolment is not None
        session = Pupil(self.child).lesson(mission.enrolment, self.now - DAY)
        StudySession.objects.filter(pk=session.pk).update(sentence="갉작문장")
        Praise.objects.create(
            session=session, family=self.theirs, by=self.father, text="갉작칭찬", at=self.now
        )
        return session


@pytest.fixture
def both() -> Homes:
    return Homes()


def test_what_the_other_home_does_changes_nothing_here(both: Homes) -> None:
    before = plain(crawl(both.mother))
    assert len(before) > 25
    both.live_there()
    after = plain(crawl(both.mother))
    assert set(after) == set(before)
    changed = [path for path, html in after.items() if html != before[path] and not _MAY_DIFFER.match(path)]
    assert not changed, changed


def test_only_the_word_and_its_shell_cross(both: Homes) -> None:
    session = both.learn_there(both.live_there())
    assert session.lesson is not None
    here, there = crawl(both.mother), crawl(both.father)
    assert not [path for path, html in here.items() if "갉작" in html]
    assert not [path for path, html in there.items() if "뚝딱" in html]
    assert any("갉작문장" in html for html in there.values()), "its own home reads it"
    assert any(session.lesson.ko in html for path, html in here.items() if path.startswith("/learned/"))


def test_the_child_sees_both(both: Homes) -> None:
    both.live_there()
    pages = " ".join(crawl(both.child, ("/", "/missions/", "/promises/", "/me/child/")).values())
    for word in ("뚝딱소풍", "갉작용돈", "뚝딱집", "갉작집", "갉작아빠", "뚝딱엄마"):
        assert word in pages


def _of_the_family(path: str) -> bool:
    """Whether an address names something of a family by its number."""
    parts = urlsplit(path)
    inbox = path.startswith("/notices/")
    return not inbox and bool(re.search(r"/\d+(/|$)", parts.path) or re.search(r"child=\d+", parts.query))


def test_after_leaving_everything_of_that_family_answers_404(both: Homes) -> None:
    uncle = make_guardian(name="삼촌")
    add_member(both.theirs, uncle, legal=False)
    both.learn_there(both.live_there())
    reached = {path for path, html in crawl(uncle).items() if html and _of_the_family(path)}
    assert len(reached) >= 8
    client = signed_in(uncle)
    assert client.post(reverse("families:leave", args=[both.theirs.pk])).status_code == 302
    words = ("갉작용돈", "갉작형", "갉작문장", "갉작아빠", "서하")
    for path in sorted(reached):
        answer = client.get(path)
        named = [word for word in words if word in answer.content.decode()]
        # An unknown ?child= falls back to a child of the reader's own.
        assert answer.status_code == 404 or ("child=" in path and not named), (path, answer.status_code)
    left = crawl(uncle)
    seen = [path for path, html in left.items() if any(word in html for word in words)]
    assert not [path for path in seen if not path.startswith("/notices/")]


def test_a_child_taken_out_sees_nothing_of_that_home_any_more(both: Homes) -> None:
    mission = both.live_there()
    homes.end_second_home(both.place, actor=both.father, now=clock.now())
    client = signed_in(both.child)
    assert client.get(reverse("missions:detail", args=[mission.pk])).status_code == 404
    pages = crawl(both.child, ("/", "/missions/", "/promises/", "/me/child/"))
    assert not [p for p, html in pages.items() if "갉작" in html and not p.startswith("/notices/")]
    theirs = signed_in(both.father)
    for path in (
        f"/map/?child={both.child.pk}",
        reverse("families:end_place", args=[both.place.pk]),
    ):
        answer = theirs.get(path)
        assert answer.status_code == 404 or both.child.display_name not in answer.content.decode(), path


def test_an_earned_promise_of_one_home_is_counted_there_alone(both: Homes) -> None:
    mission = both.live_there()
    before = {path: crawl(both.mother)[path] for path in ("/promises/", "/")}
    Mission.objects.filter(pk=mission.pk).update(state="achieved")
    mission.lines.create(
        giver=both.father,
        child=both.child,
        kind="earned",
        unit="piece",
        effect=1,
        due_on=clock.today(),
        at=both.now,
        key="there",
    )
    after = crawl(both.mother)
    assert {path: _CHANGES.sub("", after[path]) for path in before} == {
        path: _CHANGES.sub("", html) for path, html in before.items()
    }
    assert "갉작용돈" in crawl(both.father)["/promises/"]
    assert not Notification.objects.filter(recipient=both.mother, data__icontains="갉작").exists()
    assert Membership.objects.filter(user=both.child, state="live").count() == 2
