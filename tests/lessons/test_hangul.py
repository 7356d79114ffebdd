"""Two ways to write the same word are one; one slip of a key is not another word."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons import hangul

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=2, max_size=8)


@pytest.mark.parametrize(
    "typed",
    ["기회비용", " 기회 비용 ", "기회\u200b비용", unicodedata.normalize("NFD", "기회비용"), "“기회비용”."],
)
def test_spaces_quotes_and_forms_of_unicode_make_no_difference(typed: str) -> None:
    assert hangul.key(typed) == "기회비용"


def test_case_and_full_width_make_no_difference() -> None:
    assert hangul.key("ＡＴＭ") == hangul.key("atm")


def test_a_particle_at_the_end_stays() -> None:
    assert hangul.key("기회비용을") != hangul.key("기회비용")


@pytest.mark.parametrize(
    ("text", "keys"),
    [("값", "ㄱㅏㅂㅅ"), ("과", "ㄱㅗㅏ"), ("의", "ㅇㅡㅣ"), ("까", "ㄲㅏ"), ("힣", "ㅎㅣㅎ"), ("a1", "a1")],
)
def test_a_syllable_is_the_keys_that_type_it(text: str, keys: str) -> None:
    assert hangul.jamo(text) == keys


@pytest.mark.parametrize(
    ("text", "wanted"), [("기회 비용", "ㄱㅎㅂㅇ"), ("쌀값", "ㅆㄱ"), ("GDP 값", "GDPㄱ")]
)
def test_initials(text: str, wanted: str) -> None:
    assert hangul.initials(text) == wanted


@pytest.mark.parametrize("typed", ["기회비옹", "기회비요", "기회비용ㅇ", "기홰비용", "기회비뇽", "가회비용"])
def test_one_key_off_is_a_slip(typed: str) -> None:
    assert hangul.one_jamo_apart(typed, "기회비용")


@pytest.mark.parametrize(
    "typed", ["기회비용", "기회 비용", "비용", "기회", "기회비용을", "", "매몰비용", "ㄱㅎㅂㅇ"]
)
def test_the_same_word_and_another_word_are_no_slips(typed: str) -> None:
    assert not hangul.one_jamo_apart(typed, "기회비용")


def test_a_single_syllable_is_never_a_slip_away() -> None:
    assert not hangul.one_jamo_apart("손", "돈")


@given(SYLLABLES, SYLLABLES)
def test_a_slip_works_both_ways_for_words_of_one_length(a: str, b: str) -> None:
    assert hangul.one_jamo_apart(a, b) == hangul.one_jamo_apart(b, a)


@given(SYLLABLES, st.data())
def test_any_key_left_out_of_a_final_is_a_slip(word: str, data: st.DataObject) -> None:
    closed = [i for i, c in enumerate(word) if (ord(c) - 0xAC00) % 28 and len(hangul.jamo(c)) == 3]
    if closed and len(hangul.key(word)) == len(word):
        i = data.draw(st.sampled_from(closed))
        shorter = chr(ord(word[i]) - (ord(word[i]) - 0xAC00) % 28)
        slip = word[:i] + shorter + word[i + 1 :]
        assert hangul.one_jamo_apart(slip, word) == (
            len(hangul.jamo(word[i])) - len(hangul.jamo(shorter)) == 1
        )


TYPED = st.text(
    st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3) | st.sampled_from("ㄱㅏ aZ09.,‘’“”\u200b\n")
)


@given(TYPED)
def test_a_key_is_its_own_key(text: str) -> None:
    assert hangul.key(hangul.key(text)) == hangul.key(text)


@given(st.text())
def test_any_text_at_all_can_be_read(text: str) -> None:
    assert isinstance(hangul.initials(text) + hangul.jamo(text) + hangul.normal(text) + hangul.key(text), str)
    assert not hangul.one_jamo_apart(text, text)


def test_shared_syllables_are_named() -> None:
    assert hangul.shared_syllables("그 기회를 놓쳤어요", "기회비용") == "기회"
    assert hangul.shared_syllables("다른 말이에요", "기회비용") == ""
