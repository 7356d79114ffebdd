from django.urls import path

from missions.views import answering, listing, promising, proposing

app_name = "missions"

urlpatterns = [
    path("missions/", listing.mission_list, name="list"),
    path("missions/new/", proposing.new, name="new"),
    path("missions/new/sentence/", proposing.sentence, name="sentence"),
    path("missions/first-week/", proposing.first_week, name="first_week"),
    path("missions/<int:pk>/", listing.detail, name="detail"),
    path("missions/<int:pk>/accept/", answering.accept, name="accept"),
    path("missions/<int:pk>/decline/", answering.decline, name="decline"),
    path("missions/<int:pk>/withdraw/", answering.withdraw, name="withdraw"),
    path("missions/<int:pk>/take-over/", answering.take_over, name="take_over"),
    path("missions/<int:pk>/deliver/", promising.deliver, name="deliver"),
    path("missions/<int:pk>/confirm/", promising.confirm, name="confirm"),
    path("missions/<int:pk>/not-yet/", promising.not_yet, name="not_yet"),
    path("missions/<int:pk>/nudge/", promising.nudge, name="nudge"),
    path("promises/", promising.promise_book, name="promises"),
]
