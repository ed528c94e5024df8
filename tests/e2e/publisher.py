"""A publisher's own web server: pages of another origin that embed a discussion."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "www.paper.localhost"
TOKEN_PATH = "/parley-token"
SELF = "'self'"

PAGE = """<!doctype html>
<html lang="{lang}" dir="{dir}">
<head><meta charset="utf-8"><title>{headline}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="canonical" href="{url}">
<script src="{parley}/embed.js" async></script></head>
<body><main><h1>{headline}</h1><p>The article itself.</p>
<parley-comments url="{url}"{sign_on}></parley-comments></main></body>
</html>
"""


@dataclass
class Publisher:
    """Serves an article page at every path, under as strict a policy as a newspaper may set."""

    parley: str
    headlines: dict[str, str] = field(default_factory=dict)
    direction: str = "ltr"
    # Makes the token of the reader who is signed in at the newspaper; "" for nobody.
    token: Callable[[], str] | None = None

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.host = f"{HOST}:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def address(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _page(self, path: str) -> bytes:
        page = PAGE.format(
            lang="en" if self.direction == "ltr" else "ur",
            dir=self.direction,
            headline=escape(self.headlines.get(path, "An article")),
            url=escape(self.address(path)),
            parley=self.parley,
            sign_on=f' sign-on-url="{TOKEN_PATH}"' if self.token else "",
        )
        return page.encode()

    def _policy(self) -> str:
        return (
            f"default-src 'none'; script-src {self.parley}; "
            f"connect-src {self.parley}{' ' + SELF if self.token else ''}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                if path == "/favicon.ico":
                    self.send_error(404)
                    return
                if path == TOKEN_PATH and publisher.token:
                    self._tell(publisher.token())
                    return
                body = publisher._page(path)
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Security-Policy", publisher._policy())
                self.end_headers()
                self.wfile.write(body)

            def _tell(self, token: str) -> None:
                """As the documentation of publisher sign-on wants it."""
                body = json.dumps({"token": token}).encode() if token else b""
                self.send_response(200 if token else 204)
                self.send_header("Cache-Control", "no-store")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_said: object) -> None:
                """Nothing: the browser tells what went wrong."""

        return Handler
