"""The kinds of news about learning: who hears, and how pressing it is."""

from django.utils.translation import gettext_lazy as _

from accounts.kinds import declare, news, reminder

declare(
    {
        "praise": news(_("자녀")),
        "report_answered": news(_("알려 준 사람")),
        "pair.opened": news(_("보호자")),
        "pair.answered": news(_("자녀")),
        "study_reminder": reminder(_("오늘 할 것이 남은 자녀, 또는 대신 받기로 한 보호자")),
    }
)
