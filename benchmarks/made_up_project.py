"""A made-up project, the same on every machine: a tree of any size, and the ten files that are then committed to it.

Every text is made of blocks of about 28 lines, so that the size of the change is known. The code is ordinary on
purpose: it has words such as `csrf_token` that make a search for secrets look twice, and nothing that should be told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

PERSON = ("Mina", "mina@example.com")
_AGREEMENT = """\
version: 1
people:
  - {name: Jiwon, role: developer, emails: [jiwon@example.com], github: jiwon, language: en}
  - {name: Mina, role: maker, title: translator, emails: [mina@example.com], github: mina, language: en}
zones:
  maker: [content/**, glossary/**, prompts/**, app/pages/**]
  shared: [app/**, tests/**]
  developer: [migrations/**, app/models/**]
  closed: [app/auth/**, deploy/**, .github/**]
playbooks: [PLAYBOOKS]
size: {split: 400, stop: 1000}
protected: [main]
"""


def agreement(playbooks: str) -> str:
    """Return the project's `pairkit.yaml` with these playbooks, e.g. "core, web"."""
    return _AGREEMENT.replace("PLAYBOOKS", playbooks)


_PYTHON = '''
def rank_entries_@(entries: list[Entry], limit: int = 20) -> list[Entry]:
    """Return the entries that a reader most likely means, the best first."""
    known = {entry.key: entry for entry in entries if entry.language in SUPPORTED}
    scored = [(score_@(entry), entry.key) for entry in known.values()]
    scored.sort(reverse=True)
    return [known[key] for _, key in scored[:limit]]


def score_@(entry: Entry) -> float:
    """Weigh how often an entry was chosen against how long ago that was."""
    if not entry.chosen:
        return 0.0
    days = max(1, (TODAY - entry.last_chosen).days)
    weight = 1.5 if entry.checked_by_person else 1.0
    return weight * len(entry.chosen) / days


class Shelf@:
    """The entries of one book, and where each of them stands."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.entries: dict[str, Entry] = {}

    def add(self, entry: Entry) -> None:
        self.entries[entry.key] = entry
'''
_SCRIPT = """
export function openPanel@(element, entries) {
  const list = document.createElement("ul");
  list.className = "panel-list";
  for (const entry of entries) {
    const item = document.createElement("li");
    item.textContent = entry.title;
    item.dataset.key = entry.key;
    list.append(item);
  }
  element.replaceChildren(list);
  return list;
}

export async function saveChoice@(form, key) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": readToken(form) },
    body: JSON.stringify({ key, page: form.dataset.page }),
  });
  if (!response.ok) {
    showNotice(form, `Could not save: ${response.status}`);
    return false;
  }
  showNotice(form, "Saved");
  window.dispatchEvent(new CustomEvent("choice-saved", { detail: key }));
  return true;
}
"""
_PAGE = """
<section class="chapter" id="chapter-@">
  <header>
    <h2>Chapter @</h2>
    <p class="lead">What a reader learns here, and how long it takes.</p>
  </header>
  <form method="post" action="/chapters/@/notes">
    {% csrf_token %}
    <label for="note-@">Your note</label>
    <textarea id="note-@" name="note" rows="4"></textarea>
    <button type="submit">Keep this note</button>
  </form>
  <ol class="steps">
    <li>Read the first page aloud.</li>
    <li>Mark the words that nobody uses any more.</li>
    <li>Write one sentence of your own with each of them.</li>
  </ol>
  <table>
    <thead>
      <tr><th>Word</th><th>Meaning</th></tr>
    </thead>
    <tbody>
      <tr><td>word @</td><td>meaning @</td></tr>
    </tbody>
  </table>
</section>
<hr>
"""
_TEXT = """
## Part @

The first reading is for the story only. Whoever stops at each word that is
new to them loses the thread, and with it the wish to go on.

- Read a page in one go, then say in two sentences what happened.
- Only then look up what you could not guess.
- Keep the words that came up twice; the others will come back.

The second reading is slower. Look at how a sentence is built, where the verb
stands, and which word carries the weight.

1. Copy one paragraph by hand.
2. Put it aside for a day.
3. Translate it without looking at the first reading.
4. Compare both, and note where they differ.

> A translation is finished when the person who wrote the text would have
> said it that way.

| Week | Pages | Words |
|------|-------|-------|
| 1    | 12    | 40    |
| 2    | 15    | 45    |

See also the list of words at the end of part @.
"""
_DATA = """
chapter_@:
  title: Chapter @
  level: beginner
  minutes: 25
  pages: [12, 13, 14, 15]
  words:
    - text: harbour
      meaning: a place where ships lie
    - text: lantern
      meaning: a light that one carries
    - text: ledger
      meaning: a book of numbers
  questions:
    - ask: Where does the story begin?
      answer: at the harbour
    - ask: Who carries the lantern?
      answer: the keeper
  review:
    by: reader
    after_days: 3
    again: true
  layout:
    columns: 2
    picture: left
    notes: below
  next: chapter_@_end
  languages: [en, ko]
"""
_SKIPPED = """

@pytest.mark.skip(reason="slow")
def test_shelf() -> None:
    assert Shelf9000("a").name == "a"
"""
_KINDS = {
    "py": (
        '"""One part of the made-up project, edition 1."""\n\nfrom app.entries import SUPPORTED, TODAY, Entry\n',
        _PYTHON,
    ),
    "js": (
        '// One part of the made-up project, edition 1.\nimport { readToken, showNotice } from "./notice.js";\n',
        _SCRIPT,
    ),
    "html": ("<!-- One page of the made-up project, edition 1. -->\n<main>\n</main>\n", _PAGE),
    "md": ("# A text of the made-up project, edition 1\n", _TEXT),
    "yaml": ("# Data of the made-up project, edition 1.\n", _DATA),
}
_ORDER = ("py", "js", "py", "html", "py", "md", "py", "js", "html", "yaml")
_PLACES = {"py": "app", "js": "app/static", "html": "app/pages", "md": "content", "yaml": "content/data"}


SMALLEST = 2000
"""Files that a tree needs at least, for the edited ones to be in it."""


def fast_import(count: int, extra: Mapping[str, str]) -> Iterator[bytes]:
    """Yield the input of `git fast-import` for one commit of `count` files besides the agreement and `extra`."""
    name, email = PERSON
    yield f"commit refs/heads/work\ncommitter {name} <{email}> 1795500000 +0000\ndata 5\nbegin\n".encode()
    for path, text in {**extra}.items():
        yield _file(path, text)
    for n in range(count):
        yield _file(_path(n), _text(n, _KINDS[_ORDER[n % 10]][0]))


def ten_files(*, findings: bool) -> dict[str, str]:
    """Return path and new text of ten files: eight edited ones and two new ones, 284 added lines in all.

    With `findings` the new test is skipped, and one edit gives way to a migration that drops a table, in a zone that is
    not the maker's. Both are told at a commit on a branch of one's own and stop nothing there.
    """
    texts = {_path(n): _text(n, _heading(n), grown=True) for n in (1110, 1221, 1332, 1413, 1524, 1625, 1847, 1929)}
    texts["tests/test_shelf.py"] = "import pytest\n" + _block("py", 9000)
    texts["content/words/en.json"] = json.dumps({f"label_{n}": f"Word {n}" for n in range(27)}, indent=2) + "\n"
    if findings:
        del texts[_path(1524)]
        texts["migrations/0002_readers.py"] = 'def upgrade() -> None:\n    op.drop_table("readers")\n'
        texts["tests/test_shelf.py"] += _SKIPPED
    return texts


def _heading(n: int) -> str:
    return _KINDS[_ORDER[n % 10]][0].replace("edition 1", "edition 2")


def _file(path: str, text: str) -> bytes:
    raw = text.encode()
    return b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(raw), raw)


def _path(n: int) -> str:
    kind = _ORDER[n % 10]
    return f"{_PLACES[kind]}/part_{n // 200:03}/{kind}_{n:05}.{kind}"


def _text(n: int, heading: str, *, grown: bool = False) -> str:
    blocks = (3 * n, 3 * n + 1, 3 * n + 2) if grown else (3 * n, 3 * n + 2)
    return heading + "".join(_block(_ORDER[n % 10], block) for block in blocks)


def _block(kind: str, n: int) -> str:
    return _KINDS[kind][1].replace("@", str(n))
