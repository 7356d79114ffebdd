from django.urls import path

from missions.views import answering, countering, ending, listing, promising, proposing, resting

app_name = "missions"

urlpatterns = [
    path("missions/", listing.mission_list, name="list"),
    path("missions/start/", proposing.start, name="start"),
    path("missions/new/", proposing.new, name="new"),
    path("missions/new/sentence/", proposing.sentence, name="sentence"),
    path("missions/first-week/", proposing.first_week, name="first_week"),
    path("missions/<int:pk>/", listing.detail, name="detail"),
    path("missions/<int:pk>/accept/", answering.accept, name="accept"),
    path("missions/<int:pk>/decline/", answering.decline, name="decline"),
    path("missions/<int:pk>/counter/", countering.counter, name="counter"),
    path("missions/<int:pk>/counter/sentence/", countering.counter_sentence, name="counter_sentence"),
    path("missions/<int:pk>/again/", countering.propose_again, name="again"),
    path("missions/<int:pk>/withdraw/", answering.withdraw, name="withdraw"),
    path("missions/<int:pk>/take-over/", answering.take_over, name="take_over"),
    path("missions/<int:pk>/stop/", ending.stop, name="stop"),
    path("missions/<int:pk>/more/", ending.ask_more, name="ask_more"),
    path("missions/<int:pk>/keep-on/", ending.keep_on, name="keep_on"),
    path("missions/<int:pk>/end/", ending.end, name="end"),
    path("missions/<int:pk>/end/agree/", ending.agree, name="agree"),
    path("missions/<int:pk>/lengthen/", ending.lengthen, name="lengthen"),
    path("missions/<int:pk>/deliver/", promising.deliver, name="deliver"),
    path("missions/<int:pk>/confirm/", promising.confirm, name="confirm"),
    path("missions/<int:pk>/not-yet/", promising.not_yet, name="not_yet"),
    path("missions/<int:pk>/nudge/", promising.nudge, name="nudge"),
    path("missions/<int:pk>/forgive/", promising.forgive, name="forgive"),
    path("missions/<int:pk>/undo-forgive/", promising.undo_forgive, name="undo_forgive"),
    path("missions/<int:pk>/new-date/", promising.new_date, name="new_date"),
    path("missions/<int:pk>/new-thing/", promising.new_thing, name="new_thing"),
    path("missions/<int:pk>/answer-change/", promising.answer_change, name="answer_change"),
    path("missions/<int:pk>/take-back-change/", promising.take_back_change, name="take_back_change"),
    path("rests/<int:pk>/", resting.rests, name="rests"),
    path("rests/<int:pk>/back/", resting.give_back, name="rest_back"),
    path("rests/<int:pk>/answer/", resting.rest_answer, name="rest_answer"),
    path("promises/", promising.promise_book, name="promises"),
    path("promises/lines.csv", promising.promise_lines, name="promise_lines"),
]
