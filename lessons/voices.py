"""What the app itself says to a child, in the voice that the family chose: same facts, another tone."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from families.models import Voice

WARM, PLAIN, FRIEND = Voice.WARM, Voice.PLAIN, Voice.FRIEND

_LINES: dict[str, dict[str, Any]] = {
    "hello": {
        WARM: _("오늘도 와 줘서 반가워요. 천천히 시작해요."),
        PLAIN: _("오늘 할 것을 여기 모았어요."),
        FRIEND: _("왔네요! 오늘 것, 가볍게 시작해 봐요."),
    },
    "hello_done": {
        WARM: _("오늘 할 일을 잘 마쳤어요. 이제 푹 쉬어요."),
        PLAIN: _("오늘 할 것을 다 했어요."),
        FRIEND: _("오늘 끝! 남은 하루도 재밌게 보내요."),
    },
    "hello_rest": {
        WARM: _("오늘은 마음 편히 쉬는 날이에요."),
        PLAIN: _("오늘은 배우는 날이 아니에요."),
        FRIEND: _("오늘은 쉬는 날! 궁금한 단어가 있으면 구경해도 좋아요."),
    },
    "comfort": {
        WARM: _("괜찮아요. 헷갈릴 만한 문제예요."),
        PLAIN: _("까닭을 읽고 다시 골라요."),
        FRIEND: _("아깝네요. 한 번 더 보면 보일 거예요."),
    },
    "won_back": {
        WARM: _("처음엔 헷갈렸지만 다른 문제에서 스스로 맞혔어요. 그 힘이 오래가요."),
        PLAIN: _("처음에 헷갈린 것을 다른 문제에서 바로 맞혔어요."),
        FRIEND: _("헷갈렸던 거, 다른 문제에서 바로 잡았네요!"),
    },
    "retried": {
        WARM: _("서두르지 않고 한 번 더 생각해서 답을 찾아냈어요."),
        PLAIN: _("한 번 더 생각해서 스스로 답을 찾았어요."),
        FRIEND: _("한 번 더 생각해서 결국 찾아냈네요!"),
    },
    "all_right": {
        WARM: _("‘{word}’ 문제 {n}개를 모두 처음에 맞혔어요. 찬찬히 읽은 덕분이에요."),
        PLAIN: _("‘{word}’ 문제 {n}개를 모두 처음에 맞혔어요."),
        FRIEND: _("‘{word}’ 문제 {n}개, 전부 한 번에 맞혔어요!"),
    },
    "recalled": {
        WARM: _("지난 단어 {n}개를 힌트 없이 떠올렸어요. 마음속에 잘 자리 잡았네요."),
        PLAIN: _("지난 단어 {n}개를 힌트 없이 떠올렸어요."),
        FRIEND: _("지난 단어 {n}개를 힌트 없이 쏙쏙 꺼냈어요!"),
    },
    "finished": {
        WARM: _("어려운 문제도 포기하지 않고 끝까지 풀었어요."),
        PLAIN: _("어려운 문제도 끝까지 풀었어요."),
        FRIEND: _("만만치 않았는데 끝까지 해냈네요!"),
    },
    "cut_short": {
        WARM: _("10분을 꽉 채웠어요. 남은 것은 내일 떠올리기에서 만나요. 오늘은 여기까지면 충분해요."),
        PLAIN: _("10분이 지나 오늘은 여기서 마쳐요. 남은 것은 내일 떠올리기로 옮겼어요."),
        FRIEND: _("10분 다 썼어요! 남은 건 내일 떠올리기에서 봐요."),
    },
}


def say(line: str, voice: str, **facts: Any) -> str:
    """One line in a voice; `facts` fill its gaps. Raises KeyError for a line nobody wrote."""
    lines = _LINES[line]
    return str(lines.get(voice, lines[WARM])).format(**facts)
