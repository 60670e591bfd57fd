"""The rules of the house: imports point one way at every level, names are plain, modules short."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "bot"
# Room -> rooms of ours ("bot.…") and packages of others that it may import.
MAY_USE: Mapping[str, set[str]] = {
    "engine": {"piexif"},
    "report": {"bot.engine"},
    "places": set(),
    "advisor": set(),
    "wording": {"bot.engine", "bot.report", "bot.places", "bot.advisor", "babel"},
    "outcomes": {"bot.engine", "bot.report"},
    "codec": {"msgspec"},
    "chat": {"bot.engine", "bot.report", "bot.advisor", "bot.wording", "bot.outcomes"},
    "pixels": {"bot.engine", "bot.report", "PIL", "piexif"},
    "config": set(),
    "memory_map": set(),
    "disk": {"bot.engine", "bot.memory_map"},
    "store": {"sqlalchemy", "alembic"},
    "sandbox": {
        *("bot.engine", "bot.outcomes", "bot.codec", "py_landlock", "pyseccomp"),
    },
    "tasks": {
        *("bot.engine", "bot.report", "bot.places", "bot.wording", "bot.outcomes", "bot.pixels"),
        *("bot.memory_map", "bot.sandbox", "PIL"),
    },
    "ops": {
        *("bot.config", "bot.store", "bot.sandbox", "bot.tasks", "bot.wording"),
        *("telegram", "sqlalchemy", "httpx", "prometheus_client"),
    },
    "telegram": {
        *("bot.engine", "bot.report", "bot.advisor", "bot.wording", "bot.outcomes", "bot.chat"),
        *("bot.codec", "bot.config", "bot.store", "bot.sandbox", "bot.tasks", "bot.ops"),
        *("telegram", "sqlalchemy", "httpx", "starlette", "uvicorn", "prometheus_client"),
    },
    "cli": {
        *("bot.engine", "bot.report", "bot.advisor", "bot.wording", "bot.outcomes", "bot.chat"),
        *("bot.pixels", "bot.config", "bot.disk", "bot.memory_map", "bot.sandbox"),
        *("bot.tasks", "bot.telegram", "bot.ops"),
    },
    "__main__": {"bot.cli"},
    "__init__": set(),
}
PURE = {"engine", "report", "places", "advisor", "wording", "outcomes", "chat"}
WORLD = {"asyncio", "http", "os", "pathlib", "socket", "subprocess", "tempfile", "time", "urllib"}
UNSEEN = {"psycopg"}  # SQLAlchemy imports it where the URL says so
LINES = 400  # in a module: h11's and starlette's are half as long
FUNCTION_LINES = 40

# Names that say nothing of what they hold, or paint a picture of it.
VAGUE = {
    "told", "found", "kept", "beside", "learnt", "known", "knowing", "patience", "instead",
    "ledger", "deed", "deeds", "habit", "habits", "talk", "talks",
    "keeper", "room", "rooms", "door", "doors", "wish", "lane", "lanes", "utils", "util",
    "helpers", "helper", "common", "manager", "misc", "stuff",
}  # fmt: skip

# Frequent Indonesian words that are no English ones: one in a string is prose in the code.
INDONESIAN = re.compile(
    r"\b(yang|tidak|anda|untuk|dengan|dari|ini|itu|foto|berkas|lokasi|kirim|bukan|adalah|bisa"
    r"|sudah|belum|akan|pada|kamera|hapus|bersih|gambar)\b",
    re.IGNORECASE,
)
# Words that are part of a file's, a command's or a fact's name.
INDONESIAN_NAMES = {"bersih", "dengan", "foto", "gambar", "hapus", "kamera", "lokasi"}

FILES = sorted(ROOT.rglob("*.py"))
each_file = pytest.mark.parametrize(
    "path", FILES, ids=[path.relative_to(ROOT).as_posix() for path in FILES]
)


def dotted(path: Path) -> str:
    """Return "bot.engine.plan" for bot/engine/plan.py, "bot.engine" for its __init__.py."""
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {dotted(path): path for path in FILES}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def import_nodes(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield every import that runs; what stands under TYPE_CHECKING does not."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        else:
            yield from import_nodes(node)


def imports(tree: ast.AST) -> set[str]:
    """Return the modules that a module imports, by their whole names."""
    names = set()
    for node in import_nodes(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
            continue
        for alias in node.names:
            submodule = f"{node.module}.{alias.name}"
            names.add(submodule if submodule in MODULES else node.module or "")
    return names


def top(name: str) -> str:
    """Return the room of one of our modules ("bot.engine"), or a foreign package's name."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "bot" else parts[0]


