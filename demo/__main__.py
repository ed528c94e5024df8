"""`python -m demo`: prepares the demo newsroom below `var/demo/` and serves it."""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "demo"


def main() -> None:
    """Prepare everything, say where it is, and become `parley serve`."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--prepare", action="store_true", help="prepare only; do not serve")
    chosen = parser.parse_args()
    for name, value in environment(FOLDER, port=chosen.port).items():
        os.environ.setdefault(name, value)
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))
    )
    prepare()
    tell(os.environ["PARLEY_BASE_URL"])
    if not chosen.prepare:
        serve(chosen.host, chosen.port)


def environment(folder: Path, *, port: int) -> Mapping[str, str]:
    """What the demo sets where the caller has not."""
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "DJANGO_SETTINGS_MODULE": "parley.settings",
        "PARLEY_DEMO": "1",
        "PARLEY_POLICY_MODEL": str(ROOT / "models" / "transformer"),
        "PARLEY_DATABASE_URL": f"sqlite:///{folder / 'parley.sqlite3'}",
        "PARLEY_BASE_URL": f"http://127.0.0.1:{port}",
        "PARLEY_EMAIL_URL": f"file://{folder / 'mail'}",
        "PARLEY_EMAIL_FROM": "The Meridian <comments@meridian.example>",
    }


def prepare() -> None:
    """Bring the database up to date and the newsroom into it."""
    # Django reads its settings on import, so the environment must be complete by now.
    import django  # noqa: PLC0415

    from parley.environment import keep_new_secret_key  # noqa: PLC0415

    keep_new_secret_key()
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from demo.seed.load import seed  # noqa: PLC0415
    from parley.policy import scoring  # noqa: PLC0415

    # Every seeded comment is judged, and told to meet its fate by the first tier alone, as
    # the tests seed it. `serve` begins a process of its own and asks both.
    scoring.use_second_tier(None)

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if seed(timezone.now()):
        print("The newsroom was filled with articles and their discussions.")


def tell(base_url: str) -> None:
    """Print where everything is, and who may sign in."""
    from demo.seed.people import ACCOUNTS  # noqa: PLC0415

    places = {
        "Front page": "/",
        "Tour, accounts": "/demo/",
        "Mail it sent": "/demo/mail/",
        "Moderation": "/moderate/",
        "Newsroom": "/newsroom/",
    }
    for name, path in places.items():
        print(f"  {name:<16}{base_url}{path}")
    print(f"\nCommands work on it with PARLEY_DATABASE_URL={os.environ['PARLEY_DATABASE_URL']}")
    print("\nSign in with one of these:")
    for account in ACCOUNTS:
        print(f"  {account.email:<28}{account.password:<20}{account.about}")
    print(flush=True)


def serve(host: str, port: int) -> None:
    """Become the server, so that signals reach it and nothing stands between."""
    program = str(Path(sys.executable).with_name("parley"))
    arguments = [program, "serve", "--host", host, "--port", str(port)]
    os.execv(program, arguments)  # noqa: S606


if __name__ == "__main__":
    main()
