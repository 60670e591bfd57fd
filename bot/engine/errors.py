"""Everything the engine may raise, and whose fault it is."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Feature:
    """A type of file, or a feature of one, for which a file was refused.

    `name` is the type's common name, or a stable English phrase. `codec` names the codec of a
    video where that is the reason.
    """

    name: str
    is_video: bool = False
    codec: str | None = None


class EngineError(Exception):
    """A file was refused; the message holds offsets and sizes, never metadata.

    `kind` is the stable name that `inspect --json` prints; `what` the type or feature that was
    the reason, where that was it.
    """

    kind: ClassVar[str]
    what: Feature | None = None


class UnknownFormat(EngineError):
    """The sender's: these bytes are no file type we can name."""

    kind = "unknown-format"


class Unsupported(EngineError):
    """Ours: a valid file of a type, or with a feature, that we do not clean.

    `what` is never None; its fields are the arguments.
    """

    kind = "unsupported"
    what: Feature

    def __init__(self, name: str, *, is_video: bool = False, codec: str | None = None) -> None:
        super().__init__(name)
        self.what = Feature(name, is_video, codec)


class NotOffered(EngineError):
    """Ours: a type of file that is cleaned, but not by the choice that was made.

    `what` is the type.
    """

    kind = "not-offered"
    what: Feature

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.what = Feature(name)


class Damaged(EngineError):
    """The file's: it breaks its own specification or ends too soon."""

    kind = "damaged"


class TooLarge(EngineError):
    """The file's: it declares or holds more than our limits allow."""

    kind = "too-large"


class NotClean(EngineError):
    """Ours: the copy failed its own check and must not leave."""

    kind = "not-clean"
