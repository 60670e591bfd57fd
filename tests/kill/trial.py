"""One trial: people send files, replicas die at random, and at the end every answer is counted."""

import random
import threading
import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.engine import pictures
from tests.kill.calls import Calls
from tests.loopback.people import Person
from tests.loopback.server import break_down, drop, listening, refuse_for_a_second
from tests.loopback.telegram import Telegram
from tests.store.servers import Postgres, running
from tests.telegram.process import Process

PHOTO = pictures.insert(pictures.CLEAN["jpeg"], 2, pictures.segment(0xE1, pictures.exif_block(6)))
REPEATED = "🔁"
SETTLED = 3.0  # seconds without an answer, when all have one: nothing more will come


@dataclass(frozen=True)
class Plan:
    """What happens in a trial."""

    database: str = "sqlite"
    mode: str = "polling"
    replicas: int = 1
    documents: int = 400
    chats: int = 40
    kills: int = 8
    faults: int = 20
    seed: int = 1
    patience: float = 240.0  # seconds until what is missing counts as lost


@dataclass
class Result:
    """What became of the files."""

    lost: int = 0
    twice: int = 0  # answered more than once
    unmarked: int = 0  # of these, without saying so
    split: int = 0  # albums answered in more than one message
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    logs: str = ""


class Trial:
    """A Telegram, people, replicas, and somebody who kills them."""

    def __init__(self, plan: Plan, home: Path) -> None:
        self.plan, self.home = plan, home
        self.random = random.Random(plan.seed)
        self.telegram = Telegram()
        self.people = [Person(self.telegram) for _ in range(plan.chats)]
        self.singles: list[tuple[Person, int]] = []
        self.albums: list[tuple[Person, list[int]]] = []
        self.processes: list[Process | None] = []
        self.ended: list[Process] = []
        self.server: Postgres | None = None

    def run(self) -> Result:
        """Return what became of everything."""
        began = time.monotonic()
        with ExitStack() as stack:
            url = stack.enter_context(listening(self.telegram))
            database = f"sqlite:///{self.home}/jobs.sqlite"
            if self.plan.database == "postgresql":
                self.server = stack.enter_context(running())
                database = self.server.url
            for number in range(self.plan.replicas):
                self.processes.append(self._start(number, url, database))
            stack.callback(self._end)
            if self.plan.mode == "webhook":
                stack.enter_context(Calls(self.telegram, self._ports))
            killer = threading.Thread(target=self._kill, args=(url, database), daemon=True)
            self._send()
            killer.start()
            killer.join(self.plan.patience)
            self._wait()
            for process in self.processes:
                if process:
                    process.stop()
        result = self._counted()
        result.seconds = time.monotonic() - began
        result.logs = "".join(p.log for p in [*self.ended, *filter(None, self.processes)])
        return result

    def _ports(self) -> list[int]:
        """Return where the replicas listen that do so already."""
        running = [process for process in self.processes if process]
        return [process.port for process in running if "listening" in process.log]

    def _start(self, number: int, url: str, database: str) -> Process:
        told = {
            "SAPUJEJAK_DATABASE_URL": database,
            "SAPUJEJAK_REPLICA_ID": f"replica-{number}",
            "SAPUJEJAK_LISTEN": "127.0.0.1:0",
            "SAPUJEJAK_MODE": self.plan.mode,
            "SAPUJEJAK_WEBHOOK_URL": "https://example.org/hook",
            "SAPUJEJAK_WEBHOOK_SECRET": Calls.SECRET,
        }
        return Process(url, self.home, **told)

    def _send(self) -> None:
        left = self.plan.documents
        while left:
            person = self.random.choice(self.people)
            size = min(left, self.random.choice((1, 1, 1, 1, 2, 5, 10)))
            left -= size
            if size == 1:
                self.singles.append((person, person.file(PHOTO)))
                continue
            album = {"media_group_id": str(self.telegram.number())}
            sent = [
                person.send(document=person.document(PHOTO, "a.jpg"), **album) for _ in range(size)
            ]
            self.albums.append((person, sent))

    def _kill(self, url: str, database: str) -> None:
        """Do harm at random moments; of several replicas one is gone for good."""
        gone = self.plan.replicas > 1
        for method in ("sendDocument", "sendMediaGroup", "getFile", "file"):
            faults: list[Any] = [break_down, drop, refuse_for_a_second]
            for _ in range(self.plan.faults // 4):
                self.telegram.fail(method, self.random.choice(faults))
        for count in range(self.plan.kills):
            time.sleep(self.random.uniform(0.2, 1.5))
            number = self.random.randrange(self.plan.replicas)
            process = self.processes[number]
            if self.server and count == self.plan.kills // 2:
                self.server.restart()
            if process is None:
                continue
            process.end()
            self.ended.append(process)
            if gone and count >= self.plan.kills // 2:
                self.processes[number], gone = None, False
            else:
                time.sleep(self.random.uniform(0, 0.5))
                self.processes[number] = self._start(number, url, database)

    def _wait(self) -> None:
        """Wait until everything is answered and nothing more comes, or patience ends."""
        deadline = time.monotonic() + self.plan.patience
        calls, since = 0, time.monotonic()
        while time.monotonic() < deadline:
            now = len(self.telegram.calls)
            if now != calls:
                calls, since = now, time.monotonic()
            if time.monotonic() - since > SETTLED and not self._counted().lost:
                return
            time.sleep(0.2)

    def _counted(self) -> Result:
        result = Result(wrong=list(self.telegram.wrong))
        reports: Counter[tuple[int, int]] = Counter()
        copies: Counter[tuple[int, int]] = Counter()
        marked: Counter[tuple[int, int, bool]] = Counter()
        with self.telegram.changed:
            for call in self.telegram.calls:
                if call.method in ("sendDocument", "sendMediaGroup", "sendMessage"):
                    is_copy = call.method != "sendMessage"
                    (copies if is_copy else reports)[call.chat, call.answers] += 1
                    marked[call.chat, call.answers, is_copy] += REPEATED in call.text
        for person, message in self.singles:
            for is_copy, counted in ((False, reports), (True, copies)):
                times = counted[person.id, message]
                result.lost += not times
                result.twice += max(times - 1, 0)
                result.unmarked += max(times - 1 - marked[person.id, message, is_copy], 0)
        for person, sent in self.albums:
            answered = [copies[person.id, message] for message in sent]
            result.lost += max(len(sent) - sum(answered), 0)
            result.lost += not reports[person.id, sent[0]]
            result.twice += max(sum(answered) - len(sent), 0)
            result.split += any(answered[1:])
        return result

    def _end(self) -> None:
        for process in self.processes:
            if process:
                with suppress(Exception):
                    process.end()
