"""The kinds of news about families: who hears, and how pressing it is."""

from django.utils.translation import gettext_lazy as _

from accounts.kinds import account, decision, declare, news

declare(
    {
        "member.waiting": decision(_("이미 함께하는 보호자"), of="guardian"),
        "member.agreed": decision(_("함께하게 된 보호자"), of="guardian"),
        "member.refused": news(_("함께하지 않게 된 보호자")),
        "member.sees_you": news(_("자녀")),
        "member.legal": news(_("다른 보호자")),
        "member.left": news(_("남은 보호자")),
        "member.you_left": news(_("나간 사람")),
        "member.back": news(_("남아 있던 보호자")),
        "child.made": news(_("프로필을 만들지 않은 다른 보호자")),
        "child.joined": news(_("보호자")),
        "pin.locked": decision(_("보호자"), of="guardian"),
        "pin.reset": news(_("자녀")),
        "pin.reset_elsewhere": news(_("다른 집의 보호자")),
        "home.second": news(_("원래 집의 다른 보호자")),
        "home.yours": news(_("자녀")),
        "home.ended": news(_("원래 집의 보호자")),
        "home.you_left": news(_("자녀")),
        "consent.withdrawn": decision(_("거둔 사람을 뺀 그 집의 보호자"), of="guardian"),
        "consent.withdrawn_elsewhere": news(_("다른 집의 보호자")),
        "consent.renewed": news(_("다시 동의한 사람을 뺀 그 집의 보호자")),
        "consent.renewed_elsewhere": news(_("다른 집의 보호자")),
        "consent.erased": news(_("보호자")),
        "staff.sign_in_link": news(_("그 가족의 보호자")),
        "staff.sign_in_link.you": news(_("링크를 받은 사람")),
        "staff.change_email": news(_("그 가족의 보호자")),
        "staff.change_email.you": news(_("이메일이 바뀐 사람")),
        "staff.undo_leave": news(_("그 가족의 보호자")),
        "staff.undo_leave.you": news(_("돌아온 사람")),
        "staff.unlock": news(_("그 가족의 보호자")),
        "staff.unlock.you": news(_("잠겼던 사람")),
        "account.consent_request": account(_("동의할 보호자")),
        "account.consent_receipt": account(_("동의한 보호자")),
        "account.sign_in_link": account(_("운영자에게 부탁한 사람")),
        "account.email_changed": account(_("이메일이 바뀐 계정의 옛 주소와 새 주소")),
    }
)
