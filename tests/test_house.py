"""The house rules: imports point down the table, modules stay small, prose stays in locales."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "bot"
MAY_USE = {  # floor -> floors of ours and packages of others it may import
    "engine": {"piexif"},
    "report": {"engine"},
    "places": set[str](),
    "advisor": set[str](),
    "wording": {"engine", "report", "places", "advisor", "babel"},
    "outcomes": {"engine", "report"},
    "chat": {"engine", "report", "advisor", "wording", "outcomes"},
    "pixels": {"engine", "report", "PIL", "piexif"},
    "config": set[str](),
    "memory_map": set[str](),
    "disk": {"engine", "memory_map"},
    "store": {"sqlalchemy", "alembic"},
    "sandbox": {
        *("engine", "report", "places", "wording", "outcomes", "pixels", "memory_map"),
        *("PIL", "msgspec", "py_landlock", "pyseccomp"),
    },
    "ops": {
        *("config", "store", "sandbox", "wording", "telegram"),
        *("sqlalchemy", "httpx", "prometheus_client"),
    },
    "telegram": {
        *("engine", "report", "advisor", "wording", "outcomes", "chat", "config", "store"),
        *("sandbox", "ops", "sqlalchemy", "telegram", "httpx", "starlette", "uvicorn"),
        "prometheus_client",
    },
    "cli": {
        *(
            "engine",
            "report",
            "advisor",
            "wording",
            "chat",
            "pixels",
            "config",
            "disk",
            "memory_map",
        ),
        *("sandbox", "telegram", "ops", "outcomes"),
    },
    "__main__": {"cli"},
    "__init__": set[str](),
}
PURE = {"engine", "report", "places", "advisor", "wording", "outcomes", "chat"}
WORLD = {"asyncio", "http", "os", "pathlib", "socket", "subprocess", "tempfile", "time", "urllib"}
UNSEEN = {"psycopg"}  # SQLAlchemy imports it where the URL says so
LINES = 250  # in a module: past that it is rarely one idea
LONGER = {"engine/blocks/xmp/names.py": "one table"}  # module -> why it may be longer
FUNCTION_LINES = 40

# Frequent Indonesian words that are no English ones: one in a string is prose in the code.
INDONESIAN = re.compile(
    r"\b(yang|tidak|anda|untuk|dengan|dari|ini|itu|foto|berkas|lokasi|kirim|bukan|adalah|bisa"
    r"|sudah|belum|akan|pada|kamera|hapus|bersih|gambar)\b",
    re.IGNORECASE,
)
NAMES = {
    "bersih",
    "foto",
    "gambar",
    "hapus",
    "kamera",
}  # words that are part of a file's, a command's or a fact's name

FILES = sorted(ROOT.rglob("*.py"))
each_file = pytest.mark.parametrize(
    "path", FILES, ids=[path.relative_to(ROOT).as_posix() for path in FILES]
)


def floor_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "bot":
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name.removeprefix("bot.").split(".")[0] for name in names}


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = ast.FunctionDef, ast.AsyncFunctionDef
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


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
    floor, used = floor_of(path), imports(ast.parse(path.read_text()))
    assert used - sys.stdlib_module_names <= MAY_USE[floor] | {floor}
    assert floor not in PURE or not used & WORLD


@each_file
def test_a_module_is_short(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    assert lines <= LINES or path.relative_to(ROOT).as_posix() in LONGER


@each_file
def test_a_function_is_short(path: Path) -> None:
    for function in functions(ast.parse(path.read_text())):
        assert (function.end_lineno or 0) - function.lineno < FUNCTION_LINES, function.name


@each_file
def test_everything_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert not tree.body or ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            assert node.name.startswith("_") or ast.get_docstring(node), node.name


@each_file
def test_no_sentence_of_ours_is_in_the_code(path: Path) -> None:
    for text in strings(ast.parse(path.read_text())):
        words = {word.lower() for word in INDONESIAN.findall(text)}
        assert words <= NAMES, text


def test_every_floor_is_on_the_map() -> None:
    doors = {floor_of(path) for path in FILES} - {"__init__", "__main__"}
    assert doors <= MAY_USE.keys()
    told = (ROOT / "__init__.py").read_text()
    assert {door for door in doors if not re.search(rf"\b{door}\b", told)} == set()


def test_what_is_imported_is_asked_for() -> None:
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {re.split(r"[<>=[; ]", wish)[0] for wish in project["dependencies"]} - UNSEEN
    used = set().union(*(imports(ast.parse(path.read_text())) for path in FILES))
    ours = {floor_of(path) for path in FILES} - {"telegram"} | {"bot"}
    packages = {"PIL": "pillow", "telegram": "python-telegram-bot"}
    packages |= {"prometheus_client": "prometheus-client", "py_landlock": "py-landlock"}
    assert {packages.get(name, name) for name in used - sys.stdlib_module_names - ours} == asked


def test_a_breach_is_seen() -> None:
    assert imports(ast.parse("from bot import disk\nimport bot.telegram.polling, os.path")) == {
        "disk",
        "telegram",
        "os",
    }
    assert strings(ast.parse('"""Doc."""\nsay("Foto ini")')) == ["Foto ini"]
    assert INDONESIAN.findall("Kirim foto Anda") == ["Kirim", "foto", "Anda"]
