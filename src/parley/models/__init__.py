"""The nouns of Parley, one a file; Django finds them through this list."""

from parley.models.api_key import ApiKey
from parley.models.article import Article, ArticleAlias
from parley.models.author import Author
from parley.models.claim import Claim
from parley.models.comment import Comment, Revision
from parley.models.common_ground import CampTally, CommentFooting, ThreadGround
from parley.models.decision import Decision, Notice
from parley.models.guidelines import Guidelines, GuidelinesAcceptance
from parley.models.import_run import ImportRun, QuarantinedRecord
from parley.models.outbox import Change
from parley.models.reader_axis import ReaderAxis, ReaderPlace
from parley.models.report import Report
from parley.models.sign_on import SignOnIdentity, SignOnKey, UsedToken
from parley.models.site import Site, SiteDomain, SiteKey
from parley.models.site_model import SiteModel
from parley.models.suggestion import ScoreSuggestion
from parley.models.user import ApiToken, Membership, Role, User
from parley.models.vote import Vote

__all__ = [
    "ApiKey",
    "ApiToken",
    "Article",
    "ArticleAlias",
    "Author",
    "CampTally",
    "Change",
    "Claim",
    "Comment",
    "CommentFooting",
    "Decision",
    "Guidelines",
    "GuidelinesAcceptance",
    "ImportRun",
    "Membership",
    "Notice",
    "QuarantinedRecord",
    "ReaderAxis",
    "ReaderPlace",
    "Report",
    "Revision",
    "Role",
    "ScoreSuggestion",
    "SignOnIdentity",
    "SignOnKey",
    "Site",
    "SiteDomain",
    "SiteKey",
    "SiteModel",
    "ThreadGround",
    "UsedToken",
    "User",
    "Vote",
]
