"""The floors of 5-architecture.md, read from the imports: values and imports only go down."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "rolecheck"
MODULES = {
    ".".join(("rolecheck", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
}

# From the bottom. What stands on one line may not import what stands on the same line or below it in this list.
# A new module must be given its place here: that is the point of the list.
FLOORS = (
    ("rolecheck",),
    (
        "discovery",
        "errors",
        "identity_number",
        "suggestions",
        "spoken_keys",
        "shape",
        "fields",
        "calendar",
        "jsonc",
        "source",
        "watch",
        "spellings",
        "joints",
    ),
    ("syntax", "missing_dashes", "layout", "baseline", "written_list", "recognition"),
    ("careful",),
    ("document",),
    ("finding",),
    ("model", "cards"),
    ("known_keys", "missing_spaces"),
    ("validation",),
    ("register",),
    ("norms", "training", "redaction", "meant_ids"),
    ("roster", "references"),
    ("demands",),
    ("schema",),
    ("rule",),
    ("rules", "policy"),
    ("comparison",),
    ("check",),
    ("overview",),
    ("obligations", "qualifications", "returns"),
    ("endings",),
    ("assignment",),
    ("actions",),
    ("gap_report",),
    ("sentences",),
    ("wording",),
    ("render",),
    ("read_ahead", "output_folder"),
    ("files", "repository"),
    ("cli",),
    ("__main__",),
)
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}
CLI = FLOOR_OF["cli"]

YAML_READERS = {"rolecheck.source", "rolecheck.careful"}
LOOKING_AT_THE_PROGRAM = {"rolecheck.discovery"}  # its own modules; no file of a user
OUTSIDE_WORLD = {"os", "shutil", "socket", "subprocess", "tempfile", "urllib"}
CLOCKS = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time", "time.localtime"}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools"}


def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imports_of(module: str) -> Iterator[str]:
    """Every module that a module imports, wherever in its text, the package's own ones by their full names."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import hides its floor"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else str(node.module)


def part_of(module: str) -> str:
    """The floor's name for a module: `rolecheck.rules.stray_file` stands on `rules`."""
    return "rolecheck" if module == "rolecheck" else module.split(".")[1]


def floor_of(module: str) -> int:
    return FLOOR_OF.get(part_of(module), 0)


def own_imports_of(module: str) -> list[str]:
    return [imported for imported in imports_of(module) if imported.partition(".")[0] == "rolecheck"]


def below_cli() -> list[str]:
    return [module for module in MODULES if floor_of(module) < CLI]


def dotted(node: ast.expr) -> str:
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else getattr(node, "id", "")


# --- floors


def test_every_module_has_a_floor_and_every_floor_a_module() -> None:
    assert {part_of(module) for module in MODULES} == set(FLOOR_OF)


@pytest.mark.parametrize("module", MODULES)
def test_imports_only_go_down(module: str) -> None:
    upwards = {
        imported
        for imported in own_imports_of(module)
        if part_of(imported) != part_of(module) and floor_of(imported) >= floor_of(module)
    }
    assert upwards == set()


@pytest.mark.parametrize(
    ("package", "kept_apart"),
    [
        ("rolecheck.rules", lambda _: True),
        ("rolecheck.render", lambda name: name.startswith("as_")),
        ("rolecheck.cli", lambda name: not name.startswith("_")),
    ],
    ids=["rules", "formats", "commands"],
)
def test_what_is_found_by_its_being_there_never_imports_its_like(
    package: str, kept_apart: Callable[[str], bool]
) -> None:
    alike = {module for module in MODULES if module.startswith(f"{package}.") and kept_apart(module.rpartition(".")[2])}
    assert len(alike) > 1
    assert {(module, imported) for module in alike for imported in own_imports_of(module) if imported in alike} == set()


@pytest.mark.parametrize("outside", ["rolecheck.files", "rolecheck.repository"])
def test_only_the_command_line_imports_the_outside_world(outside: str) -> None:
    assert {part_of(module) for module in MODULES if outside in own_imports_of(module)} == {"cli"}


def test_one_module_starts_other_programs() -> None:
    assert {module for module in MODULES if "subprocess" in imports_of(module)} == {"rolecheck.repository"}


def test_only_the_reader_imports_yaml() -> None:
    importers = {module for module in MODULES if any(name.split(".")[0] == "yaml" for name in imports_of(module))}
    assert importers == YAML_READERS


def test_nothing_below_files_reaches_the_outside_world() -> None:
    reaching = {
        (module, name)
        for module in MODULES
        if floor_of(module) < FLOOR_OF["read_ahead"] and module not in LOOKING_AT_THE_PROGRAM
        for name in imports_of(module)
        if name.split(".")[0] in OUTSIDE_WORLD
    }
    assert reaching == set()


@pytest.mark.parametrize("module", below_cli())
def test_no_clock_and_no_printing_below_the_command_line(module: str) -> None:
    called = {dotted(node.func) for node in ast.walk(tree_of(module)) if isinstance(node, ast.Call)}
    assert not {name for name in called if name == "print" or name.endswith(tuple(CLOCKS))}


def test_the_command_line_has_one_clock() -> None:
    having = {
        module
        for module in MODULES
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Attribute) and dotted(node) in CLOCKS
    }
    assert having == {"rolecheck.cli._session"}


# --- house style


@pytest.mark.parametrize("module", MODULES)
def test_a_module_opens_with_its_purpose(module: str) -> None:
    docstring = ast.get_docstring(tree_of(module)) or ""
    assert docstring.partition("\n")[0].strip()


def test_modules_are_short() -> None:
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in MODULES.items()}
    assert {module: length for module, length in lengths.items() if length > 300} == {}
    assert median(lengths.values()) <= 100


def test_a_module_is_named_after_what_it_holds() -> None:
    assert {module for module in MODULES if module.rpartition(".")[2].strip("_") in NAMES_THAT_SAY_NOTHING} == set()


def test_a_rule_has_a_file_of_its_name() -> None:
    for module in MODULES:
        if module.startswith("rolecheck.rules."):
            functions = [node.name for node in tree_of(module).body if isinstance(node, ast.FunctionDef)]
            assert module.rpartition(".")[2] in functions
