from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/bell/", views.bell, name="bell"),
    path("notices/head/", views.inbox_head, name="inbox_head"),
    path("notices/read/", views.read_notices, name="read_notices"),
    path("notices/<int:pk>/", views.open_notice, name="open_notice"),
    path("notices/<int:pk>/read/", views.read_notice, name="read_notice"),
    path("notices/kinds/", views.each_kind, name="each_kind"),
    path("notices/browsers/", views.subscribe, name="subscribe"),
    path("notices/browsers/<int:pk>/forget/", views.forget_browser, name="forget_browser"),
    path("mail/off/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("me/", views.me, name="me"),
]
