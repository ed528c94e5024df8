"""The addresses of the demo newsroom's pages."""

from django.urls import path

from demo import views

urlpatterns = [
    path("", views.front, name="demo-front"),
    path("articles/<slug:slug>/", views.article, name="demo-article"),
    path("demo/", views.tour, name="demo-tour"),
    path("demo/mail/", views.mail, name="demo-mail"),
    path("demo/mail/<str:name>/", views.letter, name="demo-letter"),
]
