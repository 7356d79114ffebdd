"""What staff sees and does with lessons in the admin."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from accounts.wording import sentence
from lessons.checking import CONTENT, read_yaml
from lessons.models import Course, ErrorReport, Fact, Lesson, LessonVersion, NewsLink
from lessons.services.content import add_version
from lessons.services.editing import CHECKLIST
from lessons.services.exporting import text_of
from oneco.lib import clock
from tests.factories import make_child, make_guardian, make_staff, signed_in
from tests.shelf import fill_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(db: None) -> None:
    fill_shelf()


@pytest.fixture
def staff() -> User:
    return make_staff()


@pytest.fixture
def desk(staff: User) -> Client:
    return signed_in(staff)


def published(code: str = "U01.4") -> LessonVersion:
    return LessonVersion.objects.select_related("lesson").get(lesson__code=code, published=1)


def write_page(code: str = "U01.4") -> str:
    return reverse("admin:lessons_lesson_write", args=[Lesson.objects.get(code=code).pk])


def page_of(version: LessonVersion) -> str:
    return reverse("admin:lessons_lessonversion_change", args=[version.pk])


def move(desk: Client, version: LessonVersion, step: str, **data: Any) -> Any:
    url = reverse("admin:lessons_lessonversion_move", args=[version.pk])
    return desk.post(url, {"step": step, **data}, follow=True)


def draft_of(desk: Client, **changes: str) -> LessonVersion:
    text = text_of(published())
    for old, new in changes.items():
        text = text.replace(old, new)
    desk.post(write_page(), {"text": text})
    return LessonVersion.objects.get(state="draft")


# --- writing ---


def test_the_page_begins_from_the_published_text(desk: Client) -> None:
    html = desk.get(write_page()).content.decode()
    assert "id: U01.4\nko: 기회비용" in html
    assert "새 판 쓰기: U01.4 기회비용" in html


def test_a_faultless_text_becomes_a_draft(desk: Client, staff: User) -> None:
    text = text_of(published()).replace("\n", "\r\n")  # as browsers send it
    answer = desk.post(write_page(), {"text": text}, follow=True)
    assert "초안으로 저장했어요" in answer.content.decode()
    draft = LessonVersion.objects.get(state="draft")
    assert (draft.author, draft.origin, draft.content) == (staff, "admin", published().content)
    assert draft.items.count() == published().items.count()


def test_faults_come_back_with_their_lines_and_the_text(desk: Client) -> None:
    text = text_of(published()).replace("level: 1", "level: 9", 1).replace("dinner: ", "supper: ")
    answer = desk.post(write_page(), {"text": text})
    html = answer.content.decode()
    assert answer.status_code == 422
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if "level: 9" in row)
    assert f"{line}번째 줄" in html
    assert "items[0].level: 1에서 4까지의 정수여야 해요." in html
    assert "supper: 모르는 이름이에요." in html
    assert "\nsupper: " in html
    assert not LessonVersion.objects.filter(origin="admin").exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": ""},
        {"text": "<script>alert(1)</script>"},
        {"text": "가" * 60_000},
        {"text": "id: U01.4\x00"},
        {"text": "id: U01.4", "draft": "9" * 30},
        {"text": "id: U01.4", "draft": "-1", "seen": "x" * 99},
        {"text": "a: " + "[" * 500},
    ],
)
def test_nonsense_comes_back_as_a_sentence(desk: Client, data: dict[str, str]) -> None:
    answer = desk.post(write_page(), data)
    assert answer.status_code == 422
    assert "errornote" in answer.content.decode()
    assert "<script>alert(1)" not in answer.content.decode()


def test_a_draft_is_written_on_and_two_windows_are_told(desk: Client) -> None:
    draft = draft_of(desk)
    url = f"{write_page()}?version={draft.pk}"
    page = desk.get(url)
    assert "초안을 이어 써요" in page.content.decode()
    form = page.context["form"]
    data = {
        "text": form["text"].value().replace("dinner: ", "dinner: 저녁에, "),
        "draft": draft.pk,
        "seen": form["seen"].value(),
    }
    assert desk.post(url, data).status_code == 302
    draft.refresh_from_db()
    assert draft.content["dinner"].startswith("저녁에, ")
    again = desk.post(url, data)
    assert again.status_code == 422
    assert "그사이 누가" in again.content.decode()


def test_another_draft_of_the_word_is_pointed_out(desk: Client) -> None:
    draft = draft_of(desk)
    html = desk.get(f"{write_page()}?version={published().pk}").content.decode()
    assert page_of(draft) in html


# --- reading and letting out ---


def test_a_version_reads_in_every_voice_with_answers_and_whys(desk: Client) -> None:
    version = published()
    html = desk.get(page_of(version)).content.decode()
    for text in version.content["voices"].values():
        assert text[:20] in html
    for name in ("다정하게", "담백하게", "친구처럼"):
        assert name in html
    for item in version.items.all():
        assert f'id="item-{item.key}"' in html
        assert item.body["ask"].split("\n")[0][:15] in html
        for option in item.body.get("options", []):
            assert option["why"][:12] in html


def test_the_example_with_every_type_of_question_reads_too(desk: Client) -> None:
    data = read_yaml((CONTENT / "example.yaml").read_text(encoding="utf-8").split("\n---\n")[0]).data
    lesson = Lesson.objects.get(code="U01.4")
    version = add_version(lesson, data, origin="admin", created_at=clock.now())
    html = desk.get(page_of(version)).content.decode()
    for item in data["items"]:
        assert f"{item['id']} · {item['type']}" in html
    assert "모아 둔 일" in html
    assert "겨울 캠프에 가고 싶은 하준 – 석 달 동안 참가비 모으기" in html


def test_a_stale_fact_is_shown_hidden(desk: Client) -> None:
    version = published()
    LessonVersion.objects.filter(pk=version.pk).update(
        content=version.content | {"primer": "쉬워요. 최저임금은 {fact:minimum_wage}이에요."}
    )
    assert "10,320원이에요" in desk.get(page_of(version)).content.decode()
    Fact.objects.filter(key="minimum_wage").update(check_by=clock.today() - timedelta(days=1))
    html = desk.get(page_of(version)).content.decode()
    assert "10,320" not in html
    assert "문장은 숨어 있어요" in html


def test_a_draft_goes_all_the_way(desk: Client) -> None:
    draft = draft_of(desk)
    assert "검토를 청했어요" in move(desk, draft, "submit").content.decode()
    early = move(desk, draft, "publish", ticks=list(CHECKLIST))
    assert early.status_code == 422
    assert "24시간" in early.content.decode()
    assert early.content.decode().count(" checked>") == len(CHECKLIST)
    back = move(desk, draft, "return", reason="")
    assert (back.status_code, "한 줄 적어 주세요" in back.content.decode()) == (422, True)
    move(desk, draft, "return", reason="힌트 하나가 답을 말해요")
    move(desk, draft, "submit")
    other = signed_in(make_staff())
    done = move(other, draft, "publish", ticks=list(CHECKLIST))
    assert "공개했어요" in done.content.decode()
    assert published().pk == draft.pk
    history = desk.get(reverse("admin:lessons_lessonversion_history", args=[draft.pk])).content.decode()
    for line in ("초안을 썼어요", "검토를 청했어요", "힌트 하나가 답을 말해요", "공개했어요"):
        assert line in history


@pytest.mark.parametrize("data", [{}, {"step": "burn"}, {"step": "publish", "ticks": ["x"]}])
def test_an_unknown_step_is_refused(desk: Client, data: dict[str, Any]) -> None:
    url = reverse("admin:lessons_lessonversion_move", args=[published().pk])
    answer = desk.post(url, data)
    assert (answer.status_code, "골라 주세요" in answer.content.decode()) == (422, True)
    assert desk.get(url).status_code == 405


def test_who_may_only_look_changes_nothing() -> None:
    looker = make_staff()
    User.objects.filter(pk=looker.pk).update(is_superuser=False)
    looker.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    desk, version = signed_in(looker), published()
    assert desk.get(page_of(version)).status_code == 200
    assert desk.get(write_page()).status_code == 403
    assert desk.post(write_page(), {"text": text_of(version)}).status_code == 403
    assert move(desk, version, "drop").status_code == 403
    assert desk.post(page_of(version), {}).status_code == 403
    blind = make_staff()
    User.objects.filter(pk=blind.pk).update(is_superuser=False)
    for url in (page_of(version), reverse("admin:lessons_lessonversion_worth_a_look")):
        assert signed_in(blind).get(url).status_code == 403


@pytest.mark.parametrize("object_id", ["0", "999999", "9" * 30, "x", "-1"])
def test_what_is_not_there_is_not_found(desk: Client, object_id: str) -> None:
    for name in ("lesson_write", "lessonversion_change", "lessonversion_statistics"):
        assert desk.get(reverse(f"admin:lessons_{name}", args=[object_id])).status_code == 404


def test_the_pages_cost_the_same_queries_for_many_words(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        desk.get(page_of(published()))
    with django_assert_max_num_queries(10):
        desk.get(reverse("admin:lessons_lessonversion_changelist"))
    with django_assert_max_num_queries(10):
        desk.get(reverse("admin:lessons_lesson_changelist"))


# --- statistics ---


def test_statistics_say_that_there_is_nothing_yet(desk: Client) -> None:
    html = desk.get(reverse("admin:lessons_lessonversion_statistics", args=[published().pk])).content.decode()
    assert "처음에 맞힌 비율" in html
    assert "a1 MC4" in html
    html = desk.get(reverse("admin:lessons_lessonversion_worth_a_look")).content.decode()
    assert "아직 답이 모자라요" in html


# --- reports ---


def a_report(by: User, **fields: Any) -> ErrorReport:
    version = published()
    return ErrorReport.objects.create(
        lesson=version.lesson,
        version=version,
        item_key="a1",
        by=by,
        text="보기 두 개가 같아 보여요",
        day=clock.today(),
        at=clock.now(),
        **fields,
    )


def answer(desk: Client, action: str, *reports: ErrorReport) -> str:
    press = {"action": action, "_selected_action": [r.pk for r in reports]}
    url = reverse("admin:lessons_errorreport_changelist")
    return desk.post(url, press, follow=True).content.decode()


def test_a_mended_report_is_told_to_its_reader_once(desk: Client, staff: User) -> None:
    child = make_child()
    report = a_report(child)
    html = desk.get(reverse("admin:lessons_errorreport_changelist") + "?state__exact=open").content.decode()
    assert f"{page_of(published())}#item-a1" in html
    assert child.display_name not in html
    assert "제보 1개에 답했어요" in answer(desk, "mended", report)
    assert "이미 답한 제보예요" in answer(desk, "mended", report)
    report.refresh_from_db()
    assert report.state == "mended"
    notice = Notification.objects.get(recipient=child, kind="report_answered")
    assert "기회비용" in sentence(notice.kind, notice.data)
    assert notice.data["url"] == reverse("lessons:word", args=["U01.4"])
    assert LogEntry.objects.get(user=staff).change_message == "고침"


def test_a_report_left_as_it_is_makes_no_news(desk: Client) -> None:
    report = a_report(make_guardian())
    answer(desk, "kept", report)
    report.refresh_from_db()
    assert report.state == "kept"
    assert not Notification.objects.exists()


def test_a_report_of_somebody_gone_is_answered_too(desk: Client) -> None:
    report = a_report(make_guardian())
    ErrorReport.objects.filter(pk=report.pk).update(by=None, version=None)
    assert "제보 1개에 답했어요" in answer(desk, "mended", report)


def test_who_may_only_look_answers_no_report() -> None:
    looker = make_staff()
    User.objects.filter(pk=looker.pk).update(is_superuser=False)
    looker.user_permissions.add(Permission.objects.get(codename="view_errorreport"))
    report = a_report(make_guardian())
    answer(signed_in(looker), "mended", report)
    report.refresh_from_db()
    assert report.state == "open"


# --- facts and news ---

FACT = {
    "key": "base_rate",
    "value": "2.50",
    "unit": "%",
    "effective_on": "2026-01-15",
    "source": "한국은행 금융통화위원회",
    "check_by": "2099-01-01",
}


def test_a_fact_is_added_and_its_key_never_changes(desk: Client) -> None:
    desk.post(reverse("admin:lessons_fact_add"), FACT)
    fact = Fact.objects.get(key="base_rate")
    url = reverse("admin:lessons_fact_change", args=[fact.pk])
    assert "{fact:base_rate}" in desk.get(url).content.decode()
    desk.post(url, FACT | {"key": "other", "value": "2.25"})
    fact.refresh_from_db()
    assert (fact.key, fact.value) == ("base_rate", "2.25")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("check_by", "2020-01-01", "이미 지난 날이에요"),
        ("check_by", "내년", ""),
        ("effective_on", "2099-12-31", "시행일보다 앞서요"),
        ("key", "Base Rate", ""),
        ("key", "BASE", "영어 소문자"),
        ("key", "minimum_wage", ""),
        ("value", "{fact:x}", "중괄호"),
        ("value", "", ""),
    ],
)
def test_a_fact_that_cannot_be_is_refused(desk: Client, field: str, value: str, said: str) -> None:
    before = Fact.objects.count()
    answer = desk.post(reverse("admin:lessons_fact_add"), FACT | {field: value})
    assert "errorlist" in answer.content.decode()
    assert said in answer.content.decode()
    assert Fact.objects.count() == before


def test_facts_are_found_by_when_they_are_due(desk: Client) -> None:
    today = clock.today()
    Fact.objects.filter(key="minimum_wage").update(check_by=today - timedelta(days=1))
    Fact.objects.filter(key="vat_rate").update(check_by=today + timedelta(days=30))
    Fact.objects.filter(key="deposit_insurance").update(check_by=today + timedelta(days=31))
    url = reverse("admin:lessons_fact_changelist")
    found = {
        due: [f.key for f in desk.get(url, {"due": due}).context["cl"].queryset]
        for due in ("stale", "soon", "")
    }
    assert found == {
        "stale": ["minimum_wage"],
        "soon": ["vat_rate"],
        "": ["minimum_wage", "vat_rate", "deposit_insurance"],
    }


def test_a_fact_names_the_words_that_use_it(desk: Client) -> None:
    version = published()
    LessonVersion.objects.filter(pk=version.pk).update(
        content=version.content | {"primer": "{fact:vat_rate}이에요."}
    )
    fact = Fact.objects.get(key="vat_rate")
    html = desk.get(reverse("admin:lessons_fact_change", args=[fact.pk])).content.decode()
    assert reverse("admin:lessons_lesson_change", args=[version.lesson_id]) in html


def news_form(**changes: str) -> dict[str, Any]:
    return {
        "lesson": Lesson.objects.get(code="U01.4").pk,
        "title": "주말에 무엇을 할까",
        "url": "https://news.example/1",
        "published_on": "2026-01-02",
    } | changes


def test_news_is_seen_only_after_staff_read_it_and_again_after_a_change(desk: Client) -> None:
    desk.post(reverse("admin:lessons_newslink_add"), news_form())
    news = NewsLink.objects.get()
    assert news.checked_at is None
    url = reverse("admin:lessons_newslink_changelist")
    assert news in desk.get(url, {"checked": "no"}).context["cl"].queryset
    desk.post(url, {"action": "read_and_found_good", "_selected_action": [news.pk]})
    news.refresh_from_db()
    assert news.checked_at is not None
    assert not desk.get(url, {"checked": "no"}).context["cl"].queryset.exists()
    change = reverse("admin:lessons_newslink_change", args=[news.pk])
    desk.post(change, news_form(published_on="2026-01-03"))
    news.refresh_from_db()
    assert news.checked_at is not None
    desk.post(change, news_form(url="https://news.example/2"))
    news.refresh_from_db()
    assert news.checked_at is None


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "http://news.example/1"},
        {"url": "javascript:alert(1)"},
        {"url": "ftp://news.example"},
        {"published_on": "2099-01-01"},
        {"lesson": "0"},
        {"title": ""},
    ],
)
def test_news_that_leads_astray_is_refused(desk: Client, changes: dict[str, str]) -> None:
    answer = desk.post(reverse("admin:lessons_newslink_add"), news_form(**changes))
    assert "errorlist" in answer.content.decode()
    assert not NewsLink.objects.exists()


def test_a_course_is_hidden_and_nothing_else(desk: Client) -> None:
    course = Course.objects.get(slug="first-week")
    url = reverse("admin:lessons_course_change", args=[course.pk])
    desk.post(url, {"hidden": "on", "title": "다른 이름"})
    course.refresh_from_db()
    assert (course.hidden, course.title) == (True, "첫 주 맛보기")
