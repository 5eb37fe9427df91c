"""What a stranger sends is followed to where it becomes a command, and what made it harmless is missed when it goes."""

from __future__ import annotations

import pytest

from pairkit.change.model import ADDED, MODIFIED, NEW, OLD, Block, FileChange, Hunk, Side
from pairkit.rules.code.handed import handing
from pairkit.rules.code.headers import filled, header
from pairkit.rules.code.places import hits
from pairkit.rules.code.reading import reading
from pairkit.rules.code.scripts import scripts_of
from pairkit.rules.reading.unwrapped import unwrapped


def _file(path: str, text: str) -> FileChange:
    block = Block(NEW, 1, text)
    return FileChange(path, ADDED, None, Side(None, "100644", True, lambda: (block,)), (Hunk(None, block),))


def _changed(path: str, old: str, new: str) -> FileChange:
    gone, came = Block(OLD, 1, old), Block(NEW, 1, new)
    sides = (Side(None, "100644", True, lambda: (gone,)), Side(None, "100644", True, lambda: (came,)))
    return FileChange(path, MODIFIED, sides[0], sides[1], (Hunk(gone, came),))


@pytest.mark.parametrize(
    ("line", "language", "name", "args"),
    [
        ("def find(self, name: str, limit=3):", "py", "find", ("name", "limit")),
        ("async def find(\n    name: str,\n    limit: int,\n):", "py", "find", ("name", "limit")),
        ("function find(name, limit) {", "js", "find", ("name", "limit")),
        ("  async find(name: string): Promise<Row> {", "js", "find", ("name",)),
        ("const find = async (name) => {", "js", "find", ("name",)),
        ('  public List<Row> find(@RequestParam("n") String name) {', "java", "find", ("name",)),
        ("func (s *Store) Find(name string) error {", "go", "Find", ("name",)),
        ("    private function find($name, $limit = 3)", "php", "find", ("$name", "$limit")),
        ("  def find(name, limit = 3)", "rb", "find", ("name", "limit")),
        ("    public IActionResult Find(string name)", "cs", "Find", ("name",)),
    ],
)
def test_headers_of_functions(line: str, language: str, name: str, args: tuple[str, ...]) -> None:
    head = header(line, language)
    assert head is not None
    assert (head.name, head.args) == (name, args)


@pytest.mark.parametrize("line", ["if (name) {", "find(name, (row) => {", "return find(name)", "while (find(name)) {"])
def test_calls_are_no_headers(line: str) -> None:
    assert header(line, "js") is None


@pytest.mark.parametrize(
    ("line", "language", "route", "sent"),
    [
        ("def show(name: str, db: Session = Depends(db)):", "py", True, {"name"}),
        ("def show(name: str):", "py", False, set()),
        ("def resolve_notes(self, info, text=None):", "py", False, {"text"}),
        ("  public String show(String name, Model model) {", "java", True, {"name"}),
        ("  public String show(String name) {", "java", False, set()),
        ("  show(@Query('name') name: string, @Res() res: Response) {", "js", False, {"name"}),
        ("  public IActionResult Show([FromQuery] string name, int id)", "cs", False, {"name"}),
    ],
)
def test_parameters_that_a_framework_fills(line: str, language: str, route: bool, sent: set[str]) -> None:
    head = header(line, language)
    assert head is not None
    assert filled(head, language, route) == sent


def test_callers_hand_on_what_a_stranger_sent() -> None:
    """Only the parameter that gets it counts, and a function that calls itself does not go on for ever."""
    code = "def find(a, b):\n    return find(a, b)\n\n\ndef view(request):\n    return find(3, request.GET['b'])\n"
    assert handing(Block(NEW, 1, code), "py")("find") == {1}


def test_a_helper_gets_its_danger_from_its_caller() -> None:
    helper = "function go(page, res) {\n  return res.redirect(page)\n}\n"
    kinds = ("redirect",)
    heard = hits(reading(_file("src/a.js", helper + "go(req.body.page, res)\n")), kinds, True)
    quiet = hits(reading(_file("src/a.js", helper + "go('/home', res)\n")), kinds, False)
    assert [hit.sent for hit, _ in heard] == [True]
    assert [hit.sent for hit, _ in quiet if hit.sent] == []


def test_another_file_of_the_change_hands_on_too() -> None:
    """The callers must call it by the name of its file: a method of the same name elsewhere says nothing."""
    store = _file(
        "src/note_store.py", "def rows(order):\n    return db.execute(f'select * from notes order by {order}')\n"
    )
    own = _file("src/views.py", "def view(request):\n    return note_store.rows(request.GET['by'])\n")
    other = _file("src/views.py", "def view(request):\n    return page.rows(request.GET['by'])\n# note_store\n")
    assert [hit.sent for hit, _ in hits(reading(store), ("sql",), False, [store, own])] == [True]
    again = _file("src/note_store.py", store.new.parts()[0].text if store.new else "")
    assert [hit.sent for hit, _ in hits(reading(again), ("sql",), False, [again, other])] == [False]


def test_programs_inside_pages_keep_their_places() -> None:
    page = "<p>a</p>\n<script>\n  a.innerHTML = b\n</script>\n<p>c</p>\n"
    code = scripts_of(page)
    assert len(code) == len(page)
    assert code.split("\n")[2] == "  a.innerHTML = b"
    assert code.replace("  a.innerHTML = b", "").strip() == ""
    assert scripts_of("  a.innerHTML = b\n", part=True) == "  a.innerHTML = b\n"


@pytest.mark.parametrize(
    ("path", "old", "new", "name"),
    [
        ("a.php", "<?= $this->text->e($name) ?>", "<?= $name ?>", "e"),
        ("a.html", "<p>{{ q|e }}</p>", "<p>{{ q }}</p>", "e"),
        ("a.js", "x = label.replace(/</g, '&lt;')", "x = label", "replace"),
        ("a.py", "url = checkUrl(form['url'])", "url = form['url']", "checkUrl"),
    ],
)
def test_a_value_that_lost_what_was_around_it(path: str, old: str, new: str, name: str) -> None:
    assert [found[1] for found in unwrapped(_changed(path, old, new))][:1] == [name]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x = escape(name)", "x = escapeHtml(name)"),
        ("x = title(name)", "x = name"),
        ("// x = escape(name)", "x = name"),
        ("x = unescape(name)", "x = name"),
        ("x = label.replace('a', 'b')", "x = label"),
    ],
)
def test_other_changes_lose_nothing(old: str, new: str) -> None:
    assert list(unwrapped(_changed("a.js", old, new))) == []
