"""Amp, by public code of others that use its plugins; not seen live here.

A plugin of ours asks `pairkit-hook` and rejects the call with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import BEFORE, Action
from pairkit.gate.verdict import STOP
from pairkit.guard.agents.answer import Answer, in_json
from pairkit.guard.agents.payload import DELETE, EDIT, PATCH, READ, RUN, WRITE, action, called, text
from pairkit.guard.agents.setting import Agent, Own

TOOLS = {
    "create_file": WRITE,
    "edit_file": EDIT,
    "delete_file": DELETE,
    "apply_patch": PATCH,
    "Read": READ,
    "read_file": READ,
    "shell_command": RUN,
    "Bash": RUN,
}
_FILE = """\
// Made by `pairkit guard install`: asks `pairkit-hook agent` before each tool. `pairkit guard remove` takes it away.
import { spawn } from "node:child_process"

const ask = (payload: unknown): Promise<any> =>
  new Promise((resolve) => {
    const child = spawn("pairkit-hook", ["agent", "--agent", "amp"], { shell: process.platform === "win32" })
    let said = ""
    child.on("error", () => resolve(null))
    child.stdin.on("error", () => {})
    child.stdout.setEncoding("utf8")
    child.stdout.on("data", (part: string) => (said += part))
    child.on("close", () => {
      try {
        resolve(JSON.parse(said))
      } catch {
        resolve(null)
      }
    })
    child.stdin.end(JSON.stringify(payload))
  })

export default function (amp: any) {
  amp.on("tool.call", async (event: any) => {
    const answer = await ask({ tool: event.tool, input: event.input, cwd: process.cwd() })
    if (answer?.action === "reject-and-continue") return answer
    return { action: "allow" }
  })
}
"""
AGENT = Agent(
    name="amp",
    title="Amp",
    setting=Own(".amp/plugins/pairkit.ts", _FILE),
    found_by=(".amp",),
    programs=("amp",),
    everywhere="~/.config/amp/plugins/",
    measured=False,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:  # noqa: ARG001 - adapters are called alike
    """Return the Action of what the plugin sends. Raises Unreadable."""
    name = text(payload, "tool")
    return action("amp", BEFORE if name else "", name, text(payload, "cwd"), called(TOOLS, name, payload.get("input")))


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer that the plugin hands on."""
    if event == BEFORE and outcome == STOP:
        return in_json({"action": "reject-and-continue", "message": said})
    return in_json({"action": "allow"})
