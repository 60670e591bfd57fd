"""Everything the engine may raise, and whose fault it is."""

from typing import ClassVar


class EngineError(Exception):
    """A file was refused; the message holds offsets and sizes, never metadata.

    `kind` is the stable name that `inspect --json` prints; `what` the common name of the
    type or feature that was the reason, where that was it.
    """

    kind: ClassVar[str]
    what: str | None = None


class UnknownFormat(EngineError):
    """The sender's: these bytes are no file type we can name."""

    kind = "unknown-format"


class Unsupported(EngineError):
    """Ours: a valid file of a type, or with a feature, that we do not clean.

    `what` is always told, such as "HEIC".
    """

    kind = "unsupported"

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class NotOffered(EngineError):
    """Ours: a type of file that is cleaned, but not by the choice that was made.

    `what` is the type's name.
    """

    kind = "not-offered"

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Damaged(EngineError):
    """The file's: it breaks its own specification or ends too soon."""

    kind = "damaged"


class TooLarge(EngineError):
    """The file's: it declares or holds more than our limits allow."""

    kind = "too-large"


class NotClean(EngineError):
    """Ours: the copy failed its own check and must not leave."""

    kind = "not-clean"
