"""The moderators' addresses, below /moderate/."""

from django.urls import path

from parley.console import (
    article,
    audit,
    author,
    claims,
    comment,
    ground,
    imports,
    queue,
    rules,
    settings,
    sign_on,
)

urlpatterns = [
    path("", queue.queue, name="moderate"),
    path("rules/", rules.rules, name="moderate-rules"),
    path("settings/", settings.settings, name="moderate-settings"),
    path("audit/", audit.audit, name="moderate-audit"),
    path("sign-on/", sign_on.sign_on, name="moderate-sign-on"),
    path("sign-on/test/", sign_on.examine, name="moderate-sign-on-test"),
    path("sign-on/<str:kid>/rotate/", sign_on.rotate, name="moderate-sign-on-rotate"),
    path("sign-on/<str:kid>/revoke/", sign_on.revoke, name="moderate-sign-on-revoke"),
    path("comment/<int:pk>/", comment.comment, name="moderate-comment"),
    path("comment/<int:pk>/approve/", comment.approve, name="moderate-approve"),
    path("comment/<int:pk>/reject/", comment.reject, name="moderate-reject"),
    path("author/<int:pk>/", author.author, name="moderate-author"),
    path("author/<int:pk>/suspend/", author.suspend, name="moderate-suspend"),
    path("author/<int:pk>/lift/", author.lift, name="moderate-lift"),
    path("imports/", imports.imports, name="moderate-imports"),
    path("imports/<int:pk>/", imports.run, name="moderate-import"),
    path("imports/<int:pk>/retry/", imports.retry_all, name="moderate-import-retry"),
    path("quarantine/<int:pk>/", imports.record, name="moderate-quarantined"),
    path("claims/", claims.claims, name="moderate-claims"),
    path("claims/<int:pk>/", claims.claim, name="moderate-claim"),
    path("claims/<int:pk>/grant/", claims.grant, name="moderate-claim-grant"),
    path("claims/<int:pk>/refuse/", claims.refuse, name="moderate-claim-refuse"),
    path("claims/<int:pk>/reverse/", claims.reverse_claim, name="moderate-claim-reverse"),
    path("claims/<int:pk>/uphold/", claims.uphold, name="moderate-claim-uphold"),
    path("ground/", ground.grounds, name="moderate-grounds"),
    path("ground/<int:pk>/", ground.ground, name="moderate-ground"),
    path("article/<int:pk>/", article.article, name="moderate-article"),
]
