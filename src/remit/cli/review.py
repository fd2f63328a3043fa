"""`remit review`."""


def review() -> None: ...
