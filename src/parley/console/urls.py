"""The moderators' addresses, below /moderate/."""

from django.urls import URLPattern, path

from parley.console import (
    appeals,
    around,
    article,
    audit,
    author,
    author_deeds,
    background,
    bans,
    bylines,
    claims,
    comment,
    deeds,
    fairness,
    find,
    ground,
    hooks,
    imports,
    law,
    law_register,
    queue,
    reviews,
    rules,
    saved_views,
    settings,
    sign_on,
    wave,
    words,
)
from parley.console.figures import page as figures


def _of_comments() -> list[URLPattern]:
    """The addresses to which forms about a comment are sent, each named by its verb."""
    verbs = {
        "return": deeds.send_back,
        "take-back": deeds.take_back,
        "pick": deeds.pick,
        "unpick": deeds.unpick,
        "pin": deeds.pin,
        "unpin": deeds.unpin,
        "move": deeds.move,
        "redact": deeds.redact,
        "escalate": deeds.escalate,
        "lower": deeds.lower,
        "assign": deeds.assign,
        "release": deeds.release,
    }
    return [
        path(f"comment/<int:pk>/{verb}/", view, name=f"moderate-{verb}")
        for verb, view in verbs.items()
    ]


def _of_authors() -> list[URLPattern]:
    """The same of authors."""
    verbs = {
        "warn": author_deeds.warn,
        "suspend": author_deeds.suspend,
        "lift": author_deeds.lift,
        "ban": author_deeds.ban,
        "unban": author_deeds.unban,
        "trust": author_deeds.trust,
        "untrust": author_deeds.untrust,
        "premoderate": author_deeds.premoderate,
        "unpremoderate": author_deeds.unpremoderate,
        "note": author_deeds.note,
    }
    return [
        path(f"author/<int:pk>/{verb}/", view, name=f"moderate-{verb}")
        for verb, view in verbs.items()
    ]


urlpatterns = [
    path("", queue.queue, name="moderate"),
    path("more/", queue.more, name="moderate-more"),
    path("counts/", queue.counts, name="moderate-counts"),
    path("ticket/", queue.ticket, name="moderate-ticket"),
    path("decide/", background.decide, name="moderate-decide"),
    path("undo/", background.undo, name="moderate-undo"),
    path("give-back/", background.give_back, name="moderate-give-back"),
    path("views/", saved_views.save, name="moderate-view-save"),
    path("views/<int:pk>/remove/", saved_views.remove, name="moderate-view-remove"),
    path("comment/<int:pk>/thread/", around.thread, name="moderate-thread"),
    path("author/<int:pk>/record/", around.record, name="moderate-record"),
    path("find/", find.find, name="moderate-find"),
    path("rules/", rules.rules, name="moderate-rules"),
    path("settings/", settings.settings, name="moderate-settings"),
    path("audit/", audit.audit, name="moderate-audit"),
    path("words/", words.words, name="moderate-words"),
    path("words/try/", words.attempt, name="moderate-words-try"),
    path("words/<str:kind>.txt", words.download, name="moderate-words-download"),
    path("wave/", wave.wave, name="moderate-wave"),
    path("wave/begin/", wave.begin, name="moderate-wave-begin"),
    path("wave/end/", wave.end, name="moderate-wave-end"),
    path("sign-on/", sign_on.sign_on, name="moderate-sign-on"),
    path("sign-on/test/", sign_on.examine, name="moderate-sign-on-test"),
    path("sign-on/<str:kid>/rotate/", sign_on.rotate, name="moderate-sign-on-rotate"),
    path("sign-on/<str:kid>/revoke/", sign_on.revoke, name="moderate-sign-on-revoke"),
    path("comment/<int:pk>/", comment.comment, name="moderate-comment"),
    path("comment/<int:pk>/approve/", comment.approve, name="moderate-approve"),
    path("comment/<int:pk>/reject/", comment.reject, name="moderate-reject"),
    path("author/<int:pk>/", author.author, name="moderate-author"),
    path("appeals/", appeals.appeals, name="moderate-appeals"),
    path("appeals/<int:pk>/", appeals.appeal, name="moderate-appeal"),
    path("appeals/<int:pk>/hear/", appeals.hear, name="moderate-appeal-hear"),
    path("reviews/", reviews.reviews, name="moderate-reviews"),
    path("reviews/<int:pk>/", reviews.give, name="moderate-review"),
    path("fairness/", fairness.fairness, name="moderate-fairness"),
    *_of_comments(),
    *_of_authors(),
    path("bans/", bans.bans, name="moderate-bans"),
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
    path("bylines/", bylines.show, name="moderate-bylines"),
    path("bylines/<int:pk>/remove/", bylines.remove, name="moderate-byline-remove"),
    path("law/", law.cases, name="moderate-law"),
    path("law/<int:pk>/", law.case, name="moderate-case"),
    path("law/<int:pk>/acknowledge/", law.acknowledge, name="moderate-case-acknowledge"),
    path("law/<int:pk>/assign/", law.assign, name="moderate-case-assign"),
    path("law/<int:pk>/decide/", law.decide_case, name="moderate-case-decide"),
    path("law/<int:pk>/held/", law_register.held, name="moderate-case-held"),
    path("law/requests/", law_register.requests, name="moderate-requests"),
    path("law/transparency/", law_register.transparency, name="moderate-transparency"),
    path("law/flaggers/", law_register.flaggers, name="moderate-flaggers"),
    path("law/flaggers/<int:pk>/remove/", law_register.remove, name="moderate-flagger-remove"),
    path("figures/", figures.figures, name="moderate-figures"),
    path("figures/mail/", figures.mail, name="moderate-figures-mail"),
    path("figures/<slug:name>.csv", figures.file, name="moderate-figure-file"),
    path("article/<int:pk>/", article.article, name="moderate-article"),
    path("hooks/", hooks.hooks, name="moderate-hooks"),
    path("hooks/<int:pk>/", hooks.hook, name="moderate-hook"),
    path("hooks/<int:pk>/test/", hooks.try_out, name="moderate-hook-test"),
    path("hooks/<int:pk>/roll/", hooks.roll, name="moderate-hook-roll"),
    path("hooks/<int:pk>/enable/", hooks.enable, name="moderate-hook-enable"),
    path("hooks/<int:pk>/disable/", hooks.disable, name="moderate-hook-disable"),
    path("hooks/<int:pk>/replay/", hooks.replay_dead, name="moderate-hook-replay"),
    path("hooks/<int:pk>/remove/", hooks.remove, name="moderate-hook-remove"),
    path("deliveries/<int:pk>/", hooks.delivery, name="moderate-delivery"),
    path("deliveries/<int:pk>/replay/", hooks.replay, name="moderate-delivery-replay"),
    path("outside/", hooks.outside, name="moderate-outside"),
    path("outside/roll/", hooks.roll_outside, name="moderate-outside-roll"),
    path("outside/remove/", hooks.remove_outside, name="moderate-outside-remove"),
]
