from django.urls import path

from lessons import views

app_name = "lessons"

urlpatterns = [
    path("try/", views.try_lesson, name="try"),
    path("study/lesson/<int:enrolment_id>/", views.start_lesson, name="start"),
    path("study/review/", views.start_review, name="start_review"),
    path("study/<int:pk>/", views.study, name="study"),
    path("study/<int:pk>/answer/", views.answer, name="answer"),
    path("study/<int:pk>/hint/", views.hint, name="hint"),
    path("study/<int:pk>/done/", views.done, name="done"),
    path("record/", views.record, name="record"),
    path("learned/", views.learned, name="learned"),
    path("words/<str:code>/", views.word, name="word"),
]
