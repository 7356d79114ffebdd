"""A page of three indexed queries, and a fragment after one insert and one update."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import person
from bench.floor.models import Book, Note, Tick
from oneco.lib import clock
from oneco.lib.audience import CHILD, GUARDIAN, audience


@audience(GUARDIAN, CHILD)
def page(request: HttpRequest, pk: int = 0) -> HttpResponse:
    books = list(Book.objects.filter(owner=person(request)))
    notes = list(Note.objects.filter(book__in=books).order_by("pk"))
    ticked = Tick.objects.filter(by=person(request)).count()
    return render(request, "floor/page.html", {"books": books, "notes": notes, "ticked": ticked})


@audience(GUARDIAN, CHILD)
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    with transaction.atomic():
        Tick.objects.create(note_id=pk, by=person(request), at=clock.now())
        Note.objects.filter(pk=pk).update(ticked=True)
    return render(request, "floor/_note.html", {"note": Note.objects.get(pk=pk)})
