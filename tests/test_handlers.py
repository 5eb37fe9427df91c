"""What a handler of errors does with them, read from its statements."""

from __future__ import annotations

import pytest

from pairkit.change.patch import from_patch
from pairkit.rules.reading.handlers import SILENT, TOLD, WRITTEN, handlers

CASES = [
    ("a.py", "try:\n    a()\nexcept Exception:\n    pass\n", SILENT),
    ("a.py", "try:\n    a()\nexcept Exception:\n    b = c.d\n", SILENT),
    ("a.py", "try:\n    a()\nexcept Exception:\n    return None, []\n", SILENT),
    ("a.py", "try:\n    a()\nexcept Exception:\n    log.error(\n        'a',\n    )\n", WRITTEN),
    ("a.py", "try:\n    a()\nexcept Exception:\n    log.error('a')\n    raise\n", TOLD),
    ("a.py", "try:\n    a()\nexcept Exception as e:\n    self.last = e\n", TOLD),
    ("a.py", "try:\n    a()\nexcept Exception:\n    rollback()\n", TOLD),
    ("a.ts", "try {\n  a()\n} catch {\n  // never mind\n}\n", SILENT),
    ("a.ts", "try {\n  a()\n} catch (e) {\n  return { data: [], error: 'no' }\n}\n", TOLD),
    ("a.ts", "try {\n  return JSON.parse(a)\n} catch {\n  return null\n}\n", TOLD),
    ("a.rb", "begin\n  a\nrescue => e\n  nil\nend\n", SILENT),
    ("a.rb", 'begin\n  a\nrescue => e\n  puts "no"\n  []\nend\n', WRITTEN),
    ("a.rb", "begin\n  a\nrescue => e\n  fallback\nend\n", TOLD),
    ("a.cs", "class A { void B() {\n  try {\n    C();\n  } catch (Exception) {\n  }\n} }\n", SILENT),
    ("a.kt", "fun a() {\n  try {\n    b()\n  } catch (e: Exception) {\n    println(e)\n  }\n}\n", WRITTEN),
]


@pytest.mark.parametrize(("path", "text", "does"), CASES)
def test_what_a_handler_does(path: str, text: str, does: int) -> None:
    """Nothing, or a value in its place, is silent; a log alone is written; all else is told."""
    lines = text.splitlines()
    head = (
        f"diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1,{len(lines)} @@\n"
    )
    change = from_patch((head + "".join(f"+{line}\n" for line in lines)).encode())
    assert [one.does for one in handlers(change.files[0])] == [does]
