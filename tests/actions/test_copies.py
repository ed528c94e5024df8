"""A text that goes round: its third author waits, whoever posted it and wherever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parley import jobs
from parley.actions import editing, posting
from parley.actions.copies import MOST_ALIKE, of_others
from parley.actions.posting import Draft
from parley.models.article import Article
from parley.models.comment import Comment, CommentState, Fingerprint
from parley.models.site import Site
from parley.models.viewer import Viewer
from parley.policy import copies
from tests import factories

TEXT = (
    "The bridge has to be built before the monsoon, and every councillor who voted against it "
    "should explain to us why the children of the east bank still go to school by boat."
)


def post(article: Article, text: str = TEXT, *, viewer: Viewer | None = None) -> Comment:
    viewer = viewer or factories.viewer(article.site)
    draft = Draft(text=text, article=article)
    posted = posting.post_comment(viewer, draft, now=timezone.now())
    assert posted.comment is not None
    return posted.comment


def codes_of(comment: Comment) -> list[str]:
    return [reason["code"] for reason in comment.decisions.get().reasons]


def test_the_third_author_of_a_text_waits_for_a_moderator(site: Site) -> None:
    first, second, third = (post(factories.article(site)) for _ in range(3))

    assert (first.state, second.state) == (CommentState.PUBLISHED, CommentState.PUBLISHED)
    assert (third.state, codes_of(third)) == (CommentState.HELD, ["copied_comment"])


def test_what_was_held_counts_too(article: Article) -> None:
    Comment.objects.filter(pk__in=[post(article).pk for _ in range(2)]).update(
        state=CommentState.REJECTED
    )
    assert post(article).state == CommentState.HELD


def test_courtesies_may_be_said_by_everybody(article: Article) -> None:
    states = {post(article, "I agree with every word of this.").state for _ in range(4)}
    assert states == {CommentState.PUBLISHED}


def test_another_site_is_another_matter(article: Article) -> None:
    elsewhere = factories.article(factories.site("other.example"))
    for _ in range(2):
        post(elsewhere)
    assert post(article).state == CommentState.PUBLISHED


def test_ones_own_comment_is_no_copy_of_somebody_elses(article: Article) -> None:
    viewer = factories.viewer(article.site)
    post(article)
    own = post(article, viewer=viewer)

    edited = editing.edit_comment(
        viewer, own, text=TEXT.replace("boat", "ferry"), now=timezone.now()
    )
    assert edited.comment is not None
    assert edited.comment.state == CommentState.PUBLISHED


def test_somebody_who_still_writes_is_told(article: Article) -> None:
    for _ in range(2):
        post(article)
    draft = Draft(text=TEXT, article=article)
    nobody = Viewer(site=article.site)
    decision = posting.judge(nobody, draft, now=timezone.now())
    assert [reason.code for reason in decision.reasons] == ["copied_comment"]


def test_an_edit_leaves_only_the_fingerprint_of_what_it_says_now(article: Article) -> None:
    viewer = factories.viewer(article.site)
    comment = post(article, viewer=viewer)
    better = TEXT.replace("monsoon", "winter").replace("bridge", "tunnel").replace("bank", "side")
    editing.edit_comment(viewer, comment, text=better, now=timezone.now())

    seen = copies.fingerprint(better)
    assert seen is not None
    assert set(comment.fingerprints.values_list("band", flat=True)) == set(copies.bands(seen))


def test_a_deleted_comment_leaves_none(article: Article) -> None:
    comment = post(article)
    editing.delete_comment(comment, timezone.now())
    assert not Fingerprint.objects.exists()


def test_after_a_week_none_is_kept(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 3)
    old, new = post(article), post(article)
    old.fingerprints.update(created_at=timezone.now() - copies.LATELY - timedelta(minutes=1))
    jobs.tidy(timezone.now())
    assert set(Fingerprint.objects.values_list("comment", flat=True)) == {new.pk}


def test_a_text_that_went_round_without_end_is_found_as_quickly(article: Article) -> None:
    seen = copies.fingerprint(TEXT)
    assert seen is not None
    comment, now = factories.comment(article), timezone.now()
    Fingerprint.objects.bulk_create(
        Fingerprint(
            comment=comment,
            site=article.site,
            author=comment.author,
            band=band,
            bits=seen - (1 << 63),
            created_at=now,
        )
        for band in copies.bands(seen)
        for _ in range(100)
    )
    found = of_others(TEXT, article.site, author=None, now=now)
    assert 1 <= len(found) <= MOST_ALIKE
