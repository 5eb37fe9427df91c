"""The desk behind a real nginx with TLS, by the very lines that its docs/how-it-works.md recommends."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from desk_project import Project, make
from desk_story import PHRASE
from repos import DEVELOPER, environment

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
OPENSSL = shutil.which("openssl")
NAME = "desk.example.com"
SITE = {"Sec-Fetch-Site": "same-origin"}
HSTS = "strict-transport-security"
TRIES = 50  # from one address, as app/people/attempts.py has it

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("CI") and (NGINX is None or OPENSSL is None or os.name == "nt"),
        reason="no nginx and openssl on this machine; install them, e.g. with: apt-get install nginx openssl",
    ),
]


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def cookies(self) -> list[str]:
        """Every cookie that is set, with its marks."""
        return self.headers.get_all("set-cookie") or []


@dataclass
class Browser:
    """As much of a browser as shows what goes over the wire; `source` is the address it comes from."""

    port: int
    trusted: Path | None
    source: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def send(self, path: str, form: dict[str, str] | None = None, **headers: str) -> Answer:
        """Get a page, or send a form; a header's name is written with underscores."""
        given = {"Host": f"{NAME}:{self.port}", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = None if form is None else urlencode(form)
        if body is not None:
            given |= {"Content-Type": "application/x-www-form-urlencoded"}
        return self.raw("GET" if form is None else "POST", path, body, given)

    def raw(self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]) -> Answer:
        """Send one request, and keep the cookies of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.sock = socket.create_connection(("127.0.0.1", self.port), 30, (self.source, 0))
        if self.trusted:
            context = ssl.create_default_context(cafile=str(self.trusted))
            connection.sock = context.wrap_socket(connection.sock, server_hostname=NAME)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        got = Answer(answer.status, answer.headers, answer.read().decode())
        connection.close()
        for cookie in got.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return got

    def form(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        """Open the page of a form, and send it with the token that stands in it."""
        return self.send(path, {**form, "form_token": token(self.send(path))}, **(SITE | headers))


def token(page: Answer) -> str:
    """Read the form token of a page."""
    found = re.search(r'name="form_token" value="(\w+)"', page.text)
    assert found, page.text
    return found[1]


@dataclass(frozen=True)
class Place:
    """A desk, and the proxy before it."""

    project: Project
    https: int
    http: int
    inside: int
    certificate: Path

    def browser(self, source: str = "127.0.0.1") -> Browser:
        """Return a browser that comes by https."""
        return Browser(self.https, self.certificate, source)


def free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait(port: int) -> None:
    """Wait until something listens."""
    for _ in range(300):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on {port}")


@contextmanager
def running(port: int, command: list[str], folder: Path, **more: str) -> Iterator[None]:
    """Keep a program running that listens on a port."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, cwd=folder, env=environment(DEVELOPER, **more), stdout=quiet, stderr=quiet
    ) as process:
        try:
            wait(port)
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A new desk, served and proxied by the two pieces of its own documentation."""
    assert NGINX
    assert OPENSSL
    folder = tmp_path_factory.mktemp("proxied")
    project = make(folder, {"database": "sqlite", "language": "en"})
    docs = (project.root / "docs" / "how-it-works.md").read_text(encoding="utf-8")
    here = Place(project, free_port(), free_port(), free_port(), folder / "desk.pem")
    subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    keys = ["-newkey", "rsa:2048", "-nodes", "-keyout", str(folder / "desk.key"), "-out", str(here.certificate)]
    subprocess.run([OPENSSL, "req", "-x509", "-days", "2", *subject, *keys], check=True, capture_output=True)
    (folder / "nginx.conf").write_text(configuration(docs, here, folder), encoding="utf-8")
    found = re.search(r"`uvicorn (--factory app\.main:create_app) --workers 4 (--no-access-log)`", docs)
    assert found
    desk = [str(project.bin / "uvicorn"), *" ".join(found.groups()).split()]
    served = running(here.inside, [*desk, "--port", str(here.inside)], project.root, DESK_HOSTS=NAME)
    proxy = running(here.https, [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")], folder)
    with served, proxy:
        set_up(here)
        yield here


def configuration(docs: str, here: Place, folder: Path) -> str:
    """Take nginx's lines from the docs, with ports and files of this test, and let it run as anybody."""
    found = re.search(r"```nginx\n(.*?)```", docs, re.DOTALL)
    assert found
    servers = found[1]
    for line, ours in (
        ("listen 443 ssl", f"listen 127.0.0.1:{here.https} ssl"),
        ("listen 80", f"listen 127.0.0.1:{here.http}"),
        ("/etc/ssl/desk.example.com.pem", str(here.certificate)),
        ("/etc/ssl/desk.example.com.key", str(folder / "desk.key")),
        ("127.0.0.1:8000", f"127.0.0.1:{here.inside}"),
    ):
        assert line in servers
        servers = servers.replace(line, ours)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    top = f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    return f"{top}http {{\naccess_log off;\n{places}{servers}}}\n"


