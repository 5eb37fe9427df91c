"""The review desk: translations, the glossary, and the match between the two."""
