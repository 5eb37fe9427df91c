"""Run the playbooks' rules over a change."""