def set_up(here: Place) -> None:
    """Make the first admin, by way of the proxy."""
    code = subprocess.run(
        [str(here.project.bin / "python"), "-m", "app", "setup-code"],
        cwd=here.project.root,
        env=environment(DEVELOPER, DESK_LANGUAGE="en"),
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout.split()[-1]
    form = {"code": code, "name": "Mina", "email": "mina@example.com", "password": PHRASE, "again": PHRASE}
    assert here.browser().form("/first", form).status == 303


def signed_in(here: Place) -> Browser:
    """Return the browser of the admin."""
    browser = here.browser()
    assert browser.form("/sign-in", {"email": "mina@example.com", "password": PHRASE}).status == 303
    return browser


def test_only_https_is_told_to_stay(place: Place) -> None:
    """HSTS comes by https and nowhere else; http leads to https before anything is sent."""
    assert place.browser().send("/sign-in").headers[HSTS] == "max-age=31536000"
    plain = Browser(place.http, None).send("/glossary?q=x", Host=NAME)
    assert (plain.status, plain.headers["location"]) == (301, f"https://{NAME}/glossary?q=x")
    assert HSTS not in plain.headers
    assert HSTS not in Browser(place.inside, None).send("/sign-in", Host="localhost").headers


def test_every_cookie_is_secure(place: Place) -> None:
    """The sign-in, the form's and the language's: none goes over http."""
    browser = place.browser()
    answers = [browser.send("/sign-in")]
    answers.append(browser.send("/language", {"language": "ko", "form_token": token(answers[0])}, **SITE))
    answers.append(browser.form("/sign-in", {"email": "mina@example.com", "password": PHRASE}))
    cookies = [cookie for answer in answers for cookie in answer.cookies]
    assert {cookie.partition("=")[0] for cookie in cookies} == {"desk_form", "desk_language", "desk_session"}
    assert all("; Secure" in cookie and "; HttpOnly" in cookie for cookie in cookies)


def test_addresses_keep_https_and_the_name(place: Place) -> None:
    """Whether relative or whole, a redirect and a link stay on the site."""
    browser = signed_in(place)
    assert browser.send("/files/").headers["location"] == f"https://{NAME}:{place.https}/files"
    assert place.browser().send("/files").headers["location"] == "/sign-in?next=%2Ffiles"
    person = {"name": "Jiwon", "email": "jiwon@example.com", "role": "reviewer"}
    assert f"https://{NAME}:{place.https}/welcome/" in browser.form("/people", person).text


def test_forms_of_other_sites_are_refused(place: Place) -> None:
    """The origin is compared with the name under which the proxy is reached."""
    browser = signed_in(place)
    form = {"language": "en", "form_token": token(browser.send("/account"))}
    for headers, status in (
        ({"Origin": f"https://{NAME}:{place.https}"}, 303),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": f"http://127.0.0.1:{place.inside}"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Origin": f"https://{NAME}:{place.https}"}, 403),
    ):
        assert browser.send("/language", form, **headers).status == status, headers
    assert browser.send("/language", {"language": "en"}, **SITE).status == 403
    assert browser.send("/account", Host="elsewhere.example").status == 400


def test_large_files_come_through(place: Place) -> None:
    """The proxy would stop at 1 MB."""
    browser = signed_in(place)
    rows = "source,target\n" + "".join(f"word {number},{'글' * 20}\n" for number in range(40_000))
    mark = "a-mark-between-parts"
    part = (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="terms.csv"\r\n\r\n{rows}\r\n--{mark}--\r\n'
    )
    headers = {
        "Host": f"{NAME}:{place.https}",
        "Cookie": f"desk_session={browser.cookies['desk_session']}",
        "X-Form-Token": token(browser.send("/glossary")),
        "Content-Type": f"multipart/form-data; boundary={mark}",
        **SITE,
    }
    answer = browser.raw("POST", "/glossary/import", part.encode(), headers)
    assert answer.status == 200
    assert "40000" in answer.text


def test_nobody_makes_up_an_address(place: Place) -> None:
    """Who tries passwords is who the proxy sees: not what a browser writes, and not everybody at once."""
    guesser = place.browser("127.0.0.2")
    page = token(guesser.send("/sign-in"))
    for number in range(TRIES + 1):
        form = {"email": f"person{number}@example.com", "password": "wrong password", "form_token": page}
        made_up = {"X_Forwarded_For": f"203.0.113.{number}", "X_Real_IP": f"203.0.113.{number}"}
        status = guesser.send("/sign-in", form, **made_up, **SITE).status
        assert status == (422 if number < TRIES else 429), number
    other = place.browser("127.0.0.3")
    assert other.form("/sign-in", {"email": "mina@example.com", "password": PHRASE}).status == 303


def test_only_the_proxy_is_believed(place: Place) -> None:
    """Who comes to the desk past the proxy cannot say that it was by https."""
    past = Browser(place.inside, None, "127.0.0.4")
    answer = past.send("/sign-in", Host="localhost", X_Forwarded_Proto="https", X_Forwarded_For="203.0.113.1")
    assert HSTS not in answer.headers
    assert answer.cookies
    assert not any("; Secure" in cookie for cookie in answer.cookies)
