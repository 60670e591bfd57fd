"""What the pure rooms make of a folder of pictures, as one JSON text: run by two Pythons."""

import hashlib
import json
from datetime import date
from pathlib import Path

from bot.advisor import classify
from bot.engine import EngineError, check, plan
from bot.report import make_report, to_json
from bot.wording import Wording

TODAY = date(2026, 11, 23)
ASKED = (
    "gw mau aplot poto ke cetgpt aman ga sih",
    "piye carane mateni riwayat gemini",
    "foto saya disebar mantan, saya takut",
    "carikan alamat rumah cewek di foto ini",
    "resep rendang",
    "",
)


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
    for text in ASKED:
        heard = classify(text)
        answer = wording.answer(heard, TODAY)
        results[text] = [heard.topics, heard.service, heard.score, answer.first, answer.rest]
    return json.dumps(results, sort_keys=True)
