"""The pages of SPOT, NEWS, SIM, GRAPH and of a lab: pressed, missed, shown, passed; with nonsense too."""

from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from accounts.models import User
from lessons.checking import CONTENT
from lessons.models import Answer, Item, Lesson, LessonVersion, StudySession
from lessons.player import APPLY, PRACTICE
from lessons.selectors.sessions import answers_of, position_of
from oneco.lib import clock
from tests.factories import make_child, make_family
from tests.lessons.pupil import payload_for

HTMX = {"HX-Request": "true"}
DOCUMENTS = list(yaml.safe_load_all((CONTENT / "example.yaml").read_text(encoding="utf-8")))
ITEMS: dict[str, dict[str, Any]] = {i["id"]: i for d in DOCUMENTS for i in d.get("items", [])}
NEW = ("p1", "w1", "i1", "i2", "g1", "g2")


class At:
    """A child at a session of one step."""

    def __init__(self, client: Client, child: User, session: StudySession) -> None:
        client.force_login(child)
        self.client, self.session = client, session

    def page(self) -> str:
        return self.client.get(reverse("lessons:study", args=[self.session.pk])).content.decode()

    def send(self, data: dict[str, Any], *, url: str = "answer", status: int = 200, **headers: str) -> str:
        at = position_of(self.session, answers_of(self.session))
        place = {"step": at.index, "attempt": at.attempt}
        response = self.client.post(
            reverse(f"lessons:{url}", args=[self.session.pk]), place | data, headers=headers, follow=True
        )
        assert response.status_code == status
        return str(response.content.decode())


@pytest.fixture
def child(db: None) -> User:
    return make_child(make_family())


@pytest.fixture
def lesson(content: None) -> Lesson:
    return Lesson.objects.get(code="U01.1")


def asked(client: Client, child: User, lesson: Lesson, body: dict[str, Any]) -> At:
    """A session whose only step asks this question."""
    version = lesson.versions.get(published=1)
    Item.objects.create(
        version=version, key=f"x-{body['id']}", type=body["type"], level=1, order=99, body=body
    )
    step = {"kind": PRACTICE, "item": f"x-{body['id']}", "lesson": lesson.pk, "version": version.pk}
    return At(client, child, begun(child, lesson, version, step))


def begun(child: User, lesson: Lesson, version: LessonVersion, *steps: dict[str, Any]) -> StudySession:
    end = {"kind": "confidence", "lesson": lesson.pk, "version": version.pk}
    return StudySession.objects.create(
        child=child,
        kind="free",
        lesson=lesson,
        version=version,
        day=clock.today(),
        plan={"steps": [*steps, end], "spare": [], "order": {}},
        started_at=clock.now(),
    )


@pytest.fixture
def lab(client: Client, child: User, lesson: Lesson) -> At:
    """A session that begins with a 써 보기 of the form lab."""
    version = lesson.versions.get(published=1)
    version.content["apply"] = [d["apply"][0] for d in DOCUMENTS if d.get("apply", [{}])[0].get("lab")]
    version.save()
    step = {"kind": APPLY, "card": "lab", "lesson": lesson.pk, "version": version.pk}
    return At(client, child, begun(child, lesson, version, step))


@pytest.mark.parametrize("key", NEW)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_missed_three_times_it_shows_the_answer_which_is_then_entered(
    client: Client, child: User, lesson: Lesson, key: str, headers: dict[str, str]
) -> None:
    body = ITEMS[key]
    at = asked(client, child, lesson, body)
    first = at.page()
    assert body["ask"] in first
    assert "빨간 동그라미" not in first
    for _miss in range(3):
        page = at.send(payload_for(body, [], right=False), **headers)
    assert "빨간 동그라미" in page or "이 답을 그대로 옮겨" in page
    assert Answer.objects.filter(right=False).count() == 3
    passed = at.send(payload_for(body, [], right=True), **headers)
    assert 'id="step"' not in passed
    assert Answer.objects.filter(right=True, shown=True).count() == 1


@pytest.mark.parametrize("key", NEW)
def test_right_at_once_is_explained(client: Client, child: User, lesson: Lesson, key: str) -> None:
    body = ITEMS[key]
    passed = asked(client, child, lesson, body).send(payload_for(body, [], right=True))
    why = body.get("why") or (body.get("options") or body["words"])[0]["why"]
    assert why in passed
    assert "맞았어요" in passed


