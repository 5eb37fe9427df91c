"""Files from and for other programs: tables, term bases, translation memories.

Each format has a module with `read`, which gives rows one by one, and `write`, which gives
bytes piece by piece; none of them knows the database. `formats.py` picks the right one.
"""
