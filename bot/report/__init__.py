"""The report: what a file's findings can do to a person. It knows no language.

A file taken apart goes in at `report_of`, bare findings at `make_report`; `to_json` is
what `inspect --json` prints.
"""

from bot.report.as_json import failed_json, removed, to_json
from bot.report.make import make_report, report_of
from bot.report.model import Item, Report, Risk, Summary, Topic
from bot.report.summary import summarise

__all__ = [
    "Item",
    "Report",
    "Risk",
    "Summary",
    "Topic",
    "failed_json",
    "make_report",
    "removed",
    "report_of",
    "summarise",
    "to_json",
]
