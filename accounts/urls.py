from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_notices, name="read_notices"),
    path("notices/<int:pk>/", views.open_notice, name="open_notice"),
    path("me/", views.me, name="me"),
]
