"""배운 것, bookmarks, 칭찬, search, the word's page, its reports: the right person, twice, nonsense."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from accounts.selectors import inbox_of
from families.models import Family, Membership
from lessons.models import (
    Bookmark,
    Course,
    Enrolment,
    ErrorReport,
    Fact,
    Lesson,
    LessonVersion,
    NewsLink,
    Praise,
    StudySession,
)
from lessons.services.enrolments import open_enrolment
from lessons.services.starting import start_lesson
from oneco.lib import clock
from tests.factories import add_member, make_child, make_family, make_guardian, signed_in
from tests.lessons.pupil import Pupil

DAY = timedelta(days=1)
HTMX = {"HX-Request": "true"}
NONSENSE = [
    "😀" * 50,
    "'; DROP TABLE x; --",
    "<script>alert(1)</script>",
    "\x00",
    "-1",
    "9" * 40,
    "가" * 5000,
]


class Home:
    """A child with a mother, and one word learned: 희소성, with a sentence of its own."""

    def __init__(self) -> None:
        self.mother = make_guardian(name="엄마")
        self.family = make_family(self.mother)
        self.child = make_child(self.family, self.mother)
        self.session = self.learn("U01.1", "솜사탕이 모자라면 희소한 거예요.", self.family)

    def learn(self, code: str, sentence: str, family: Family | None, days_ago: int = 0) -> StudySession:
        """A word finished in a family, or freely."""
        lesson = Lesson.objects.get(code=code)
        at = clock.now() - days_ago * DAY
        session = StudySession.objects.create(
            child=self.child,
            kind="lesson" if family else "free",
            lesson=lesson,
            version=lesson.versions.get(published=1),
            enrolment=self.enrolment(family) if family else None,
            day=clock.study_date(at),
            plan={"steps": []},
            state="finished",
            started_at=at,
            finished_at=at,
            credited_on=clock.study_date(at),
            sentence=sentence,
        )
        return session

    def enrolment(self, family: Family) -> Enrolment:
        course = Course.objects.get(slug="choices-and-needs")
        known = Enrolment.objects.filter(child=self.child, family=family).first()
        return known or Enrolment.objects.create(
            child=self.child,
            course=course,
            family=family,
            first_day=clock.today() - 20 * DAY,
            opened_at=clock.now(),
            closed_at=clock.now(),
        )

    def second_home(self) -> tuple[User, Family]:
        father = make_guardian(name="아빠")
        family = make_family(father, name="아빠네")
        add_member(family, self.child)
        return father, family


@pytest.fixture
def home(content: None) -> Home:
    return Home()


def text_of(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(f"lessons:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


# --- 배운 것 ------------------------------------------------------------------------------------------------


def test_the_guardian_reads_word_sentence_and_definition(home: Home) -> None:
    page = text_of(signed_in(home.mother), "learned", child=home.child.pk)
    assert "솜사탕이 모자라면 희소한 거예요." in page
    assert home.session.version.content["definition"] in page


def test_a_word_learned_twice_stands_once_with_its_newest_sentence(home: Home) -> None:
    home.learn("U01.1", "더 원하는 사람이 많은 거예요.", None)
    page = text_of(signed_in(home.mother), "learned")
    assert page.count(reverse("lessons:word", args=["U01.1"]) + '"') == 1
    assert "더 원하는 사람이 많은 거예요." in page
    both = text_of(signed_in(home.mother), "word", "U01.1")
    assert "솜사탕이 모자라면 희소한 거예요." in both
    assert "더 원하는 사람이 많은 거예요." in both


def test_pages_go_on_by_a_link_and_by_a_fragment(home: Home) -> None:
    made = [Lesson.objects.get(code="U01.1")]
    for n in range(2, 16):
        lesson = Lesson.objects.create(
            code=f"U90.{n}", unit=made[0].unit, ko=f"낱말{n}", en="x", band="E", order=100 + n
        )
        LessonVersion.objects.create(
            lesson=lesson,
            number=1,
            state="published",
            checksum="x",
            content=home.session.version.content,
            created_at=clock.now(),
        )
        home.learn(lesson.code, f"문장 {n}", home.family, days_ago=n)
    client = signed_in(home.mother)
    first = text_of(client, "learned", child=home.child.pk)
    assert f"?child={home.child.pk}&amp;page=2" in first
    assert "낱말15" not in first
    plain = text_of(client, "learned", child=home.child.pk, page=2)
    assert "낱말15" in plain
    assert "더 새로운 단어 보기" in plain
    answer = client.get(reverse("lessons:learned"), {"child": home.child.pk, "page": 2}, headers=HTMX)
    fragment = answer.content.decode()
    assert "낱말15" in fragment
    assert "<html" not in fragment
    assert "더 새로운" not in fragment
    assert "HX-Request" in answer["Vary"]


@pytest.mark.parametrize("number", ["0", "-3", "abc", "9" * 30, "²"])
def test_a_page_that_cannot_be_is_the_nearest_one(home: Home, number: str) -> None:
    assert "희소성" in text_of(signed_in(home.mother), "learned", page=number)


def test_nothing_learned_says_what_will_be_here(content: None) -> None:
    guardian = make_guardian()
    family = make_family(guardian)
    assert "자녀 프로필을 만들면" in text_of(signed_in(guardian), "learned")
    child = make_child(family, guardian)
    assert "한 줄씩 쌓여요" in text_of(signed_in(guardian), "learned")
    assert "한 줄씩 쌓여요" in text_of(signed_in(child), "words")
    assert "북마크를 하면" in text_of(signed_in(child), "words", show="marked")


# --- two homes ---------------------------------------------------------------------------------------------


def test_only_the_word_crosses_to_the_other_home(home: Home) -> None:
    Praise.objects.create(
        session=home.session, family=home.family, by=home.mother, text="멋지다!", at=clock.now()
    )
    father, _family = home.second_home()
    for page in (
        text_of(signed_in(father), "learned"),
        text_of(signed_in(father), "word", "U01.1"),
        text_of(signed_in(father), "search", q="희소"),
    ):
        assert "희소성" in page
        assert "솜사탕이 모자라면 희소한 거예요." not in page
        assert "멋지다!" not in page
    assert "배운 것 가운데에는 없어요" in text_of(signed_in(father), "search", q="솜사탕")
    mine = text_of(signed_in(home.child), "words")
    assert "솜사탕이 모자라면 희소한 거예요." in mine
    assert "멋지다!" in mine


def test_a_sentence_of_free_study_is_seen_while_there_is_one_home(home: Home) -> None:
    home.learn("U01.2", "물은 꼭 필요해요.", None)
    assert "물은 꼭 필요해요." in text_of(signed_in(home.mother), "learned")
    father, _family = home.second_home()
    for guardian in (home.mother, father):
        page = text_of(signed_in(guardian), "learned")
        assert "필요와 욕구" in page
        assert "물은 꼭 필요해요." not in page


def test_praise_from_the_other_home_stays_there(home: Home) -> None:
    father, family = home.second_home()
    client = signed_in(father)
    client.post(reverse("lessons:praise", args=[home.session.pk]), {"text": "아빠도 보았어"})
    assert Praise.objects.get().family == family
    assert "아빠도 보았어" not in text_of(signed_in(home.mother), "learned")
    assert "아빠도 보았어" in text_of(client, "learned")
    assert "아빠도 보았어" in text_of(signed_in(home.child), "word", "U01.1")


# --- 칭찬 ---------------------------------------------------------------------------------------------------


def test_praise_is_told_once_and_can_be_written_anew(home: Home) -> None:
    client, url = signed_in(home.mother), reverse("lessons:praise", args=[home.session.pk])
    back = reverse("lessons:learned") + f"?child={home.child.pk}"
    assert client.post(url, {"text": "잘 골랐네!", "next": back})["Location"] == back
    client.post(url, {"text": "아주 잘 골랐네!"})
    assert Praise.objects.get().text == "아주 잘 골랐네!"
    told = Notification.objects.get(recipient=home.child)
    assert told.data["url"] == reverse("lessons:word", args=["U01.1"])
    told = inbox_of(home.child, None).notices[0].words.body
    assert told == "엄마가 ‘희소성’에 칭찬을 남겼어요. 마음이 담긴 한 줄이에요."
    for name, args in (("words", ()), ("word", ("U01.1",))):
        page = text_of(signed_in(home.child), name, *args)
        assert "아주 잘 골랐네!" in page
        assert "엄마" in page


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "칭찬을 한 줄"), (" \u3164 ", "칭찬을 한 줄"), ("가" * 101, "100자까지")]
)
def test_what_cannot_be_praise_comes_back_with_what_was_typed(home: Home, text: str, sentence: str) -> None:
    url = reverse("lessons:praise", args=[home.session.pk])
    for headers in ({}, HTMX):
        answer = signed_in(home.mother).post(url, {"text": text}, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page
        assert text.strip(" \u3164") in page
        assert ("<html" in page) is not bool(headers)
    assert not Praise.objects.exists()


def test_praise_in_place_shows_the_line_and_the_way_to_change_it(home: Home) -> None:
    url = reverse("lessons:praise", args=[home.session.pk])
    page = signed_in(home.mother).post(url, {"text": "<b>멋져</b>"}, headers=HTMX).content.decode()
    assert "&lt;b&gt;멋져&lt;/b&gt;" in page
    assert "칭찬 고쳐 쓰기" in page
    assert "<form" not in page


def test_only_guardians_of_the_child_praise(home: Home) -> None:
    url = reverse("lessons:praise", args=[home.session.pk])
    stranger = make_guardian()
    make_family(stranger)
    waiting = make_guardian()
    add_member(home.family, waiting, state="waiting")
    for guardian in (stranger, waiting):
        assert signed_in(guardian).post(url, {"text": "안녕"}).status_code == 404
    assert signed_in(home.child).post(url, {"text": "나 잘했다"}).status_code == 403
    StudySession.objects.update(state="open", finished_at=None, credited_on=None)
    assert signed_in(home.mother).post(url, {"text": "벌써?"}).status_code == 404
    assert not Praise.objects.exists()


# --- bookmarks ---------------------------------------------------------------------------------------------


def test_a_bookmark_is_set_and_taken_away_and_twice_is_once(home: Home) -> None:
    client, url = signed_in(home.child), reverse("lessons:bookmark", args=["U01.1"])
    for _n in range(2):
        assert client.post(url, {"on": "1", "next": "/words/"})["Location"] == "/words/"
    assert Bookmark.objects.count() == 1
    assert "희소성" in text_of(client, "words", show="marked")
    assert "희소성" in text_of(signed_in(home.mother), "learned", show="marked")
    fragment = client.post(url, {"on": "0"}, headers=HTMX).content.decode()
    assert "북마크하기" in fragment
    assert "<html" not in fragment
    assert not Bookmark.objects.exists()
    assert "북마크하기" in text_of(client, "word", "U01.1")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x", "x" * 999])
def test_a_press_never_leads_away(home: Home, target: str) -> None:
    client = signed_in(home.child)
    answer = client.post(reverse("lessons:bookmark", args=["U01.1"]), {"on": "1", "next": target})
    assert answer["Location"] == reverse("lessons:word", args=["U01.1"])


def test_only_finished_words_are_marked(home: Home) -> None:
    for code in ("U01.2", "U99.9", "x" * 300):
        assert signed_in(home.child).post(reverse("lessons:bookmark", args=[code])).status_code == 404


# --- search ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["희소", "ㅎㅅㅅ", "희 소 성", "원하는 것에 비해", "모자라면"])
def test_search_finds_word_definition_and_own_sentence(home: Home, query: str) -> None:
    for person in (home.child, home.mother):
        page = text_of(signed_in(person), "search", q=query)
        assert reverse("lessons:word", args=["U01.1"]) in page


def test_initials_mean_words_and_no_texts(home: Home) -> None:
    page = text_of(signed_in(home.child), "search", q="ㅁㅈㄹ")  # 모자라면, but no word
    assert "배운 것 가운데에는 없어요" in page


@pytest.mark.parametrize("query", ["", "   ", *NONSENSE])
def test_an_empty_or_senseless_search_is_a_kind_page(home: Home, query: str) -> None:
    for person in (home.child, home.mother):
        page = text_of(signed_in(person), "search", q=query)
        assert "<script>alert" not in page
        assert "한 글자도 괜찮아요" in page or "배운 것 가운데에는 없어요" in page


def test_search_before_the_first_word_says_so(content: None) -> None:
    child = make_child(make_family())
    assert "배운 단어가 생기면" in text_of(signed_in(child), "search", q="희소")


# --- the word's page ---------------------------------------------------------------------------------------


def test_related_words_open_only_when_they_are_finished(home: Home) -> None:
    choice = reverse("lessons:word", args=["U01.3"])  # 선택 comes after 희소성
    page = text_of(signed_in(home.child), "word", "U01.1")
    assert "선택" in page
    assert choice not in page
    home.learn("U01.3", "", home.family)
    assert choice in text_of(signed_in(home.child), "word", "U01.1")
    assert reverse("lessons:word", args=["U01.1"]) in text_of(signed_in(home.child), "word", "U01.3")
    assert reverse("lessons:word", args=["U01.9"]) in text_of(signed_in(home.mother), "word", "U01.1")


def test_news_opens_with_the_lesson_and_only_when_checked(home: Home) -> None:
    def link(code: str, title: str, *, checked: bool = True) -> None:
        NewsLink.objects.create(
            lesson=Lesson.objects.get(code=code),
            title=title,
            url="https://news.example/1",
            published_on=clock.today() - 9 * DAY,
            checked_at=clock.now() if checked else None,
        )

    link("U01.1", "배추가 모자라요")
    link("U01.1", "아직 안 읽은 기사", checked=False)
    link("U01.2", "다른 단어의 기사")
    page = text_of(signed_in(home.child), "word", "U01.1")
    assert "배추가 모자라요" in page
    assert "확인했어요" in page
    assert "아직 안 읽은 기사" not in page
    assert "다른 단어의 기사" not in text_of(signed_in(home.mother), "word", "U01.2")


def test_facts_stand_in_the_text_and_a_stale_one_takes_its_sentence_along(home: Home) -> None:
    version = home.session.version
    content = version.content | {"definition": "모자란 상태예요. 최저임금은 {fact:wage}이에요."}
    LessonVersion.objects.filter(pk=version.pk).update(content=content)
    fact = Fact.objects.create(
        key="wage",
        value="10,320",
        unit="원",
        effective_on=clock.today() - DAY,
        source="고시",
        check_by=clock.today(),
    )
    pages = [("words", ()), ("word", ("U01.1",))]
    for name, args in pages:
        assert "최저임금은 10,320원이에요." in text_of(signed_in(home.child), name, *args)
    Fact.objects.filter(pk=fact.pk).update(check_by=clock.today() - DAY)
    for name, args in pages:
        page = text_of(signed_in(home.child), name, *args)
        assert "모자란 상태예요." in page
        assert "최저임금" not in page
    assert "{fact" not in text_of(signed_in(home.child), "search", q="희소성")


def test_a_word_that_is_no_longer_published_can_still_be_read_by_who_learned_it(home: Home) -> None:
    LessonVersion.objects.filter(lesson__code="U01.1").update(state="retired")
    for person in (home.child, home.mother):
        assert "희소성" in text_of(signed_in(person), "word", "U01.1")
    assert home.session.version.content["definition"] in text_of(signed_in(home.child), "words")


# --- 이상한 곳이 있어요 ---


def report(person: User, text: str, code: str = "U01.1", **data: str):
    return signed_in(person).post(reverse("lessons:report", args=[code]), {"text": text, **data})


def test_a_report_keeps_who_what_and_which_version(home: Home) -> None:
    for _n in range(2):
        answer = report(home.child, "답이 두 개 같아요.", item="a1", next="/words/U01.1/")
        assert answer["Location"] == "/words/U01.1/"
    kept = ErrorReport.objects.get()
    assert (kept.by, kept.version, kept.item_key, kept.day) == (
        home.child,
        home.session.version,
        "a1",
        clock.today(),
    )
    report(home.mother, "보호자 1분에 오타가 있어요.", item="'; DROP")
    assert ErrorReport.objects.get(by=home.mother).item_key == ""


def test_the_thanks_stand_on_the_next_page(home: Home) -> None:
    client = signed_in(home.child)
    url = reverse("lessons:report", args=["U01.1"])
    page = client.post(url, {"text": "그림이 안 보여요.", "next": "/words/U01.1/"}, follow=True)
    assert "알려 줘서 고마워요" in page.content.decode()


@pytest.mark.parametrize("text", ["", "가" * 301, "\u200b"])
def test_a_report_without_words_or_with_too_many_comes_back(home: Home, text: str) -> None:
    answer = report(home.child, text)
    assert answer.status_code == 422
    assert text.strip("\u200b") in answer.content.decode()
    assert not ErrorReport.objects.exists()


def test_five_reports_a_day_are_enough(home: Home) -> None:
    for n in range(5):
        assert report(home.child, f"{n}번째").status_code == 302
    answer = report(home.child, "여섯 번째")
    assert answer.status_code == 429
    assert "내일 알려" in answer.content.decode()
    assert "여섯 번째" in answer.content.decode()
    assert ErrorReport.objects.count() == 5
    assert report(home.mother, "저도요").status_code == 302
    ErrorReport.objects.update(day=clock.today() - DAY)
    assert report(home.child, "다음 날").status_code == 302


def test_a_child_reports_a_word_it_studies_and_no_other(home: Home, first_week: Course) -> None:
    enrolment = open_enrolment(
        child=home.child,
        course=first_week,
        family=home.family,
        first_day=clock.today() - DAY,
        weekdays="1111111",
        on_holidays=True,
        now=clock.now(),
    )
    assert report(home.child, "뭔가 이상해요", "U01.2").status_code == 404
    session = start_lesson(home.child, enrolment_id=enrolment.pk, now=clock.now())
    assert session.lesson is not None
    assert report(home.child, "뭔가 이상해요", session.lesson.code).status_code == 302
    assert ErrorReport.objects.get().version == session.version
    assert report(home.child, "없는 단어", "U99.9").status_code == 404


# --- through the real services -----------------------------------------------------------------------------


def test_the_sentence_of_a_real_lesson_is_found_again(content: None, first_week: Course) -> None:
    mother = make_guardian(name="엄마")
    family = make_family(mother)
    child = make_child(family, mother)
    enrolment = open_enrolment(
        child=child,
        course=first_week,
        family=family,
        first_day=clock.today(),
        weekdays="1111111",
        on_holidays=True,
        now=clock.now(),
    )
    Pupil(child).lesson(enrolment, clock.now())
    assert "내 말로 적은 문장이에요." in text_of(signed_in(mother), "learned")
    assert "내 말로 적은 문장이에요." in text_of(signed_in(child), "search", q="내 말로 적은")
    Membership.objects.filter(user=mother).update(state="left")
    assert "내 말로" not in text_of(signed_in(make_guardian()), "learned")


def test_the_word_of_the_day_is_marked_where_the_day_ends(home: Home) -> None:
    client, done = signed_in(home.child), reverse("lessons:done", args=[home.session.pk])
    assert "북마크하기" in client.get(done).content.decode()
    pressed = client.post(reverse("lessons:bookmark", args=["U01.1"]), {"on": "1", "next": done})
    assert pressed["Location"] == done
    assert "북마크 빼기" in client.get(done).content.decode()
