"""The addresses of an installation that is no demo."""

from django.urls import path

from parley.pages.front import front
from parley.urls import urlpatterns as with_demo

urlpatterns = [path("", front, name="front"), *with_demo]
