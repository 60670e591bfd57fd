"""The report: what a file's findings can do to a person. It knows no language.

A file taken apart goes in at `report_of`, bare findings at `make_report`; `to_json` is
what `inspect --json` prints.
"""

from bot.report.as_json import failed_json, removed, to_json
from bot.report.filename import Clue, clues
from bot.report.make import make_report, report_of, with_name
from bot.report.meaning import advice
from bot.report.model import Item, Look, Meaning, Report, Risk, Step, Summary, Threat, Topic
from bot.report.receipt import Receipt, gone, receipt_json, receipt_of
from bot.report.spot import Spot
from bot.report.subject import Subject, subject
from bot.report.summary import summarise

__all__ = [
    "Clue",
    "Item",
    "Look",
    "Meaning",
    "Receipt",
    "Report",
    "Risk",
    "Spot",
    "Step",
    "Subject",
    "Summary",
    "Threat",
    "Topic",
    "advice",
    "clues",
    "failed_json",
    "gone",
    "make_report",
    "receipt_json",
    "receipt_of",
    "removed",
    "report_of",
    "subject",
    "summarise",
    "to_json",
    "with_name",
]
