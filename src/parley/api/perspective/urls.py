"""The addresses that Google gave to Perspective's API."""

from django.urls import path

from parley.api.perspective import views

urlpatterns = [
    path("v1alpha1/comments:analyze", views.analyze),
    path("v1alpha1/comments:suggestscore", views.suggest_score),
    path("v1alpha1/comments:batchAnalyze", views.batch_analyze),
    path("$discovery/rest", views.describe),
]
