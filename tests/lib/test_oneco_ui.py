"""The tags every page is written with."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from oneco.lib.templatetags import oneco_ui


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("서하", "은는", "서하는"),
        ("도윤", "은는", "도윤은"),
        ("기회비용", "을를", "기회비용을"),
        ("‘재화’", "이가", "‘재화’가"),
        ("화폐", "과와", "화폐와"),
        ("10", "을를", "10을"),
        ("우리 집 살림", "으로로", "우리 집 살림으로"),
        ("서울", "으로로", "서울로"),
        ("엄마", "이랑/랑", "엄마랑"),
    ],
)
def test_particle_follows_the_last_sound(word: str, pair: str, expected: str) -> None:
    assert oneco_ui.josa(word, pair) == expected


def test_child_is_called_as_in_a_sentence() -> None:
    assert [oneco_ui.friendly("도윤"), oneco_ui.friendly("서하")] == ["도윤이", "서하"]


def test_sums_and_numbers() -> None:
    assert oneco_ui.won(5000) == "5,000원"
    assert oneco_ui.digits(1234567) == "1,234,567"
    assert oneco_ui.won(None) == oneco_ui.digits(None) == ""


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("", "3월\u00a025일\u2060(수)\u2060"),
        ("long", "3월\u00a025일 수요일"),
        ("short", "3.25"),
        ("day", "25일(수)"),
        ("year", "2026년 3월\u00a025일\u2060(수)\u2060"),
    ],
)
def test_date_forms(form: str, expected: str) -> None:
    assert oneco_ui.kdate(date(2026, 3, 25), form) == expected


def test_moment_is_shown_in_korean_time() -> None:
    evening_in_utc = datetime(2026, 3, 24, 23, 5, tzinfo=UTC)
    assert oneco_ui.kdate(evening_in_utc) == "3월\u00a025일\u2060(수)\u2060"
    assert oneco_ui.ktime(evening_in_utc) == "3월\u00a025일\u2060(수)\u2060 오전\u00a08:05"
    assert oneco_ui.kdate(None) == oneco_ui.ktime(None) == ""


def test_drawing_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in oneco_ui.icon("icon-bell")
    assert 'aria-label="알림 &lt;1&gt;"' in oneco_ui.icon("icon-bell", label="알림 <1>")


def test_finished_day_is_a_pressed_seal() -> None:
    assert 'class="d"' in oneco_ui.shell("done")
    assert 'class=""' in oneco_ui.shell("coming")


def test_ruler_never_leaves_its_line() -> None:
    assert oneco_ui.ruler(9, 20)["ruler"].length == "45.00%"
    assert oneco_ui.ruler(21, 20)["ruler"].length == "100.00%"
    assert oneco_ui.ruler(0, 0)["ruler"].length == "0.00%"


def test_week_says_each_day_aloud() -> None:
    week = [{"label": "월", "state": "done"}, {"label": "화", "state": "today"}]
    page = Template('{% include "components/_week.html" %}').render(Context({"week": week}))
    assert "조개 찍음" in page
    assert page.count('class="now"') == 1


@pytest.mark.parametrize("role", ["child", "guardian"])
def test_current_tab_is_the_page_or_its_section(rf: RequestFactory, role: str) -> None:
    first = oneco_ui.TABS[role][0]
    context = {"request": rf.get("/elsewhere"), "tab": first.key}
    marked = [link["here"] for link in oneco_ui.tabs(context, role)["links"]]
    assert marked == ["true", "", "", "", ""]
