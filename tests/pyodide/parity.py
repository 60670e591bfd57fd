"""What the pure rooms make of a folder of pictures, as one JSON text: run by two Pythons."""

import hashlib
import json
from pathlib import Path

from bot.engine import EngineError, check, plan
from bot.report import make_report, to_json
from bot.wording import Wording


def told(folder: str) -> str:
    """Return every picture's copy (by hash), report and words."""
    wording = Wording()
    results: dict[str, object] = {}
    for path in sorted(Path(folder).iterdir()):
        try:
            before = plan(path.read_bytes())
        except EngineError as error:
            results[path.name] = error.kind
            continue
        out = b"".join(before.spans)
        check(before, out)
        report = make_report(
            before.format.NAME,
            len(before.data),
            before.dimensions(),
            before.findings,
            before.cautions,
        )
        results[path.name] = {
            "sha256": hashlib.sha256(out).hexdigest(),
            "report": to_json(report, path.name),
            "caption": wording.caption(report, before.size),
            "details": wording.details(report),
        }
    return json.dumps(results, sort_keys=True)
