from datetime import date

import pytest

from oneco.lib.korean import day_text, friendly, josa, weekdays_text, won_text


@pytest.mark.parametrize(
    ("word", "pair", "said"),
    [
        ("서하", "이/가", "서하가"),
        ("도윤", "이/가", "도윤이"),
        ("저녁 메뉴", "이에요/예요", "저녁 메뉴예요"),
        ("소풍", "을/를", "소풍을"),
        ("서울", "으로/로", "서울로"),
        ("집", "으로/로", "집으로"),
        ("5,000원", "을/를", "5,000원을"),
        ("레고 3", "을/를", "레고 3을"),
        ("Tom", "은/는", "Tom은"),
        ("Emma", "은/는", "Emma는"),
        ("…", "을/를", "…를"),
        ("", "이/가", "가"),
    ],
)
def test_a_particle_fits_its_word(word: str, pair: str, said: str) -> None:
    assert josa(word, pair) == said


def test_a_childs_name_is_said_warmly() -> None:
    assert [friendly(name) for name in ("서하", "도윤", "Tom", "")] == ["서하", "도윤이", "Tom", ""]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("1111111", "날마다"),
        ("1111100", "월요일부터 금요일까지"),
        ("1010100", "월 · 수 · 금요일"),
        ("0000011", "토 · 일요일"),
        ("0100000", "화요일"),
    ],
)
def test_study_days_in_words(pattern: str, said: str) -> None:
    assert weekdays_text(pattern) == said


def test_dates_and_sums() -> None:
    assert day_text(date(2026, 4, 3)) == "4월\u00a03일\u2060(금)\u2060"
    assert won_text(50_000) == "50,000원"
