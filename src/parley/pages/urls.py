"""The addresses of Parley's own pages."""

from django.urls import path

from parley.pages import (
    claims,
    comment,
    decided,
    discussion,
    erase_older,
    feeds,
    ground,
    guidelines,
    me,
    mentions,
    newsroom,
    reporting,
    sign_on,
)

urlpatterns = [
    path("guidelines/", guidelines.show, name="guidelines"),
    path("guidelines/accept/", guidelines.accept, name="guidelines-accept"),
    path("guidelines/edit/", guidelines.edit, name="guidelines-edit"),
    path("guidelines/<int:version>/", guidelines.show, name="guidelines-version"),
    path("me/", me.me, name="me"),
    path("me/name/", me.name, name="me-name"),
    path("me/notices/read/", me.read_notices, name="me-notices-read"),
    path("me/comments/<int:pk>/", decided.decided, name="me-comment"),
    path("me/sign-on/", sign_on.sign_on, name="me-sign-on"),
    path("me/erase/", me.erase, name="me-erase"),
    path("me/claims/", claims.claim, name="me-claim"),
    path("me/claims/ask/", claims.ask, name="me-ask"),
    path("me/claims/not-me/<str:token>/", claims.not_me, name="not-me"),
    path("me/erase-older/", erase_older.ask, name="erase-older"),
    path("me/erase-older/<str:token>/", erase_older.erase, name="erase-older-now"),
    path("newsroom/", newsroom.articles, name="newsroom"),
    path("newsroom/mentions/", mentions.mentions, name="newsroom-mentions"),
    path("newsroom/mentions/seen/", mentions.seen, name="newsroom-mentions-seen"),
    path("newsroom/article/<int:pk>/", newsroom.article, name="newsroom-article"),
    path("newsroom/comment/<int:pk>/pick/", newsroom.pick, name="newsroom-pick"),
    path("newsroom/comment/<int:pk>/unpick/", newsroom.unpick, name="newsroom-unpick"),
    path("discussion/<int:article_id>/", discussion.discussion, name="discussion"),
    path("discussion/<int:article_id>/feed/", feeds.ThreadFeed(), name="discussion-feed"),
    path("discussion/<int:article_id>/ground/", ground.ground, name="ground"),
    path("discussion/<int:article_id>/ground.png", ground.image, name="ground-image"),
    path("discussion/<int:article_id>/comment/<int:pk>/", comment.comment, name="comment"),
    path("discussion/<int:article_id>/report/<int:pk>/", reporting.report, name="report"),
]
