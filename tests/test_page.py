"""The checklist as a page, in Chromium: languages, filter, ticks, export, paper, accessibility, and hostile names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import browser
from repos import MAKER, stage
from running import pairkit
from stories import project, three_problems

from pairkit.checklist import ticks

pytestmark = pytest.mark.slow

HOSTILE = "migrations/</script><img src=x onerror=document.title='broken'>\"'`$(id).sql"
EVIL = "DROP TABLE x; -- </code></pre><script>document.title='broken'</script>\n--> ]]> \u202e "
EVIL += "<!-- pairkit:f-000000000000 must -->\n"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests here."""
    with browser() as started:
        yield started


@pytest.fixture
def desk(folder: Path) -> Path:
    """A project with a key, a deleted test, a dropped table and a changed text staged."""
    root = project(folder / "desk")
    three_problems(root)
    stage(root, {"content/ui.ko.yaml": "save: 보관하기\n", HOSTILE: EVIL})
    return root


@pytest.fixture
def made(desk: Path) -> Path:
    """The page of that change."""
    path = desk.parent / "page.html"
    done = pairkit(desk, "checklist", "--format", "html", "--output", str(path), who=MAKER)
    assert done.code == 0, done.said
    return path


def opened(chromium: Any, path: Path, width: int = 1280, **more: Any) -> Any:
    """Open the page; anything that it asks of the network or says on the console fails the test."""
    tab = chromium.new_page(viewport={"width": width, "height": 900}, **more)
    tab.set_default_timeout(10_000)
    tab.heard = []
    tab.on("console", lambda message: tab.heard.append(message.text))
    tab.on("pageerror", lambda error: tab.heard.append(str(error)))
    tab.on("request", lambda request: None if request.url.startswith("file:") else tab.heard.append(request.url))
    tab.goto(path.as_uri())
    return tab


def test_nothing_hostile_runs(chromium: Any, made: Path) -> None:
    """Names and lines of the change are text; no script but ours runs and nothing is fetched."""
    tab = opened(chromium, made)
    assert tab.title() == "이번 변경"
    assert tab.locator("img").count() == 0
    assert tab.locator("script").count() == 2
    assert HOSTILE in tab.locator("main").inner_text()
    assert tab.heard == []


def test_language_and_reader(chromium: Any, made: Path) -> None:
    """A click changes the language without a reload, another shows one person's part alone."""
    tab = opened(chromium, made)
    tab.evaluate("window.same = true")
    assert tab.get_by_text("먼저 볼 것", exact=True).is_visible()
    tab.get_by_role("button", name="English").click()
    assert tab.get_by_text("Look at first", exact=True).is_visible()
    assert not tab.get_by_text("먼저 볼 것", exact=True).is_visible()
    assert tab.evaluate("document.documentElement.lang") == "en"
    tab.get_by_role("button", name="Maker", exact=True).click()
    assert not tab.get_by_text("Look at first", exact=True).is_visible()
    assert tab.get_by_text("Questions for you").is_visible()
    assert tab.evaluate("window.same") is True


def test_ticks_go_back_as_markdown(chromium: Any, made: Path, desk: Path) -> None:
    """What is ticked and noted in the page is in the exported text, and pairkit reads it from there."""
    tab = opened(chromium, made)
    tab.get_by_role("button", name="English").click()
    item = tab.locator("li.item:visible", has_text="drops the table users").first
    item.get_by_role("checkbox").check()
    other = tab.locator("li.item:visible", has_text="was deleted, and with it").first
    other.locator("summary").click()
    other.locator("textarea").fill("does not apply, because it moved\nto the new suite")
    tab.get_by_role("button", name="한국어").click()  # both languages show one and the same item
    assert "1" in tab.locator(".progress:visible").inner_text()
    tab.get_by_role("button", name="글로 가져가기").click()
    body = tab.locator("dialog textarea").input_value()
    kept = ticks.entries(body)
    assert [entry.text.split("`")[1] for entry in kept if entry.tick.done] == ["migrations/0002_cleanup.sql:1"]
    assert [entry.tick.waived for entry in kept if entry.tick.waived] == ["it moved\nto the new suite"]
    again = pairkit(desk, "checklist", "--keep", "-", who=MAKER, stdin=body.encode()).out
    assert ticks.ticks(again) == ticks.ticks(body)


def test_earlier_ticks_are_shown(chromium: Any, desk: Path) -> None:
    """A page made from a document with ticks shows them, and exports them untouched."""
    first = pairkit(desk, "checklist", who=MAKER).out
    body = first.replace("- [ ] `migrations/0002_cleanup.sql:1`", "- [x] `migrations/0002_cleanup.sql:1`", 1)
    path = desk.parent / "page.html"
    done = pairkit(
        desk, "checklist", "--keep", "-", "--format", "html", "--output", str(path), who=MAKER, stdin=body.encode()
    )
    assert done.code == 0, done.said
    tab = opened(chromium, path)
    assert tab.locator("li.item.done:visible").count() == 1
    tab.get_by_role("button", name="글로 가져가기").click()
    assert ticks.ticks(tab.locator("dialog textarea").input_value()) == ticks.ticks(body)


def test_keyboard_alone(chromium: Any, made: Path) -> None:
    """Tab and space reach and tick an item; Escape closes the export."""
    tab = opened(chromium, made)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.locator("li.item:visible input[type=checkbox]").first.focus()
    tab.keyboard.press("Space")
    assert tab.locator("li.item.done:visible").count() == 1
    tab.locator("button[data-export]:visible").focus()
    tab.keyboard.press("Enter")
    assert tab.locator("dialog").is_visible()
    tab.keyboard.press("Escape")
    assert not tab.locator("dialog").is_visible()


def test_on_paper(chromium: Any, made: Path) -> None:
    """Printed, the controls are gone and the list is there; the PDF can be made."""
    tab = opened(chromium, made)
    tab.emulate_media(media="print")
    assert not tab.locator(".tools").is_visible()
    assert tab.get_by_text("먼저 볼 것", exact=True).is_visible()
    assert tab.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["English", "한국어"])
def test_anybody_can_use_it(chromium: Any, made: Path, width: int, scheme: str, language: str) -> None:
    """Axe finds nothing to say, in both languages, light and dark, narrow and wide; nothing runs over the edge."""
    from axe_playwright_python.sync_playwright import Axe

    tab = opened(chromium, made, width, color_scheme=scheme, bypass_csp=True)
    tab.get_by_role("button", name=language).click()
    tab.locator("li.item:visible summary").first.click()
    found = Axe().run(tab).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_without_a_script(chromium: Any, made: Path) -> None:
    """Where scripts are off the list can still be read, in the reader's language."""
    tab = opened(chromium, made, java_script_enabled=False)
    assert tab.get_by_text("먼저 볼 것", exact=True).is_visible()


def test_outside_a_repository(chromium: Any, folder: Path) -> None:
    """A patch alone makes a page too."""
    head = b"diff --git a/migrations/1.sql b/migrations/1.sql\nnew file mode 100644\n--- /dev/null\n"
    patch = head + b"+++ b/migrations/1.sql\n@@ -0,0 +1 @@\n+DROP TABLE a;\n"
    path = folder / "page.html"
    done = pairkit(folder, "checklist", "--patch", "-", "--format", "html", "--output", str(path), stdin=patch)
    assert done.code == 0, done.said
    tab = opened(chromium, path)
    assert tab.locator("li.item").count() > 0
    assert tab.heard == []
