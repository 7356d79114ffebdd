from django.urls import path

from families.views import family, handover, join, sign_in, start

app_name = "families"

urlpatterns = [
    path("family/", family.family, name="family"),
    path("family/new/", start.new_family, name="new"),
    path("family/consents/", family.consents, name="consents"),
    path("family/<int:pk>/", family.family_detail, name="family_detail"),
    path("family/<int:pk>/code/", family.change_code, name="change_code"),
    path("family/<int:pk>/leave/", family.leave, name="leave"),
    path("family/<int:pk>/children/new/", start.new_child, name="child_new"),
    path("family/<int:pk>/invitations/", family.invite, name="invite"),
    path("family/places/<int:pk>/return/", family.come_back, name="come_back"),
    path("family/waiting/<int:pk>/agree/", family.agree, name="agree"),
    path("family/waiting/<int:pk>/refuse/", family.refuse, name="refuse"),
    path("family/invitations/<int:pk>/", family.invitation_card, name="invitation_card"),
    path("family/invitations/<int:pk>/revoke/", family.revoke_invitation, name="revoke_invitation"),
    path("family/devices/<int:pk>/revoke/", family.revoke_device, name="revoke_device"),
    path("family/children/<int:pk>/next/", start.next_step, name="next_step"),
    path("family/children/<int:pk>/pin/", family.reset_pin, name="reset_pin"),
    path("family/children/<int:pk>/unlock/", family.unlock, name="unlock"),
    path("family/children/<int:pk>/consent/", family.withdraw_consent, name="withdraw_consent"),
    path("family/children/<int:pk>/consent/again/", family.renew_consent, name="renew_consent"),
    path("family/consent-requests/<int:pk>/", start.consent_sent, name="consent_sent"),
    path("consent/<str:token>/", start.confirm_consent, name="confirm_consent"),
    path("hand-over/", handover.hand_over, name="hand_over"),
    path("hand-over/<int:pk>/", handover.hand_over_to, name="hand_over_to"),
    path("hand-over/pin/", handover.device_pin, name="device_pin"),
    path("take-back/", handover.take_back, name="take_back"),
    path("in/", sign_in.child_sign_in, name="child_sign_in"),
    path("in/faces/", sign_in.faces, name="faces"),
    path("in/faces/<int:pk>/", sign_in.pin, name="pin"),
    path("in/pin/", sign_in.new_pin, name="new_pin"),
    path("me/child/", sign_in.me, name="me"),
    path("join/", join.join, name="join"),
    path("join/<str:code>/", join.invitation, name="invitation"),
    path("join/<str:code>/accept/", join.accept, name="accept"),
    path("join/<str:code>/unknown/", join.block, name="block"),
    path("join/<str:code>/age/", join.age, name="age"),
    path("join/<str:code>/signup/", join.teen_signup, name="teen_signup"),
]
