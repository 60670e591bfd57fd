"""The report: what a file's findings can do to a person, without sentences in any language.

`report_of` takes a plan, `make_report` findings; `to_json` is what `inspect --json` prints.
"""

from bot.report.as_json import failed_json, removed_json, to_json
from bot.report.build import make_report, report_of, with_name
from bot.report.filename import Clue, clues
from bot.report.location import Location
from bot.report.meaning import advice
from bot.report.model import (
    Item,
    Look,
    Meaning,
    Report,
    Risk,
    Step,
    Subject,
    Summary,
    Threat,
    Topic,
)
from bot.report.receipt import Receipt, digest, receipt_json, receipt_of, removed_findings
from bot.report.summary import subject, summarise

__all__ = [
    "Clue",
    "Item",
    "Location",
    "Look",
    "Meaning",
    "Receipt",
    "Report",
    "Risk",
    "Step",
    "Subject",
    "Summary",
    "Threat",
    "Topic",
    "advice",
    "clues",
    "digest",
    "failed_json",
    "make_report",
    "receipt_json",
    "receipt_of",
    "removed_findings",
    "removed_json",
    "report_of",
    "subject",
    "summarise",
    "to_json",
    "with_name",
]
