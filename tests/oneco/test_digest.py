"""이번 주 이야기: when it is written, to whom, and what stands in it."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from accounts.models import Delivery, Notification, User
from accounts.wording import Message, message
from lessons.models import Answer, Card, Course
from missions.ledger import balance_of
from missions.models import Mission
from missions.services import offers, promises
from oneco import digest
from oneco.lib import clock
from tests.factories import add_member, make_child, make_family, make_guardian, signed_in
from tests.lessons.pupil import Pupil
from tests.missions.world import World, at, make_world
from tests.shelf import fill_shelf
from tests.town import every_day, run_mission

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 9)
SUNDAY = MONDAY + 6 * DAY
EVENING = datetime.combine(SUNDAY, digest.EVENING, clock.KST)


def letters() -> list[Notification]:
    return list(Notification.objects.filter(kind="digest"))


def letter() -> Notification:
    (one,) = letters()
    return one


def words(notice: Notification) -> Message:
    return message(notice.kind, notice.data, to_child=False)


class Home:
    """A family in its first week: 서하 studies every day, 도윤 twice, 지호 has only asked for a mission."""

    def __init__(self) -> None:
        fill_shelf()
        self.mother = make_guardian(name="엄마")
        self.family = make_family(self.mother, now=at(MONDAY) - 30 * DAY)
        self.first, self.second, self.third = (
            make_child(self.family, self.mother, name=name) for name in ("서하", "도윤", "지호")
        )

    def study(self) -> "Home":
        first_week, whole = Course.objects.order_by("difficulty", "order")[:2]
        ways = [
            run_mission(self.family, child, self.mother, first_week, at(MONDAY))
            for child in (self.first, self.second)
        ]
        for n in range(5):
            now = at(MONDAY) + n * DAY
            pupil = Pupil(self.first)
            pupil.lesson(ways[0].enrolment, now) if n < 4 else pupil.review(now)
            if n in (0, 2):
                Pupil(self.second).lesson(ways[1].enrolment, now)
        terms = every_day(whole, at(SUNDAY + DAY))
        offers.propose_mission(
            self.family, child=self.third, terms=terms, actor=self.third, now=at(SUNDAY, 10)
        )
        return self


@pytest.fixture
def home() -> Home:
    return Home()


# --- when ---


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (EVENING - timedelta(minutes=1), False),
        (EVENING, True),
        (EVENING + timedelta(hours=6, minutes=59), True),  # 01:59, still the study day
        (EVENING + timedelta(hours=7), False),
        (EVENING + DAY, False),
        (EVENING - DAY, False),
    ],
)
def test_letters_are_written_on_sunday_evening(world: World, moment: datetime, due: bool) -> None:
    world.running()
    both = 2 * int(due)
    assert digest.digests_due(moment) == both
    assert len(letters()) == both


def test_running_again_writes_no_second_letter(world: World) -> None:
    world.running()
    assert [digest.digests_due(EVENING + n * timedelta(hours=1)) for n in range(3)] == [2, 0, 0]
    assert {row.key for row in letters()} == {"digest:2026-W11"}


@pytest.mark.parametrize("n", range(14))
def test_every_moment_lies_in_the_week_of_one_evening(n: int) -> None:
    moment = EVENING + n * timedelta(hours=13)
    evening = digest.evening_of(moment)
    assert evening <= moment < evening + digest.WEEK
    assert (evening - EVENING) % digest.WEEK == timedelta(0)


def test_a_lesson_after_the_letter_stands_in_the_next_one(home: Home) -> None:
    home.study()
    digest.digests_due(EVENING)
    mission = Mission.objects.get(child=home.second, state="running")
    Pupil(home.second).lesson(mission.enrolment, EVENING + timedelta(minutes=30))
    digest.digests_due(EVENING + digest.WEEK)
    first, second = sorted(letters(), key=lambda row: row.pk)
    assert first.data["children"][1]["learned"] == ["희소성", "필요와 욕구"]
    assert second.data["children"][1]["learned"] == ["선택"]


# --- to whom ---


def test_a_family_in_which_nothing_runs_and_nothing_waits_gets_none(home: Home) -> None:
    assert digest.digests_due(EVENING) == 0
    assert not letters()


def test_a_quiet_week_of_a_mission_is_told_kindly() -> None:
    world = make_world()
    world.running()
    digest.digests_due(EVENING)
    notice = Notification.objects.get(recipient=world.mother, kind="digest")
    assert words(notice).body == "이번 주는 쉬어 갔어요. 다음 배우는 날부터 이어 가면 돼요."
    assert notice.data["line"]["said"] == "이번 주는 어땠어? 쉬고 싶을 땐 쉬어도 괜찮아."
    assert notice.data["question"] is None


def test_both_guardians_get_it_and_only_the_promiser_is_asked(world: World) -> None:
    world.achieved()
    digest.digests_due(EVENING)
    told = {row.recipient_id: row.data["promises"] for row in letters()}
    due = {"child": "서하", "promise": "김밥 소풍", "due_on": "2026-03-17"}
    assert told == {world.mother.pk: [due], world.father.pk: []}


def test_a_promise_in_parts_is_told_as_far_as_it_is_owed(world: World) -> None:
    mission = world.achieved(kind="money", title="용돈", amount=5000)
    seen = balance_of(mission).last_line
    promises.deliver_promise(mission.pk, actor=world.mother, amount=2000, seen=seen, now=at(SUNDAY))
    digest.digests_due(EVENING)
    (due,) = Notification.objects.get(recipient=world.mother, kind="digest").data["promises"]
    assert due["promise"] == "용돈 3,000원"


@pytest.fixture
def world() -> World:
    return make_world()


def test_who_left_or_waits_gets_none(home: Home) -> None:
    home.study()
    add_member(home.family, make_guardian(name="이모"), state="waiting")
    add_member(home.family, make_guardian(name="삼촌"), state="left")
    gone = add_member(home.family, make_guardian(name="아빠")).user
    User.objects.filter(pk=gone.pk).update(is_active=False)
    digest.digests_due(EVENING)
    assert letter().recipient == home.mother


def test_a_child_whose_consent_is_withdrawn_is_told_of_no_more(home: Home) -> None:
    home.study()
    User.objects.filter(pk=home.second.pk).update(is_active=False)
    digest.digests_due(EVENING)
    assert [child["name"] for child in letter().data["children"]] == ["서하", "지호"]


def test_nothing_of_the_other_home_but_the_word_and_its_shell(home: Home) -> None:
    home.study()
    aunt = make_guardian(name="이모")
    other = make_family(aunt, name="이모네")
    add_member(other, home.first)
    digest.digests_due(EVENING)
    theirs = Notification.objects.get(recipient=aunt, kind="digest")
    (child,) = theirs.data["children"]
    assert child["learned"] == ["희소성", "필요와 욕구", "선택", "기회비용"]
    assert theirs.data["promises"] == []
    assert theirs.data["answers"] == 0
    assert "김밥" not in str(theirs.data)


# --- what ---


def test_the_week_of_three_children_in_short_and_in_whole(home: Home) -> None:
    home.study()
    digest.digests_due(EVENING)
    notice = letter()
    assert words(notice).title == "이번 주 이야기"
    assert words(notice).body == "새 단어를 서하는 4개, 도윤이는 2개 배웠어요. 챙길 약속이 1개 있어요."
    first, second, third = notice.data["children"]
    assert (first["shells"], first["recalled"]) == (5, 4)
    assert (second["shells"], second["learned"]) == (2, ["희소성", "필요와 욕구"])
    assert third.pop("pk")
    assert third == {"name": "지호", "learned": [], "recalled": 0, "shells": 0, "faded": []}
    assert notice.data["answers"] == 1
    assert notice.data["promises"][0]["promise"] == "김밥 소풍"


def test_brothers_and_sisters_take_turns_with_the_line(home: Home) -> None:
    home.study()
    digest.digests_due(EVENING)
    line, question = letter().data["line"], letter().data["question"]
    assert {line["child"], question["child"]} == {"서하", "도윤"}
    later = digest.digest_of(home.mother, EVENING)
    assert later is not None
    assert later["line"] == line


def test_the_line_speaks_of_what_was_done(home: Home) -> None:
    home.study()
    User.objects.filter(pk__in=[home.second.pk, home.third.pk]).update(is_active=False)
    data = digest.digest_of(home.mother, EVENING)
    assert data is not None
    assert data["line"]["said"] == "지난번에 배운 ‘기회비용’, 힌트 없이 떠올렸더라. 기억이 단단해졌네!"
    Answer.objects.filter(kind="recall").delete()
    data = digest.digest_of(home.mother, EVENING)
    assert data is not None
    assert data["line"]["said"] == "이번 주에 5일이나 이어 갔더라. 꾸준히 하는 게 제일 어려운 건데."


def test_faded_words_are_older_than_this_week_and_three_at_most(home: Home) -> None:
    home.study()
    cards = Card.objects.filter(child=home.first)
    cards.update(stability=2, rated_on=MONDAY - 60 * DAY, due_on=MONDAY - 58 * DAY)
    data = digest.digest_of(home.mother, EVENING)
    assert data is not None
    assert data["children"][0]["faded"] == []
    data = digest.digest_of(home.mother, EVENING + digest.WEEK)
    assert data is not None
    assert data["children"][0]["learned"] == []
    assert len(data["children"][0]["faded"]) == 3
    assert set(data["children"][0]["faded"]) < {"희소성", "필요와 욕구", "선택", "기회비용"}


def test_the_letter_goes_out_by_mail_and_reads_well_as_text(home: Home) -> None:
    home.study()
    digest.digests_due(EVENING)
    assert [(d.channel, d.state) for d in Delivery.objects.filter(kind="digest")] == [("email", "waiting")]
    text = mail_of(letter(), "txt")
    for line in (
        "[서하]\n새 단어 4개를 배웠어요: 희소성, 필요와 욕구, 선택, 기회비용\n조개 5개를 찍었어요.",
        "[지호]\n이번 주는 쉬어 갔어요.",
        "- 서하 · 김밥 소풍 · 3월",
        "답을 기다리는 것이 1개 있어요.",
        "https://oneco.example/week/2026-W11/",
        "이런 메일 그만 받기: https://oneco.example/off",
    ):
        assert line in text
    assert "\n\n\n" not in text
    assert "&" not in text


def test_the_letter_needs_nothing_from_elsewhere(home: Home) -> None:
    home.study()
    digest.digests_due(EVENING)
    html = mail_of(letter(), "html")
    assert "<img" not in html
    assert "<table" not in html
    assert "<style" not in html
    assert "기회비용" in html


def mail_of(notice: Notification, form: str) -> str:
    about = {
        "message": words(notice),
        "data": notice.data,
        "reader": notice.recipient,
        "link": f"https://oneco.example{notice.data['url']}",
        "unsubscribe": "https://oneco.example/off",
        "settings_link": "https://oneco.example/me/notices/",
    }
    return render_to_string(f"mail/digest.{form}", about)


def test_the_page_of_the_letter_is_for_its_guardian(home: Home) -> None:
    home.study()
    digest.digests_due(EVENING)
    url = letter().data["url"]
    page = signed_in(home.mother).get(url).content.decode()
    assert "기회비용" in page
    assert "김밥 소풍" in page
    assert letter().read_at is not None
    assert signed_in(make_guardian()).get(url).status_code == 404
    assert signed_in(home.first).get(url).status_code == 403


def test_a_letter_costs_as_many_queries_for_three_children_as_for_one(home: Home) -> None:
    home.study()
    with CaptureQueriesContext(connection) as three:
        digest.digest_of(home.mother, EVENING)
    User.objects.filter(pk__in=[home.second.pk, home.third.pk]).update(is_active=False)
    with CaptureQueriesContext(connection) as one:
        digest.digest_of(home.mother, EVENING)
    assert len(three) == len(one)
