"""The floor's addresses."""

from django.urls import path

from bench.floor import views

app_name = "floor"
urlpatterns = [
    path("", views.page, name="page"),
    path("notes/<int:pk>/", views.page, name="note"),
    path("notes/<int:pk>/tick/", views.tick, name="tick"),
]
