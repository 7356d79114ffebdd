"""Every kind of news has words of its own, and none of them blames."""

import re
from pathlib import Path

import pytest

from accounts import wording
from accounts.kinds import Told, declared

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = {name for name, kind in declared().items() if kind.told is not Told.ACCOUNT}
REPROACHES = re.compile("아직도|안 했|실망|혼나|벌써 며칠|잊었|게으|서운|왜 안")
WORDING = [
    "accounts/topics.py",
    "families/wording.py",
    "lessons/wording.py",
    "missions/wording/around.py",
    "missions/wording/notices.py",
    "oneco/digest.py",
    *(str(path.relative_to(ROOT)) for path in (ROOT / "templates" / "mail").iterdir()),
]


@pytest.mark.parametrize("kind", sorted(SPOKEN & set(wording.registered())))
def test_every_kind_says_what_it_is_about_and_where_it_leads(kind: str) -> None:
    words = wording.words_of(kind)
    assert str(words.title) != str(wording.TITLE), "give it a title beside its sentence"
    assert str(words.action) != str(wording.ACTION), "say what its link is called"
    assert len(str(words.title)) <= 20
    assert set(words.tones) <= {"warm", "plain", "friend"}


@pytest.mark.parametrize("path", WORDING)
def test_no_words_of_ours_make_anybody_feel_guilty(path: str) -> None:
    assert not REPROACHES.findall((ROOT / path).read_text())


def test_a_title_says_whose_news_it_is_to_all_but_the_child() -> None:
    facts = {"child": "도윤", "course": "첫 주 맛보기"}
    to_guardian = wording.message("mission_begun", facts, to_child=False)
    to_child = wording.message("mission_begun", facts, to_child=True)
    assert to_guardian.title == "도윤 · 오늘부터 시작이에요"
    assert to_child.title == "오늘부터 시작이에요"


def test_a_child_hears_of_itself_without_its_name() -> None:
    facts = {"child": "서하", "course": "첫 주 맛보기", "promise": "김밥 소풍", "voice": "plain"}
    said = wording.message("mission_achieved", facts, to_child=True).body
    assert said == "‘첫 주 맛보기’ 미션을 해냈어요. 약속은 김밥 소풍이에요."
    assert "서하가" in wording.message("mission_achieved", facts, to_child=False).body
