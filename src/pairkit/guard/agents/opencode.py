"""OpenCode. Measured with 1.18.33; anomalyco/opencode `packages/plugin/src/index.ts`.

A plugin of ours runs inside it, asks `pairkit-hook`, and throws the reason; the model gets exactly that text. A remark
is put under the tool's output.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import AFTER, BEFORE, Action
from pairkit.gate.verdict import SAY, STOP
from pairkit.guard.agents.answer import Answer, in_json
from pairkit.guard.agents.payload import EDIT, PATCH, READ, RUN, WRITE, action, called, inner, text
from pairkit.guard.agents.setting import MISSING, Agent, Own

TOOLS = {
    "write": WRITE,
    "edit": EDIT,
    "multiedit": EDIT,
    "apply_patch": PATCH,
    "patch": PATCH,
    "read": READ,
    "bash": RUN,
    "shell": RUN,
}
_FILE = """\
// Made by `pairkit guard install`: asks `pairkit-hook agent` before each tool. `pairkit guard remove` takes it away.
import { spawn } from "node:child_process"

const ask = (payload) =>
  new Promise((resolve) => {
    const windows = process.platform === "win32"
    const child = spawn("pairkit-hook", ["agent", "--agent", "opencode"], { cwd: payload.directory, shell: windows })
    let said = ""
    child.on("error", () => resolve(null))
    child.stdin.on("error", () => {})
    child.stdout.setEncoding("utf8")
    child.stdout.on("data", (part) => (said += part))
    child.on("close", () => {
      try {
        resolve(JSON.parse(said))
      } catch {
        resolve(null)
      }
    })
    child.stdin.end(JSON.stringify(payload))
  })

export const Pairkit = async ({ directory }) => {
  const remarks = new Map()
  let warned = false
  return {
    "tool.execute.before": async (input, output) => {
      const answer = await ask({ event: "before", directory, input, output })
      if (answer === null && !warned) {
        warned = true
        remarks.set(input.callID, "MISSING")
      }
      if (answer?.decision === "deny") throw new Error(answer.reason)
      if (answer?.remark) remarks.set(input.callID, answer.remark)
    },
    "tool.execute.after": async (input, output) => {
      const remark = remarks.get(input.callID)
      if (remark && typeof output.output === "string") output.output += "\\n\\n" + remark
      remarks.delete(input.callID)
    },
  }
}
""".replace("MISSING", MISSING)
AGENT = Agent(
    name="opencode",
    title="OpenCode",
    setting=Own(".opencode/plugins/pairkit.js", _FILE),
    found_by=(".opencode", "opencode.json", "opencode.jsonc"),
    programs=("opencode",),
    everywhere="~/.config/opencode/plugins/",
    measured=True,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:  # noqa: ARG001 - adapters are called alike
    """Return the Action of what the plugin sends. Raises Unreadable."""
    given, output = inner(payload, "input"), inner(payload, "output")
    name = text(given, "tool")
    event = AFTER if text(payload, "event") == "after" or "args" not in output else BEFORE
    done = called(TOOLS, name, output.get("args") if event == BEFORE else given.get("args"))
    return action("opencode", event if name else "", name, text(payload, "directory"), done)


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer that the plugin understands."""
    if event == BEFORE and outcome == STOP:
        return in_json({"decision": "deny", "reason": said})
    return in_json({"decision": "allow", "remark": said} if outcome in (SAY, STOP) else {"decision": "allow"})
