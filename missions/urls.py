from django.http import HttpResponse
from django.urls import path

app_name = "missions"
urlpatterns = [path("missions/<int:pk>/", lambda r, pk: HttpResponse(""), name="detail")]
