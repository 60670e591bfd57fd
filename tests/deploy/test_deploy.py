"""Each deployment starts as its guide says, as far as a machine without a container engine can."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import yaml

from bot import config
from bot.ops import metrics
from tests.corpus import REQUIRED
from tests.engine import pictures
from tests.loopback.people import Person
from tests.loopback.server import listening
from tests.loopback.telegram import TOKEN, Telegram
from tests.store import servers
from tests.telegram.process import Process

PROJECT = Path(__file__).parents[2]
DEPLOY = PROJECT / "deploy"
VERSION = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
EXAMPLE = (DEPLOY / "env.example").read_text("utf-8")
COMPOSE = (DEPLOY / "compose.yaml", DEPLOY / "compose.bot-api.yaml")
KUBERNETES = DEPLOY / "kubernetes" / "sapujejak.yaml"
UNIT = DEPLOY / "sapujejak.service"
# What an operator writes behind the `=` of env.example.
FILLED = {
    "SAPUJEJAK_TOKEN": TOKEN,
    "POSTGRES_PASSWORD": "s3kret",
    "TELEGRAM_API_ID": "1",
    "TELEGRAM_API_HASH": "abc",
}


def example() -> dict[str, str]:
    """Return the settings that env.example asks for, filled in; commented ones are not asked."""
    names = re.findall(r"^([A-Z_]+)=$", EXAMPLE, re.MULTILINE)
    return {name: FILLED[name] for name in names}


def interpolated(node: Any, environment: dict[str, str]) -> Any:
    """Return a parsed Compose file with its variables filled in, as Compose does.

    Spec: Compose specification, "Interpolation": `${NAME}`, `${NAME:-default}`, `${NAME:?}`.
    """

    def value(match: re.Match[str]) -> str:
        name, sign, default = match.groups()
        if not environment.get(name) and sign == ":?":
            raise KeyError(name)
        return environment.get(name) or default or ""

    match node:
        case str():
            return re.sub(r"\$\{(\w+)(?:(:-|:\?)([^}]*))?\}", value, node)
        case list():
            return [interpolated(item, environment) for item in node]
        case dict():
            return {name: interpolated(item, environment) for name, item in node.items()}
    return node


def services(*files: Path) -> dict[str, Any]:
    """Return the services of Compose files, later ones laid over earlier ones."""
    merged: dict[str, Any] = {}
    for file in files:
        page = interpolated(yaml.safe_load(file.read_text("utf-8")), example())
        for name, service in page["services"].items():
            old = merged.setdefault(name, {})
            environment = old.get("environment", {}) | service.get("environment", {})
            old.update(service | {"environment": environment})
    return merged


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def answers(stack: ExitStack, home: Path, **environment: str) -> Process:
    """Start a bot with an environment, let it clean a photo, and return it."""
    telegram = Telegram()
    home.mkdir(exist_ok=True)
    environment["SAPUJEJAK_API_URL"] = stack.enter_context(listening(telegram))
    token = environment.pop("SAPUJEJAK_TOKEN")
    bot = Process(environment.pop("SAPUJEJAK_API_URL"), home, token, **environment)
    stack.callback(bot.end)
    somebody = Person(telegram)
    copy = somebody.copy(somebody.file(pictures.CLEAN["png"] + pictures.SECRET, "a.png"))
    assert copy.file
    assert copy.file.data == pictures.CLEAN["png"]
    return bot


def test_the_example_asks_for_everything_that_compose_needs() -> None:
    needed = {
        name for file in COMPOSE for name in re.findall(r"\$\{(\w+):\?\}", file.read_text("utf-8"))
    }
    assert needed <= example().keys()
    with pytest.raises(KeyError, match="POSTGRES_PASSWORD"):
        interpolated(yaml.safe_load(COMPOSE[0].read_text("utf-8")), {"SAPUJEJAK_TOKEN": TOKEN})


def test_every_setting_of_the_example_is_one() -> None:
    written = dict(re.findall(r"^#?(SAPUJEJAK_\w+)=(.*)$", EXAMPLE, re.MULTILINE))
    secret = {"SAPUJEJAK_WEBHOOK_SECRET": "a" * 64, "SAPUJEJAK_TOKEN": TOKEN}
    loaded = config.load_config(written | secret)
    assert loaded.webhook_url == written["SAPUJEJAK_WEBHOOK_URL"]
    assert loaded.api_local
    assert {name.removeprefix(config.PREFIX).lower() for name in written} == set(loaded.__slots__)


def test_the_compose_bot_starts_answers_and_is_healthy(stack: ExitStack, tmp_path: Path) -> None:
    server = stack.enter_context(servers.running())
    bot = services(COMPOSE[0])["bot"]
    environment = {name: value for name, value in bot["environment"].items() if value}
    database = environment["SAPUJEJAK_DATABASE_URL"]
    assert config.load_config(environment).database_url == database
    assert f":{FILLED['POSTGRES_PASSWORD']}@" in database
    environment |= {  # what only the other containers have: their names, and the image's port
        "SAPUJEJAK_DATABASE_URL": server.database("compose"),
        "SAPUJEJAK_LISTEN": "127.0.0.1:0",
    }
    process = answers(stack, tmp_path / "home", **environment)
    _, *check = bot["healthcheck"]["test"]
    command = [sys.executable, *check[1:]]
    assert "8080" in command[-1]
    command[-1] = command[-1].replace("8080", str(process.port))
    assert subprocess.run(command, check=False, timeout=30).returncode == 0


def test_with_a_bot_api_server_of_its_own_the_bot_uses_it_and_may_read_its_files() -> None:
    both = services(*COMPOSE)
    bot, server = both["bot"], both["bot-api"]
    loaded = config.load_config(bot["environment"])
    assert loaded.api_local
    assert loaded.api_url == "http://bot-api:8081"
    assert server["environment"]["TELEGRAM_LOCAL"] == "1"
    assert bot["group_add"] == ["101"]  # the server's group: its files are readable for it alone
    (mount,) = bot["volumes"]
    assert mount.removesuffix(":ro") in server["volumes"]
    alone = services(COMPOSE[0])["bot"]
    assert "SAPUJEJAK_API_URL" not in alone["environment"]


def unit() -> dict[str, list[str]]:
    """Return the lines of the systemd unit by name."""
    lines: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE):
        lines.setdefault(name, []).append(value)
    return lines


def test_the_unit_starts_the_bot_with_its_environment_file(
    stack: ExitStack, tmp_path: Path
) -> None:
    lines = unit()
    assert lines["ExecStart"] == ["/opt/sapujejak/.venv/bin/sapujejak run"]
    assert "Environment" not in lines  # doctor would not see it: it reads the file alone
    (database,) = re.findall(r"echo SAPUJEJAK_DATABASE_URL=(\S+)", UNIT.read_text("utf-8"))
    state = tmp_path / "sapujejak"
    state.mkdir(mode=0o700)
    assert lines["StateDirectory"] == ["sapujejak"]
    environment = {
        "SAPUJEJAK_DATABASE_URL": database.replace("/var/lib/sapujejak", str(state)),
    }
    bot = answers(stack, state, SAPUJEJAK_TOKEN=example()["SAPUJEJAK_TOKEN"], **environment)
    assert (state / "jobs.sqlite").is_file()
    assert bot.stop() == 0
    assert float(lines["TimeoutStopSec"][0]) > 20


def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        if REQUIRED:
            pytest.fail("systemd-analyze is missing, and CI requires it")
        pytest.skip("systemd is not installed: its unit was not verified")
    text = UNIT.read_text("utf-8").replace(unit()["ExecStart"][0], f"{sys.executable} -m bot run")
    copy = tmp_path / "sapujejak.service"
    copy.write_text(
        text.replace("Documentation=file:/opt/sapujejak", f"Documentation=file:{PROJECT}")
    )
    command = ["systemd-analyze", "verify", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if copy.name in line]
    assert ours == []


def test_kubernetes_pulls_a_version_and_finds_what_it_names() -> None:
    text = KUBERNETES.read_text("utf-8")
    objects = {page["kind"]: page for page in yaml.safe_load_all(text)}
    pod = objects["StatefulSet"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["image"].endswith(f"/sapujejak:{VERSION}")
    assert f"-t {container['image']} ." in text  # the guide builds what is pulled
    used = {
        entry["valueFrom"]["secretKeyRef"]["key"]
        for entry in container["env"]
        if "secretKeyRef" in entry.get("valueFrom", {})
    }
    assert used == set(re.findall(r"--from-literal=([\w-]+)=", text))
    settings = {entry["name"]: entry.get("value", "x") for entry in container["env"]}
    settings["SAPUJEJAK_DATABASE_URL"] = "postgresql://sapujejak:x@db/sapujejak"
    loaded = config.load_config(settings)
    assert loaded.listen.endswith(f":{container['ports'][0]['containerPort']}")
    (path,) = objects["Ingress"]["spec"]["rules"][0]["http"]["paths"]
    assert loaded.webhook_url.endswith(path["path"])
    assert objects["Service"]["spec"]["selector"] == pod_labels(objects)


def pod_labels(objects: dict[str, Any]) -> dict[str, str]:
    labels: dict[str, str] = objects["StatefulSet"]["spec"]["template"]["metadata"]["labels"]
    return labels


def test_the_kubernetes_replica_serves_the_probes(stack: ExitStack, tmp_path: Path) -> None:
    objects = {page["kind"]: page for page in yaml.safe_load_all(KUBERNETES.read_text("utf-8"))}
    (container,) = objects["StatefulSet"]["spec"]["template"]["spec"]["containers"]
    process = answers(
        stack,
        tmp_path / "home",
        SAPUJEJAK_TOKEN=TOKEN,
        SAPUJEJAK_REPLICA_ID="sapujejak-0",
        SAPUJEJAK_LISTEN="127.0.0.1:0",
    )
    for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
        path = container[probe]["httpGet"]["path"]
        with urlopen(f"http://127.0.0.1:{process.port}{path}", timeout=30) as response:
            assert response.status == 200


def test_image_tags_are_the_version_of_the_project() -> None:
    for file in (*COMPOSE, KUBERNETES, DEPLOY / "Containerfile"):
        tags = re.findall(r"\bsapujejak:([\w.]+)", file.read_text("utf-8"))
        assert set(tags) <= {VERSION}, file.name


def test_the_guide_names_files_that_are_there() -> None:
    guide = (DEPLOY / "README.md").read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", guide):
        assert (DEPLOY / target).exists(), target
    assert os.access(DEPLOY / "Containerfile", os.R_OK)


def test_the_alerts_ask_for_metrics_that_there_are() -> None:
    page = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))
    rules = [rule for group in page["groups"] for rule in group["rules"]]
    assert len(rules) == 5
    names = {sample.name for metric in metrics.REGISTRY.collect() for sample in metric.samples}
    names |= {metric.name for metric in metrics.REGISTRY.collect()}
    for rule in rules:
        used = set(re.findall(r"sapujejak_\w+", rule["expr"]))
        assert used
        assert used <= names, rule["alert"]
