from django.urls import path

from lessons.views import looking, studying

app_name = "lessons"

urlpatterns = [
    path("try/", studying.try_lesson, name="try"),
    path("study/lesson/<int:enrolment_id>/", studying.start_lesson, name="start"),
    path("study/review/", studying.start_review, name="start_review"),
    path("study/three/", studying.start_three, name="start_three"),
    path("study/free/", studying.library, name="library"),
    path("study/free/<str:code>/", studying.start_free, name="start_free"),
    path("pairs/<int:pk>/", studying.pair, name="pair"),
    path("study/<int:pk>/", studying.study, name="study"),
    path("study/<int:pk>/answer/", studying.answer, name="answer"),
    path("study/<int:pk>/hint/", studying.hint, name="hint"),
    path("study/<int:pk>/done/", studying.done, name="done"),
    path("record/", looking.record, name="record"),
    path("map/", looking.memory_map, name="map"),
    path("mistakes/", looking.mistakes, name="mistakes"),
    path("search/", looking.search, name="search"),
    path("learned/", looking.learned, name="learned"),
    path("learned/<int:pk>/praise/", looking.praise, name="praise"),
    path("words/", looking.words, name="words"),
    path("words/<str:code>/", looking.word, name="word"),
    path("words/<str:code>/bookmark/", looking.bookmark, name="bookmark"),
    path("words/<str:code>/report/", looking.report, name="report"),
]
