"""The nouns of Parley, one a file; Django finds them through this list."""

from parley.models.api_key import ApiKey
from parley.models.appeal import Appeal, Review, Sample
from parley.models.article import Article, ArticleAlias
from parley.models.audit import AuditEntry
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban, SeenAddress
from parley.models.claim import Claim
from parley.models.comment import Comment, Redaction, Revision
from parley.models.common_ground import CampTally, CommentFooting, ThreadGround
from parley.models.decision import Decision, Notice
from parley.models.guidelines import Guidelines, GuidelinesAcceptance
from parley.models.hook import Delivery, Hook, OutsidePhase
from parley.models.import_run import ImportRun, QuarantinedRecord
from parley.models.legal import LegalCase, TrustedFlagger
from parley.models.mailbox import Mailbox
from parley.models.newsroom import ArticleVisit, Byline, Mention
from parley.models.outbox import Change
from parley.models.queue import SavedView, Waiting
from parley.models.reader_axis import ReaderAxis, ReaderPlace
from parley.models.report import Report
from parley.models.sign_on import SignOnIdentity, SignOnKey, UsedToken
from parley.models.site import Site, SiteDomain, SiteKey
from parley.models.site_model import SiteModel
from parley.models.site_words import SiteWords
from parley.models.suggestion import ScoreSuggestion
from parley.models.user import ApiToken, Membership, Role, User
from parley.models.vote import Vote
from parley.models.weekly_mail import WeeklyMail

__all__ = [
    "ApiKey",
    "ApiToken",
    "Appeal",
    "Article",
    "ArticleAlias",
    "ArticleVisit",
    "AuditEntry",
    "Author",
    "AuthorNote",
    "Ban",
    "Byline",
    "CampTally",
    "Change",
    "Claim",
    "Comment",
    "CommentFooting",
    "Decision",
    "Delivery",
    "Guidelines",
    "GuidelinesAcceptance",
    "Hook",
    "ImportRun",
    "LegalCase",
    "Mailbox",
    "Membership",
    "Mention",
    "Notice",
    "OutsidePhase",
    "QuarantinedRecord",
    "ReaderAxis",
    "ReaderPlace",
    "Redaction",
    "Report",
    "Review",
    "Revision",
    "Role",
    "Sample",
    "SavedView",
    "ScoreSuggestion",
    "SeenAddress",
    "SignOnIdentity",
    "SignOnKey",
    "Site",
    "SiteDomain",
    "SiteKey",
    "SiteModel",
    "SiteWords",
    "ThreadGround",
    "TrustedFlagger",
    "UsedToken",
    "User",
    "Vote",
    "Waiting",
    "WeeklyMail",
]
