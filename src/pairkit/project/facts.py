"""What kind of project this is, from names and manifests: has it a database, a deploy, a chat bot, personal data?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

FACTS = (
    "database",
    "migrations",
    "web",
    "bot",
    "llm",
    "personal-data",
    "deploy",
    "tests",
    "languages",
    "agents",
    "remote",
)
"""The names that a moment's `when` can use."""

_BY_PATH = {
    "migrations": r"(?:^|/)(?:migrations?|migrate|alembic)/[^\n]*\.(?:py|sql|rb|js|ts)$|(?:^|/)schema\.prisma$",
    "database": r"(?:^|/)(?:migrations?|migrate|alembic)/|(?:^|/)schema\.(?:prisma|sql|rb)$|\.sqlite3?$"
    r"|(?:^|/)models(?:/|\.py$)",
    "web": r"\.(?:html?|jinja2?|tsx|jsx|vue|svelte|erb)$",
    "deploy": r"(?:^|/)(?:Dockerfile|Chart\.yaml|fly\.toml|vercel\.json|netlify\.toml|Procfile|render\.yaml|app\.yaml)$"
    r"|(?:^|/)(?:deploy|helm|charts?|k8s|terraform)/",
    "tests": r"(?:^|/)(?:tests?|__tests__|spec)/|(?:^|/)test_[^/]*\.py$|\.(?:test|spec)\.[jt]sx?$",
    "languages": r"(?:^|/)(?:locales?|i18n|translations)/|(?:^|/)(?:messages|ui|strings)[._-](?:ko|en|ja|de|fr)\b",
    "agents": r"(?:^|/)(?:AGENTS|CLAUDE|GEMINI)\.md$",
}
_MANIFEST = re.compile(
    r"(?:^|/)(?:requirements[\w./-]*\.(?:txt|in)|pyproject\.toml|package\.json|Gemfile|go\.mod|Cargo\.toml|composer\.json)$"
)
_BY_PACKAGE = {
    "database": r"sqlalchemy|psycopg|asyncpg|pymysql|django\b|prisma|drizzle|knex|typeorm|sequelize|mongoose|supabase"
    r"|activerecord|\bpg\b|mysql2|sqlite|gorm|sqlx|diesel",
    "bot": r"slack[_-]bolt|slack[_-]sdk|@slack/|discord(?:\.py|\.js)?\b|python-telegram-bot|telegraf|aiogram",
    "llm": r"openai|anthropic|langchain|llama[_-]index|google-genai|@google/genai|mistralai|litellm|ollama",
    "web": r"fastapi|flask|django\b|express|next\b|rails\b|svelte|vue\b|streamlit",
}
_PERSONAL = re.compile(
    r"\b(?:e_?mail|phone(?:_?number)?|mobile|birth(?:day|_?date)|date_of_birth|first_?name|last_?name|full_?name|address_line"
    r"|ssn|resident_?(?:registration_?)?number|passport(?:_?number)?)\b\s*[:=]",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"(?:^|/)(?:models?|schema|entities)(?:/|\.)[^\n]*$|(?:^|/)schema\.(?:prisma|sql)$|/migrations?/[^\n]*\.sql$"
)
_MOST_READ = 60


def facts(paths: Iterable[str], read: Callable[[str], str | None]) -> frozenset[str]:
    """Return which of FACTS hold for the files `paths`; `read` gives a file's text. "remote" is not known here."""
    paths = list(paths)
    found = {name for name, pattern in _BY_PATH.items() if any(map(re.compile(pattern).search, paths))}
    manifests = [path for path in paths if _MANIFEST.search(path)][:_MOST_READ]
    text = "\n".join(read(path) or "" for path in manifests)
    found |= {name for name, pattern in _BY_PACKAGE.items() if re.search(pattern, text, re.IGNORECASE)}
    models = [path for path in paths if _MODEL.search(path)][:_MOST_READ]
    if any(_PERSONAL.search(read(path) or "") for path in models):
        found.add("personal-data")
    return frozenset(found)
