"""Who is at the desk: sign-in, sessions, roles, and the one gate every request passes.

This folder is closed: change it only together with the developer.
"""
