"""Finding Korean words by what was typed of them; levels of vividness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.fading import Level, level_of
from lessons.hangul import initials
from lessons.matching import folded, needle, place_in

SYLLABLES = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
WORDS = st.text(SYLLABLES, min_size=1, max_size=8)


def found(query: str, text: str) -> bool:
    return place_in(needle(query), folded(text)) >= 0


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("기회비용", "기회비용"),
        ("기회 비용", "기회비용"),
        ("ㄱㅎㅂㅇ", "기회비용"),
        ("ㄱㅎ", "기회비용"),
        ("기회ㅂ", "기회비용"),
        ("ㄳ", "감세"),  # ㄱ and ㅅ typed one after the other
        ("gdp", "국내총생산(GDP)"),
        ("ＧＤＰ", "국내총생산(GDP)"),
        ("\u1100\u1175\u1112\u116c", "기회비용"),  # as a Mac names its files
        ("비용", "기회비용"),
    ],
)
def test_a_word_is_found_however_it_is_typed(query: str, text: str) -> None:
    assert found(query, text)


@pytest.mark.parametrize("query", ["ㄱㅂㅎㅇ", "기호", "ㅏ", "' OR 1=1", "기회비용은"])
def test_what_does_not_fit_is_not_found(query: str) -> None:
    assert not found(query, "기회비용")


@given(WORDS, st.data())
def test_every_part_of_a_word_finds_it_by_syllables_and_by_initials(word: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(word) - 1))
    part = word[start : data.draw(st.integers(start + 1, len(word)))]
    assert found(part, word)
    assert found(initials(part), word)


@given(st.text(max_size=60), st.text(max_size=60))
def test_nonsense_never_fails(query: str, text: str) -> None:
    assert place_in(needle(query), folded(text)) < max(len(folded(text)), 1)


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from("EMH"))
def test_a_more_vivid_word_never_has_a_lower_level(one: float, other: float, band: str) -> None:
    low, high = sorted((one, other))
    assert Level.FADED <= level_of(low, band) <= level_of(high, band) <= Level.VIVID
