"""우리 가족 약속장: what each side does, in words that a child of eleven reads alone."""

from dataclasses import dataclass

from django.utils.translation import gettext as say


@dataclass(frozen=True)
class Duties:
    """What the child does, what the guardian does, and what holds for both."""

    child: list[str]
    guardian: list[str]
    both: list[str]


def duties(*, review: bool, in_parts: bool) -> Duties:
    """The duties of a contract: of a 복습 코스, or of one whose promise is given in parts."""
    return Duties(_child(review), _guardian(review, in_parts), _both(in_parts))


def _child(review: bool) -> list[str]:
    if review:
        return [
            say("배우는 날마다 10분쯤, 배운 단어를 다시 떠올려요."),
            say("모든 단어를 한 번씩 떠올리면 해낸 거예요."),
        ]
    return [
        say("배우는 날마다 10분쯤, 단어 하나를 끝내요."),
        say("배운 단어는 다른 날 한 번 더 떠올려요."),
        say("못 한 단어는 하루에 두 개까지 따라잡을 수 있어요."),
    ]


def _guardian(review: bool, in_parts: bool) -> list[str]:
    gives = (
        say("나눠 줄 것은 아이가 얻은 날부터 7일 안에 줘요.")
        if in_parts
        else say("다 해내면 7일 안에 약속한 것을 줘요.")
    )
    asks = (
        say("떠올리기를 마친 날 저녁에 한 가지를 물어봐요.")
        if review
        else say("복습하는 날 저녁에 한 번 물어봐요.")
    )
    return [gives, asks]


def _both(in_parts: bool) -> list[str]:
    kept = [say("한 번 얻은 몫은 무슨 일이 있어도 그대로예요.")] if in_parts else []
    return [
        *kept,
        say("틀려도 괜찮아요. 점수가 아니라 끝까지 하는 것이 약속이에요."),
        say("쉬는 날은 28일 동안 두 번까지 묻지 않고 써요. 쉰 만큼 마지막 날이 뒤로 가요."),
        say("마지막 날까지 다 못 하면 보충 기간이 저절로 열려요."),
        say("그만하고 싶으면 언제든 말해요. 그때까지 얻은 것은 그대로 남아요."),
    ]
