"""Commands that only run another one: `sudo`, `env A=b`, `timeout 5`, `uv run`, `docker exec box`, `bash -c '…'`."""

from __future__ import annotations

from typing import NamedTuple

from pairkit.action.line import UNKNOWN

SHELLS = frozenset(("sh", "bash", "zsh", "dash", "ksh", "ash", "fish"))
POWERSHELLS = frozenset(("powershell", "pwsh"))


class Inner(NamedTuple):
    """What a wrapper runs: words, or `script`, a text in shell's own language."""

    argv: tuple[str, ...] = ()
    env: tuple[str, ...] = ()
    script: str | None = None
    cwd: str | None = None
    remote: bool = False


class _Kind(NamedTuple):
    """How a wrapper is written: options that take a value, words before the command, and what is odd about it."""

    values: str = ""
    skip: int = 0
    assigns: bool = False
    fills: bool = False
    joins: bool = False
    remote: bool = False
    script: str = ""
    folder: str = ""


_CONTAINER = "-e -u -w -c -n --env --user --workdir --env-file --index --container --namespace --context"
_RUNS = "--with --python -p --project --extra --group --env-file --directory --package --from -C --filter -w"
_KINDS: dict[tuple[str, ...], _Kind] = {
    **dict.fromkeys((("command",), ("builtin",), ("nohup",), ("setsid",), ("noglob",), ("nocorrect",)), _Kind()),
    **dict.fromkeys((("unbuffer",), ("chronic",), ("caffeinate",), ("busybox",), ("toybox",), ("winpty",)), _Kind()),
    ("exec",): _Kind("-a"),
    ("time",): _Kind("-f -o"),
    ("nice",): _Kind("-n --adjustment"),
    ("ionice",): _Kind("-c -n -p"),
    ("stdbuf",): _Kind("-i -o -e"),
    ("strace",): _Kind("-e -o -p -s"),
    ("timeout",): _Kind("-k -s --kill-after --signal", skip=1),
    ("gtimeout",): _Kind("-k -s --kill-after --signal", skip=1),
    ("sudo",): _Kind("-u -g -h -p -C -T -R -D -r -t -U --user --group --host --chdir", assigns=True),
    ("doas",): _Kind("-u -C"),
    ("runuser",): _Kind("-u -g --user", script="-c"),
    ("su",): _Kind("-s -g", skip=1, script="-c"),
    ("env",): _Kind("-u --unset -C --chdir -S", assigns=True, script="-S", folder="-C"),
    ("xargs",): _Kind("-I -n -P -L -d -E -s -a -J --max-args --max-procs --delimiter --arg-file", fills=True),
    ("parallel",): _Kind("-j --jobs -I", fills=True),
    ("watch",): _Kind("-n --interval", joins=True),
    ("flock",): _Kind("-w -E", skip=1, script="-c"),
    ("chroot",): _Kind("", skip=1),
    ("script",): _Kind("", skip=99, script="-c"),
    ("ssh",): _Kind("-i -p -l -o -F -L -R -D -J -b -c -e -m -W -S -E", skip=1, joins=True, remote=True),
    **dict.fromkeys((("npx",), ("bunx",), ("pnpx",)), _Kind("-p --package", script="-c")),
    **dict.fromkeys((("uvx",), ("pipx", "run"), ("uv", "run"), ("uv", "tool", "run")), _Kind(_RUNS)),
    **dict.fromkeys((("poetry", "run"), ("pipenv", "run"), ("pdm", "run"), ("hatch", "run")), _Kind(_RUNS)),
    **dict.fromkeys((("rye", "run"), ("pixi", "run"), ("bundle", "exec"), ("pnpm", "dlx")), _Kind(_RUNS)),
    **dict.fromkeys((("pnpm", "exec"), ("yarn", "dlx"), ("yarn", "exec"), ("bun", "x")), _Kind(_RUNS)),
    **dict.fromkeys((("npm", "exec"), ("npm", "x")), _Kind("-p --package", script="-c")),
    **dict.fromkeys((("mise", "exec"), ("mise", "x"), ("asdf", "exec"), ("rbenv", "exec")), _Kind("")),
    **dict.fromkeys((("conda", "run"), ("mamba", "run"), ("micromamba", "run")), _Kind("-n -p --name --prefix")),
    ("direnv", "exec"): _Kind("", skip=1),
    ("dotenv",): _Kind("-f -e"),
    ("dotenv", "run"): _Kind("-f -e"),
    ("dotenvx", "run"): _Kind("-f"),
    ("doppler", "run"): _Kind("-p -c"),
    ("op", "run"): _Kind("--env-file"),
    **dict.fromkeys(
        (("docker", "exec"), ("podman", "exec"), ("docker", "container", "exec"), ("docker", "compose", "exec")),
        _Kind(_CONTAINER, skip=1, remote=True),
    ),
    **dict.fromkeys(
        (("docker-compose", "exec"), ("docker-compose", "run"), ("docker", "compose", "run"), ("kubectl", "exec")),
        _Kind(_CONTAINER + " -v --name -p --entrypoint", skip=1, remote=True),
    ),
    **dict.fromkeys(
        (("docker", "run"), ("podman", "run")),
        _Kind(_CONTAINER + " -v -p --name --network --mount --entrypoint --volume --publish --platform --add-host -l",
              skip=1, remote=True),
    ),
    ("heroku", "run"): _Kind("-a --app", remote=True),
}  # fmt: skip
_FIRSTS = frozenset(words[0] for words in _KINDS)
_TOOLS = frozenset(
    ("prisma", "sequelize-cli", "sequelize", "typeorm", "knex", "drizzle-kit", "vercel", "wrangler", "netlify", "cdk",
     "supabase", "firebase", "sst", "husky", "lefthook", "serverless", "sls", "eas")
)  # fmt: skip
"""Tools that `yarn NAME` runs as they are; another name may be a script of the project, which is not read."""
_GLOBALS = {"docker": "-H --host -c --context", "docker-compose": "-f -p --file", "kubectl": "-n --namespace --context"}