def circle(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the names on a circle of imports, none where there is none."""
    try:
        TopologicalSorter({name: set(after) - {name} for name, after in edges.items()}).prepare()
    except CycleError as error:
        names: list[str] = error.args[1]
        return names
    return []


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = ast.FunctionDef, ast.AsyncFunctionDef
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def names_given(tree: ast.AST) -> Iterator[str]:
    """Yield every name that a module gives: to functions, classes, parameters, variables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname


def strings(tree: ast.AST) -> list[str]:
    """Return every literal text of a module that is no docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in docstrings
    ]


@each_file
def test_imports_stay_on_their_floor(path: Path) -> None:
    room = room_of(path)
    used = {top(name) for name in imports(ast.parse(path.read_text()))}
    assert used - sys.stdlib_module_names <= MAY_USE[room] | {f"bot.{room}"}
    assert room not in PURE or not used & WORLD


def test_no_module_imports_itself_through_others() -> None:
    edges = {
        name: imports(ast.parse(path.read_text())) & MODULES.keys()
        for name, path in MODULES.items()
    }
    assert circle(edges) == []


@pytest.mark.parametrize(
    "folder",
    sorted({path.parent for path in FILES}),
    ids=lambda folder: folder.relative_to(ROOT).as_posix(),
)
def test_no_folder_imports_itself_through_its_neighbours(folder: Path) -> None:
    """Between the files and folders of one folder, imports point one way."""
    prefix = f"{dotted(folder / '__init__.py')}."
    edges: dict[str, set[str]] = {}
    for name, path in MODULES.items():
        if name.startswith(prefix):
            child = name.removeprefix(prefix).split(".")[0]
            used = imports(ast.parse(path.read_text()))
            neighbours = {
                n.removeprefix(prefix).split(".")[0] for n in used if n.startswith(prefix)
            }
            edges.setdefault(child, set()).update(neighbours)
    assert circle(edges) == []


@each_file
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LINES


@each_file
def test_a_function_is_short(path: Path) -> None:
    for function in functions(ast.parse(path.read_text())):
        assert (function.end_lineno or 0) - function.lineno < FUNCTION_LINES, function.name


@each_file
def test_names_say_what_they_hold(path: Path) -> None:
    names = {name.strip("_").lower() for name in names_given(ast.parse(path.read_text()))}
    assert (names | {path.stem}) & VAGUE == set()


@each_file
def test_everything_public_has_a_docstring(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert not tree.body or ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            assert node.name.startswith("_") or ast.get_docstring(node), node.name


@each_file
def test_no_indonesian_sentence_is_in_the_code(path: Path) -> None:
    for text in strings(ast.parse(path.read_text())):
        words = {word.lower() for word in INDONESIAN.findall(text)}
        assert words <= INDONESIAN_NAMES, text


def test_every_room_is_on_the_map() -> None:
    rooms = {room_of(path) for path in FILES} - {"__init__", "__main__"}
    assert rooms <= MAY_USE.keys()
    page = (ROOT / "__init__.py").read_text()
    assert {room for room in rooms if not re.search(rf"\b{room}\b", page)} == set()


def test_every_dependency_is_used_and_every_import_is_a_dependency() -> None:
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text("utf-8"))["project"]
    listed = {re.split(r"[<>=[; ]", entry)[0] for entry in project["dependencies"]} - UNSEEN
    used = {top(n) for path in FILES for n in imports(ast.parse(path.read_text()))}
    packages = {"PIL": "pillow", "telegram": "python-telegram-bot"}
    packages |= {"prometheus_client": "prometheus-client", "py_landlock": "py-landlock"}
    foreign = {name for name in used - sys.stdlib_module_names if not name.startswith("bot")}
    assert {packages.get(name, name) for name in foreign} == listed


def test_the_rules_see_a_breach() -> None:
    tree = ast.parse("from bot import disk\nimport bot.telegram.polling, os.path, telegram")
    assert {top(name) for name in imports(tree)} == {"bot.disk", "bot.telegram", "os", "telegram"}
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) != []
    assert circle({"a": {"a", "b"}, "b": set()}) == []
    assert set(names_given(ast.parse("def f(told): kept = 1"))) == {"f", "told", "kept"}
    assert strings(ast.parse('"""Doc."""\nsay("Foto ini")')) == ["Foto ini"]
    assert INDONESIAN.findall("Kirim foto Anda") == ["Kirim", "foto", "Anda"]
