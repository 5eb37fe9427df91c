"""New projects: template, questions, rendering, plan, lock, writing."""
