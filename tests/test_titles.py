"""A title that promises less than the change does is noticed, in English and in Korean; an honest one is not."""

from __future__ import annotations

import pytest

from pairkit.change.patch import from_patch
from pairkit.gate.assess import assess

Files = dict[str, list[str]]

MIGRATION: Files = {"app/migrations/0003_x.py": ["class Migration:", "    operations = []"]}
AUTH: Files = {"app/auth/session.py": ["def valid(user):", "    return True"]}
PIPELINE: Files = {".github/workflows/ci.yml": ["on: pull_request_target"]}
PACKAGE: Files = {"requirements.txt": ["left-pad==1.0"]}
SCREEN: Files = {"app/Home.tsx": ["export const a = 1"]}
POLICY: Files = {"supabase/migrations/1.sql": ["create policy p on t using (true);"]}
CODE: Files = {f"app/{n}.py": [f"x_{n} = {n}"] * 4 for n in range(4)}
WORDS: Files = {"README.md": ["hi"]}

SAYS_LESS = [
    ("Fix typo in README", MIGRATION),
    ("docs: update guide", AUTH),
    ("Update docs", PIPELINE),
    ("Fix UI alignment", POLICY),
    ("No code changes, only docs", CODE),
    ("Add tests for orders", CODE),
    ("버튼 색상 변경", POLICY),
    ("화면 문구 수정", AUTH),
    ("오타 수정", PIPELINE),
    ("README 업데이트", CODE),
    ("wip", MIGRATION),
    ("Add comments to the price code", MIGRATION),
]
HONEST = [
    ("style(ui): new colors", SCREEN),
    ("Add tests for orders", WORDS),
    ("refactor: extract helper", CODE),
    ("Rename table column", MIGRATION),
    ("Add login", AUTH),
    ("Fix typo", WORDS),
    ("문서 업로드 기능 추가", MIGRATION),
    ("로그인 화면 수정", AUTH),
    ("Docs CI: build docs", PIPELINE),
    ("의존성 정리", PACKAGE),
    ("Build a guide page", CODE),
    ("Add comments", MIGRATION),
    ("Update README and the price scripts", CODE),
]


def noticed(title: str, files: Files) -> bool:
    """Tell whether the rule speaks of a mailed patch with this title."""
    lines = [
        f"From {'0' * 40} Mon Sep 17 00:00:00 2001",
        "From: A <a@example.com>",
        f"Subject: [PATCH] {title}",
        "",
        "---",
    ]
    for path, added in files.items():
        lines += [f"diff --git a/{path} b/{path}", "index 1111111..2222222 100644", f"--- a/{path}", f"+++ b/{path}"]
        lines += [f"@@ -1,1 +1,{len(added)} @@", "-old_value = 1", *(f"+{line}" for line in added)]
    assessment = assess(None, from_patch("\n".join([*lines, ""]).encode()), None)
    return any(finding.rule == "title-and-change" for finding in assessment.findings)


@pytest.mark.parametrize(("title", "files"), SAYS_LESS)
def test_it_says_less_than_it_does(title: str, files: Files) -> None:
    assert noticed(title, files)


@pytest.mark.parametrize(("title", "files"), HONEST)
def test_it_says_what_it_does(title: str, files: Files) -> None:
    assert not noticed(title, files)