@pytest.mark.parametrize("key", NEW)
def test_nothing_and_nonsense_are_a_sentence_and_no_answer(
    client: Client, child: User, lesson: Lesson, key: str
) -> None:
    at = asked(client, child, lesson, ITEMS[key])
    for data in ({}, dict.fromkeys(("line", "word", "choice", "number", "lab-shift"), "<b>' 9" * 2000)):
        page = at.send(data, status=422)
        assert "oops" in page
        assert "<b>'" not in page
    assert not Answer.objects.exists()


def test_a_marked_line_that_is_harmless_says_why_and_the_signals_stay_unnamed(
    client: Client, child: User, lesson: Lesson
) -> None:
    at = asked(client, child, lesson, ITEMS["p1"])
    page = at.send({"line": ["0", "1"]})
    lines = ITEMS["p1"]["message"]["lines"]
    assert lines[0]["why"] in page
    assert "신호 2개 가운데 1개를 찾았어요. 1개가 더 있어요." in page
    assert lines[1]["why"] not in page
    assert page.count(" checked") == 1


def test_a_headline_keeps_its_right_half(client: Client, child: User, lesson: Lesson) -> None:
    at = asked(client, child, lesson, ITEMS["w1"])
    page = at.send({"word": "0", "direction": "1"})
    assert ITEMS["w1"]["directions"][1]["why"] in page
    assert 'name="word" value="0" required checked' in page
    assert page.count("<legend>") == 2


@pytest.mark.parametrize("key", ["b1", "n1", "p1"])
def test_enter_checks_and_takes_no_hint(client: Client, child: User, lesson: Lesson, key: str) -> None:
    """Enter presses the first button of a form."""
    form = asked(client, child, lesson, ITEMS[key]).page().split('id="step"')[1]
    assert form.split("<button")[1].startswith(' class="vh" tabindex')
    assert 'name="hint"' in form


def test_a_hint_keeps_what_was_chosen(client: Client, child: User, lesson: Lesson) -> None:
    at = asked(client, child, lesson, ITEMS["w1"])
    page = at.send({"word": "1", "direction": "1"}, url="hint")
    assert page.count(" checked") == 2


def test_running_a_lab_shows_its_result_and_keeps_what_was_chosen(lab: At) -> None:
    assert "돌려 보기" in lab.page()
    page = lab.send({"lab-price": "30000", "lab-weekly": "3000", "choice": "2", "run": "1"})
    assert "10주" in page
    assert 'name="choice" value="2" required checked' in page
    assert 'name="ran"' in page
    up = lab.send({"lab-price": "30000", "lab-weekly": "3000", "run": "up-weekly"}, **HTMX)
    assert 'value="3,500"' in up
    assert not Answer.objects.exists()


def test_a_lab_that_cannot_be_read_says_so_at_its_field(lab: At) -> None:
    page = lab.send({"lab-price": "<i>비싸요</i>", "run": "1"}, status=422)
    assert "수만 적어 주세요" in page
    assert "&lt;i&gt;비싸요" in page
    passed = lab.send({"choice": "0", "lab-price": "<i>"})
    assert 'id="step"' not in passed
    assert Answer.objects.count() == 1


def test_a_question_about_a_lab_comes_back_as_it_was_run(client: Client, child: User, lesson: Lesson) -> None:
    at = asked(client, child, lesson, ITEMS["i1"])
    moved = {"lab-principal": "200000", "lab-rate": "4", "lab-years": "10"}
    assert "96,044원" not in at.page()
    ran = at.send(moved | {"number": "123", "run": "1"})
    assert "96,044원" in ran
    assert 'value="123"' in ran
    again = at.send(moved | {"number": "80000", "ran": "1"})
    assert ITEMS["i1"]["wrong"][0]["why"] in again
    assert "96,044원" in again
    assert "96,044원</td>" in at.send(moved | {"give_up": "1"})


def test_a_line_is_moved_on_the_server(client: Client, child: User, lesson: Lesson) -> None:
    at = asked(client, child, lesson, ITEMS["g2"])
    assert 'role="img"' in at.page()
    page = at.send({"lab-shift": "10", "run": "up-shift", "ran": "1", "number": "3"})
    assert "처음 사려는" in page
    assert 'value="20"' in page
    assert 'id="number" value="3"' in page
    assert not Answer.objects.exists()
    bad = at.send({"lab-shift": "999", "run": "1"}, status=422)
    assert "0컵부터 40컵까지" in bad


def test_a_chart_without_a_move_has_nothing_to_press(client: Client, child: User, lesson: Lesson) -> None:
    page = asked(client, child, lesson, ITEMS["g1"]).page()
    assert 'name="run"' not in page
    assert "표로 보기" in page
