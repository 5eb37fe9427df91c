"""The one kind of error that is meant for a person."""


class Problem(Exception):
    """Something a person can put right.

    `key` names the words in content/ui.*.yaml that say what happened and what to do;
    `values` fill the places in them. The caller knows the language, the thrower does not.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values
