"""Django's settings; what an operator may choose is in `parley.options`."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from parley import environment, sqlite

sqlite.use_bundled()

PACKAGE = Path(__file__).parent

BASE_URL = environment.base_url("PARLEY_BASE_URL")
BASE_HOST = urlsplit(BASE_URL).hostname or ""
HTTPS = BASE_URL.startswith("https://")
DEMO = environment.flag("PARLEY_DEMO")
SNAPSHOT_BYTES = environment.count("PARLEY_SNAPSHOT_MEGABYTES", most=1_000_000) * 1_000_000
POLICY_MODEL = environment.folder("PARLEY_POLICY_MODEL")
PRIVATE_TARGETS = environment.flag("PARLEY_PRIVATE_TARGETS")
TRUSTED_PROXIES = environment.count("PARLEY_TRUSTED_PROXIES", most=10)
_DATABASE = environment.database("PARLEY_DATABASE_URL")
SECRET_KEY = environment.secret_key("PARLEY_SECRET_KEY", environment.key_file(_DATABASE))

DEBUG = False
# The address in links is always BASE_URL, never what a request claims; any host
# may therefore be asked (health checks come by address).
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "parley.apps.ParleyConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "corsheaders",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    *(["demo"] if DEMO else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "parley.api.origins.CorsMiddleware",
    "parley.api.problems.ProblemMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "parley.api.origins.CsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "parley.pages.errors.ErrorPages",
]

ROOT_URLCONF = "parley.urls"
AUTH_USER_MODEL = "parley.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "parley.pages.context.page",
            ]
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {"default": _DATABASE}

# Rate limits must hold across processes, so their counters are in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "parley_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Mail is handed to a job, so that a mail server that hangs never holds a reader.
MAILER = environment.email("PARLEY_EMAIL_URL")
EMAIL_BACKEND = "parley.jobs.QueuedEmailBackend"
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = environment.text("PARLEY_EMAIL_FROM")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LANGUAGE_CODE = "en"
# Django and allauth bring many more; half a page in another language helps nobody.
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# "__Host-" binds a cookie to exactly this host, but browsers want https for it.
_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = _PREFIX + "parley-session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = _PREFIX + "parley-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "parley.pages.errors.csrf_failed"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
    }
}

CORS_URLS_REGEX = r"^/api/.*$"
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_HEADERS = ("accept", "authorization", "content-type", "x-csrftoken")
# The widget tells a reader when to try again.
CORS_EXPOSE_HEADERS = ("retry-after",)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "parley": {
            "level": environment.choice(
                "PARLEY_LOG_LEVEL", ("debug", "info", "warning", "error")
            ).upper()
        }
    },
}

# --- accounts: django-allauth; the words and rules of ours are in parley.accounts ---
# One backend: with two, a wrong password costs two hashes where an unknown address costs one.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["parley.accounts.hashing.OwaspArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation." + validator}
    for validator in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "parley.accounts.hashing.MaximumLengthValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/me/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "parley.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "parley.accounts.adapter.SocialAccountAdapter"
ACCOUNT_FORMS = {"signup": "parley.accounts.forms.SignupForm"}
SOCIALACCOUNT_FORMS = {"signup": "parley.accounts.forms.SocialSignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# A code is typed where one registered, so that the way back to the article is kept.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# By address, by account ("key") or by user; counted in the database, so in every process.
ACCOUNT_RATE_LIMITS = {
    "signup": "20/h/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/10s/key,10/h/key",
    "change_password": "5/m/user",
    "manage_email": "10/h/user",
    "reauthenticate": "10/m/user",
    "rename": "5/d/user",
    "claim": "10/h/user",
    "ask_claim": "5/d/user",
    "erase_older": "20/h/ip,3/h/key",
    "legal": "10/h/ip",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "parley.accounts.adapter.MFAAdapter"
MFA_FORMS = {"add_webauthn": "parley.accounts.forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Parley"
SOCIALACCOUNT_PROVIDERS = environment.json_object("PARLEY_SOCIAL_PROVIDERS")
SOCIALACCOUNT_ONLY = False
# Never at once: a name has to be chosen, and the guidelines accepted.
SOCIALACCOUNT_AUTO_SIGNUP = False
