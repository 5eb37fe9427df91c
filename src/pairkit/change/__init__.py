"""What changed: from the index, a merge, a range, all files, or a patch."""
