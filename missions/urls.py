from django.urls import path

from missions import views

app_name = "missions"

urlpatterns = [
    path("missions/", views.mission_list, name="list"),
    path("missions/new/", views.new, name="new"),
    path("missions/new/sentence/", views.sentence, name="sentence"),
    path("missions/first-week/", views.first_week, name="first_week"),
    path("missions/<int:pk>/", views.detail, name="detail"),
    path("missions/<int:pk>/accept/", views.accept, name="accept"),
    path("missions/<int:pk>/decline/", views.decline, name="decline"),
    path("missions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("missions/<int:pk>/take-over/", views.take_over, name="take_over"),
    path("missions/<int:pk>/deliver/", views.deliver, name="deliver"),
    path("missions/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("missions/<int:pk>/not-yet/", views.not_yet, name="not_yet"),
    path("missions/<int:pk>/nudge/", views.nudge, name="nudge"),
    path("promises/", views.promise_book, name="promises"),
]
