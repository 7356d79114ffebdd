"""Missions to begin from: a course, the days, something to promise, and one line of why. Pure data."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVERY_DAY, MONDAY_TO_FRIDAY, WEEKEND = "1111111", "1111100", "0000011"
THREE_DAYS, FOUR_DAYS = "1010100", "1101100"


@dataclass(frozen=True)
class Plan:
    """A suggestion. `course` is its slug, `weekdays` as in Enrolment; a sum of 용돈 is the family's own."""

    title: str | Promise
    course: str
    weekdays: str
    kind: str
    promise: str | Promise
    why: str | Promise


PLANS = (
    Plan(
        title=_("첫 주 맛보기"),
        course="first-week",
        weekdays=EVERY_DAY,
        kind="choice",
        promise=_("함께 고른 저녁 메뉴"),
        why=_("5일이면 끝나요. 어떤 느낌인지 먼저 맛봐요."),
    ),
    Plan(
        title=_("용돈 관리 4주"),
        course="pocket-money-master",
        weekdays=THREE_DAYS,
        kind="choice",
        promise=_("주말에 갈 곳 고르기"),
        why=_("용돈이 어디로 갔는지 적고, 쓰기 전에 나누는 힘을 길러요."),
    ),
    Plan(
        title=_("사기 전에 멈추기 2주"),
        course="think-before-buying",
        weekdays=MONDAY_TO_FRIDAY,
        kind="together",
        promise=_("거실에서 영화 한 편"),
        why=_("두근거릴 때 잠깐 멈추고, 정말 살지 스스로 정해요."),
    ),
    Plan(
        title=_("속지 않는 눈 2주"),
        course="not-fooled",
        weekdays=MONDAY_TO_FRIDAY,
        kind="together",
        promise=_("보드게임 하는 저녁"),
        why=_("수상한 전화와 너무 싼 값 앞에서 먼저 확인해요."),
    ),
    Plan(
        title=_("내 첫 통장 3주"),
        course="first-bank",
        weekdays=FOUR_DAYS,
        kind="together",
        promise=_("은행에 가서 통장 만들기"),
        why=_("통장을 읽고, 카드와 비밀번호를 안전하게 써요."),
    ),
    Plan(
        title=_("모으는 힘 4주"),
        course="saving-grows",
        weekdays=THREE_DAYS,
        kind="money",
        promise=_("저금통에 넣을 용돈"),
        why=_("얼마를 언제까지 모을지 정하고 기다려 봐요."),
    ),
    Plan(
        title=_("주말에만, 장터 나들이"),
        course="flea-market-day",
        weekdays=WEEKEND,
        kind="together",
        promise=_("중고 장터 구경 가기"),
        why=_("평일이 바쁜 아이에게 맞아요. 토요일과 일요일에만 배워요."),
    ),
    Plan(
        title=_("내 가게 열기 2주"),
        course="my-little-shop",
        weekdays=MONDAY_TO_FRIDAY,
        kind="together",
        promise=_("우리 집 하루 가게"),
        why=_("무엇을 얼마에 팔지 정하고, 정말 얼마가 남는지 셈해요."),
    ),
)
