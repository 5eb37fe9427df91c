"""The files of a new own playbook: one rule that works, with words in both languages and examples."""

from __future__ import annotations

import os
import re

from pairkit.errors import Occupied, WrongUse
from pairkit.playbook.own import FOLDER

_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
_PLAYBOOK = """\
name: {name}
about:
  en: What only this project needs.
  ko: 이 프로젝트에만 필요한 점검이에요.
"""
_RULE = """\
# One thing a person is told. Try it with:  pairkit playbook check
# What each line means: docs/playbooks.md of pairkit.
id: {name}-old-name
class: scope
lesson: familiar-form
severity: should          # must, should or note
confidence: sure          # sure or likely
stable: false             # a preview: it is told and stops nothing; true once it has proved itself
stops: nowhere            # own-branch or protected-branch need severity: must
detect:
  - literals: [old desk]  # one of these plain texts stands in every match; capitals do not count
    added: '(?i)\\bold desk\\b'
    paths: ['*.md', '*.html']
en:
  title: The old name is back
  found: "{{file}} uses the old name: {{what}}"
  why: Readers know this project by its new name, and two names for one thing confuse them.
  do: Write the new name instead.
  tell_ai: In {{file}}, line {{line}}, replace the old name with the new one.
ko:
  title: 예전 이름이 다시 나왔어요
  found: "{{file}}에 예전 이름이 있어요({{what}})."
  why: 사람들은 새 이름으로 알고 있어서, 두 이름이 섞이면 헷갈려요.
  do: 새 이름으로 바꿔 주세요.
  tell_ai: "{{file}} {{line}}번째 줄의 예전 이름을 새 이름으로 바꿔 줘."
examples:
  found:
    - path: README.md
      new: "Welcome to the Old Desk\\n"
      line: 1
  quiet:
    - path: README.md
      new: "Welcome to the new desk\\n"
    - path: app/desk.py
      new: "NAME = 'old desk'\\n"
      because: code is not read by people who look for the project
"""


def create(root: str, name: str) -> list[str]:
    """Write a new own playbook below the project's `root`; return its files as a person names them.

    Raises WrongUse for a name that is none, Occupied if there is one already.
    """
    if not _NAME.fullmatch(name):
        raise WrongUse("playbook-name", name=name)
    folder = f"{FOLDER}/{name}"
    if os.path.lexists(os.path.join(root, *folder.split("/"))):
        raise Occupied("playbook-exists", path=folder)
    files = {f"{folder}/playbook.yaml": _PLAYBOOK, f"{folder}/rules/{name}-old-name.yaml": _RULE}
    for path, text in files.items():
        place = os.path.join(root, *path.split("/"))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "x", encoding="utf-8", newline="\n") as file:
            file.write(text.format(name=name))
    return list(files)