def bare(program: str) -> str:
    """Return a program's name without folder and ending: `/usr/bin/git`, `git.exe` → `git`."""
    name = program.replace("\\", "/").rpartition("/")[2]
    return name[:-4] if name.lower().endswith((".exe", ".cmd", ".bat")) else name


def unwrap(argv: tuple[str, ...]) -> Inner | None:
    """Return what `argv` runs, or None if it is no wrapper. `argv[0]` is a bare name."""
    name = argv[0]
    if name in SHELLS:
        return _shell(argv)
    if name.lower() in POWERSHELLS or name.lower() == "cmd":
        return _windows(argv)
    if name == "find":
        return None
    if name not in _FIRSTS:
        return None
    return _by_table(argv)


def _by_table(argv: tuple[str, ...]) -> Inner | None:
    if argv[0] == "command" and len(argv) > 1 and argv[1] in ("-v", "-V"):
        return None
    if argv[0] in ("pnpm", "yarn", "bun") and argv[1:2] and argv[1] in _TOOLS:
        return Inner(argv[1:])
    for length in (3, 2, 1):
        head, at = _head(argv, length)
        kind = _KINDS.get(head)
        if kind is not None:
            return _inside(argv, at, kind)
    return None


def _head(argv: tuple[str, ...], length: int) -> tuple[tuple[str, ...], int]:
    """Return the first `length` words that are no options, and where what follows them begins."""
    words, at = [argv[0]], 1
    values = [*_GLOBALS.get(argv[0], "").split(), *("-f -p --file --project-name".split() if "compose" in argv else ())]
    while len(words) < length and at < len(argv):
        if argv[at].startswith("-"):
            at += 1 if argv[at] not in values else 2
            continue
        words.append(argv[at])
        at += 1
    return tuple(words), at


def _inside(argv: tuple[str, ...], at: int, kind: _Kind) -> Inner | None:
    values, skip = kind.values.split(), kind.skip
    env: list[str] = []
    folder = None
    while at < len(argv):
        word = argv[at]
        following = argv[at + 1] if at + 1 < len(argv) else ""
        if kind.script and (word == kind.script or word.startswith(kind.script + "=")):
            return Inner(env=tuple(env), script=following)
        if word == "--":
            at += 1
            at += skip
            break
        if word.startswith("-") and len(word) > 1:
            folder = following if kind.folder and word in (kind.folder, "--chdir") else folder
            at += 2 if word in values else 1
        elif kind.assigns and "=" in word.lstrip("=") and not word.startswith(("/", ".")):
            env.append(word)
            at += 1
        elif skip:
            skip -= 1
            at += 1
            kind = kind._replace(values="") if not skip and kind.joins else kind
        else:
            break
    return _made(argv[at:], tuple(env), folder, kind)


def _made(rest: tuple[str, ...], env: tuple[str, ...], folder: str | None, kind: _Kind) -> Inner | None:
    if rest and rest[0] == "--":
        rest = rest[1:]
    if not rest:
        return None
    if kind.joins:
        return Inner(env=env, script=" ".join(rest), remote=kind.remote)
    if kind.fills:
        rest = tuple(UNKNOWN if word == "{}" else word for word in rest)
        rest = rest if UNKNOWN in rest else (*rest, UNKNOWN)
    return Inner(rest, env, cwd=folder, remote=kind.remote)


def _shell(argv: tuple[str, ...]) -> Inner | None:
    """`bash -c TEXT`, `sh -lc TEXT`, `bash -o pipefail -c TEXT`."""
    script = False
    at = 1
    while at < len(argv):
        word = argv[at]
        if word in ("-o", "+o", "-O", "--rcfile", "--init-file"):
            at += 1
        elif word.startswith("-") and not word.startswith("--"):
            script = script or "c" in word[1:]
        elif not word.startswith(("--", "+")):
            return Inner(script=word) if script else None
        at += 1
    return None


def _windows(argv: tuple[str, ...]) -> Inner | None:
    """`cmd /c WORDS`, `powershell -Command TEXT`; PowerShell takes a bare text too."""
    for at, word in enumerate(argv[1:], 1):
        low = word.lower()
        if low in ("/c", "/k", "-c", "-command", "/command"):
            return Inner(script=" ".join(argv[at + 1 :]))
        if not low.startswith(("-", "/")) and argv[at - 1].lower() not in ("-executionpolicy", "-ep", "-file", "-f"):
            return Inner(script=" ".join(argv[at:])) if argv[0].lower() in POWERSHELLS else None
    return None
