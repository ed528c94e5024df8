"""The addresses of the demo newsroom's pages."""

from django.urls import path

from demo import registered, views

urlpatterns = [
    path("", views.front, name="demo-front"),
    path("articles/<slug:slug>/", views.article, name="demo-article"),
    path("demo/", views.tour, name="demo-tour"),
    path("demo/reader/", registered.sign_in, name="demo-reader"),
    path("demo/parley-token/", registered.token, name="demo-token"),
    path("demo/mail/", views.mail, name="demo-mail"),
    path("demo/mail/<str:name>/", views.letter, name="demo-letter"),
]
