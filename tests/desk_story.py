"""The main story of the desk in a real browser: from its first admin to the exported file, each page looked at."""

from __future__ import annotations

import functools
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

PHRASE = "a quiet blue " + "morning"
TERMS = "source,target,note\ntemplate,서식,\nDRAFT,초고,\nowner,,\n"


@functools.cache
def axe() -> str:
    """Fetch axe-core, which checks pages for accessibility; nothing where npm or the network is missing."""
    npm = shutil.which("npm")
    if npm is None:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "install", "--silent", "--prefix", folder, "axe-core@4"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return ""
        return (Path(folder) / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


class Story:
    """Walks through the desk and collects what is wrong with its pages."""

    def __init__(self, page: Any, address: str, folder: Path) -> None:
        self.page = page
        self.address = address
        self.folder = folder
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))

    def look(self, name: str) -> None:
        """Nothing sticks out to the side, and axe finds nothing."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.wrong.append(f"{name} is {wide} px too wide")
        if axe():
            self.page.evaluate(axe())
            found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            self.wrong += [f"{name}: {one['id']}" for one in found["violations"]]
        self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)

    def open(self, path: str, name: str) -> None:
        """Go to a page and look at it."""
        self.page.goto(f"{self.address}{path}")
        self.look(name)

    def send(self, selector: str) -> None:
        """Press a button that leads to another page."""
        self.page.click(selector)
        self.page.wait_for_load_state()

    def set_up(self, code: str) -> None:
        """Make the first admin, sign out, and sign in again."""
        self.open(f"/first?code={code}", "first")
        for name, typed in (("name", "Mina"), ("email", "mina@example.com"), ("password", PHRASE), ("again", PHRASE)):
            self.page.fill(f"#{name}", typed)
        self.page.click("main button")
        self.page.wait_for_url(f"{self.address}/")
        self.open("/account", "account")
        self.send('form[action="/sign-out"] button')
        self.look("sign-in")
        self.page.fill("#email", "mina@example.com")
        self.page.fill("#password", PHRASE)
        self.page.click("main button")
        self.page.wait_for_url(f"{self.address}/")
        self.look("list")

    def import_glossary(self) -> None:
        """Look at what a file would do, and take it over."""
        self.open("/glossary", "glossary")
        file = self.folder / "terms.csv"
        file.write_text(TERMS, encoding="utf-8")
        self.page.set_input_files("#file", str(file))
        self.send(".file form button")
        self.look("import")
        self.send('form[action$="/apply"] button')
        self.open("/glossary", "imported")
        assert self.page.locator("tbody tr").count() == 13

    def edit_together(self) -> None:
        """Two windows edit one term: the second one sees both texts, and saves with one more click."""
        self.open("/glossary/1/edit", "term")
        other = self.page.context.new_page()
        other.goto(f"{self.address}/glossary/1/edit")
        other.fill("#target", "로그온")
        other.click("main button.good")
        other.wait_for_url(f"{self.address}/glossary**")
        other.close()
        self.page.fill("#target", "들어가기")
        self.send("main button.good")
        self.look("conflict")
        assert "로그온" in self.page.locator("del").inner_text()
        assert self.page.input_value("#target") == "들어가기"
        self.send("main button.good")
        self.page.wait_for_url(f"{self.address}/glossary**")

    def review(self) -> None:
        """Change a text, comment, accept it, and compare its versions; all of it with htmx."""
        self.open("/translations/3", "review")
        self.page.click(".edit summary")
        self.page.fill("#target", "이 폴더를 휴지통으로 옮길까요? 30일 안에 복원할 수 있어요.")
        self.page.keyboard.press("Control+Enter")
        steps = self.page.locator(".history li")
        steps.nth(0).wait_for()
        self.page.fill("#remark", "‘복원’으로 통일했어요.")
        self.page.click("#add-comment")
        steps.nth(1).wait_for()
        self.page.click("button[value=accept]")
        steps.nth(2).wait_for()
        self.look("accepted")
        self.send('.history a[href$="/compare"]')
        self.look("compare")
        assert "복원할" in self.page.locator("ins").inner_text()

    def export(self) -> str:
        """Fetch the accepted translations and return the file's text."""
        self.open("/search?q=복원", "search")
        self.open("/people", "people")
        self.open("/files", "files")
        with self.page.expect_download() as waiting:
            self.page.click('form[action="/files/export"] button')
        return Path(waiting.value.path()).read_text(encoding="utf-8")
