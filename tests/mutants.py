"""Mutation testing, run by hand: what could be wrong in the rules without any test noticing?

Every target file is changed in one small place at a time, in memory. A forked child lets the changed program run
the module's own tests, where it has some (for a rule: those of its sentences), and then check the case pages, ending
at the first difference. A mutant that neither notices survives. `message` marks survivors that change no more than
sentences, related places and the like; `same` those that change nothing in the report of any page, so that they are
either equivalent or want a case.

Why not a library: mutmut leaves decorated functions alone, and every rule is one; others run the tests in a new process
for each mutant, which takes hours where this takes minutes.
"""

import argparse
import ast
import functools
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

SOURCE = Path(__file__).parents[1] / "src" / "rolecheck"
TARGETS = (
    "calendar.py",
    "norms.py",
    "policy.py",
    "register.py",
    "roster.py",
    "training.py",
    *(f"rules/{path.name}" for path in sorted((SOURCE / "rules").glob("*.py"))),
)
PROCESSES = 2
SECONDS = 60  # a mutant that runs longer is caught in a loop, and noticed
WORDING = {"facts", "related", "variant"}  # of a gap: what its sentences are made of, which the case pages do not show
SAME, NOTICED, MESSAGE = 0, 1, 2


@dataclass(frozen=True)
class Mutant:
    """A target with one small change."""

    target: str
    line: int
    before: str
    after: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.target}:{self.line}: {self.before}  ->  {self.after}"


# --- making mutants

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLS = {"any": "all", "all": "any", "min": "max", "max": "min", "sorted": "list"}


def mutants_of(target: str) -> Iterator[Mutant]:
    """Every mutant of a file."""
    path = SOURCE / target
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for parent in _mutable(tree):
        for field, value in ast.iter_fields(parent):
            nodes = value if isinstance(value, list) else [value]
            for position, node in enumerate(nodes):
                if not isinstance(node, ast.AST) or _is_left_alone(parent, field, node):
                    continue
                for changed in _changes(parent, field, node):
                    _put(parent, field, position, changed)
                    code = compile(ast.fix_missing_locations(tree), str(path), "exec")
                    yield Mutant(target, getattr(node, "lineno", 0), _shown(node), _shown(changed), code)
                    _put(parent, field, position, node)


def _put(parent: ast.AST, field: str, position: int, node: ast.AST) -> None:
    if isinstance(getattr(parent, field), list):
        getattr(parent, field)[position] = node
    else:
        setattr(parent, field, node)


def _mutable(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes whose children may be changed: no annotations, no names of types, no parts of an f-string."""
    yield node
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_alone(node, field, child):
                yield from _mutable(child)


def _is_left_alone(parent: ast.AST, field: str, node: ast.AST) -> bool:
    if isinstance(node, ast.keyword) and node.arg in WORDING:
        return True
    if isinstance(node, ast.FunctionDef) and node.name == "_variant":
        return True  # it picks among sentences
    if field in {"annotation", "returns"} or isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
        return True
    if field == "decorator_list":
        return not (isinstance(node, ast.Call) and _shown(node.func) == "rule")
    if _shown(node) == "return False":
        return True  # to give back nothing instead answers the same question the same way
    if isinstance(parent, ast.AnnAssign) and _shown(parent.annotation) == "TypeAlias":
        return True
    if isinstance(node, ast.Call) and _shown(node.func) == "TypeVar":
        return True
    if isinstance(node, ast.ClassDef) and any(_shown(base) == "StrEnum" for base in node.bases):
        return True  # the words of an enumeration; what is compared are its members
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Div) and _shown(node) == "'id'":
        return True  # a place without a key is shown by the `id` beside it anyway
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)  # a docstring


def _changes(parent: ast.AST, field: str, node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901, PLR0912 - one case a kind
    match node:
        case ast.Compare():
            for position, operator in enumerate(node.ops):
                for other in _COMPARISONS[type(operator)]:
                    operators = [*node.ops[:position], other(), *node.ops[position + 1 :]]
                    yield ast.Compare(node.left, operators, node.comparators)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
            yield from (_without(node, position) for position in range(len(node.values)))
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.BinOp() if type(node.op) in _OPERATORS:
            yield ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right)
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield ast.Constant(int(str(node.value)) + 1)
        case ast.Constant(value=str()):
            yield ast.Constant(f"XX{node.value!s}")
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.Return() if node.value is not None and _shown(node.value) != "None":
            yield ast.Return(ast.Constant(None))
        case ast.Expr() | ast.AugAssign():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.Name() if field == "func" and node.id in _CALLS:
            yield ast.Name(_CALLS[node.id], ast.Load())
        case _:
            pass
    if field in {"test", "ifs"} and isinstance(node, ast.expr) and not isinstance(parent, ast.IfExp):
        if not isinstance(parent, ast.While):
            yield ast.Constant(True)
        yield ast.Constant(False)


def _without(node: ast.BoolOp, position: int) -> ast.expr:
    kept = [*node.values[:position], *node.values[position + 1 :]]
    return kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept)


def _shown(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:110]


# --- running one mutant, in a child


class _Loader(importlib.abc.Loader):
    def __init__(self, code: CodeType) -> None:
        self._code = code

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:  # noqa: ARG002 - the usual one
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)  # noqa: S102 - our own source, changed


class _Finder(importlib.abc.MetaPathFinder):
    """Gives one module from changed code, and leaves the others to the rest of Python."""

    def __init__(self, mutant: Mutant) -> None:
        self._path = SOURCE / mutant.target
        self._name = ".".join(("rolecheck", *Path(mutant.target).with_suffix("").parts)).removesuffix(".__init__")
        self._loader = _Loader(mutant.code)

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:  # noqa: ARG002
        if fullname != self._name:
            return None
        package = [str(self._path.parent)] if self._path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            fullname, self._path, loader=self._loader, submodule_search_locations=package
        )


@functools.cache
def _cases() -> Sequence[Any]:
    from casepages import all_cases  # noqa: PLC0415 - imports what may be changed

    return all_cases()


def _texts_of_pages(first_page: str) -> Iterator[tuple[bool, str]]:
    """For each case of every page, those of one page first: whether it gives what it must, and the report as JSON."""
    from casepages import found  # noqa: PLC0415 - imports what may be changed
    from rolecheck.render.canvas import Canvas  # noqa: PLC0415
    from rolecheck.render.formats import renderer  # noqa: PLC0415
    from rolecheck.wording import Speaker  # noqa: PLC0415

    reports = []
    for case in sorted(_cases(), key=lambda case: case.page != first_page):
        with tempfile.TemporaryDirectory() as folder:
            report = case.report(Path(folder))
            reports.append((str(case), report))
            yield found(report) == case.expected, ""
    for name, report in reports:
        yield True, name + renderer("json")(report, Speaker("en", report.register), Canvas())


def _digest_of(texts: Sequence[str]) -> str:
    return sha256(json.dumps(sorted(texts)).encode()).hexdigest()


def _run_own_tests(target: str) -> None:
    """The tests of `test_<module>.py`, if there are any, and for a rule those of sentences; such tests have no fixtures."""
    name = "test_sentences" if _is_rule(target) else f"test_{Path(target).stem}"
    if (Path(__file__).with_name(f"{name}.py")).exists() and target != "rules/__init__.py":
        importlib.import_module("conftest")
        for attribute, test in vars(importlib.import_module(name)).items():
            if attribute.startswith("test_"):
                test()


def _outcome(target: str, digest: str) -> int:
    _run_own_tests(target)
    texts = []
    for is_right, text in _texts_of_pages(Path(target).stem.replace("_", "-")):
        if not is_right:
            return NOTICED
        texts.append(text)
    return SAME if _digest_of(texts) == digest else MESSAGE


def _run_child(mutant: Mutant, digest: str) -> int:
    signal.alarm(SECONDS)
    sys.meta_path.insert(0, _Finder(mutant))
    if _is_rule(mutant.target):
        sys.modules.pop(f"rolecheck.rules.{Path(mutant.target).stem}")
        importlib.import_module("rolecheck.rules").all_rules.cache_clear()
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        return _outcome(mutant.target, digest)
    except BaseException:  # noqa: BLE001 - whatever a mutant raises, a page would notice
        return NOTICED


# --- running all of them


def _run_all(mutants: Sequence[Mutant], digest: str) -> Iterator[tuple[Mutant, int]]:
    running: dict[int, Mutant] = {}
    waiting = list(reversed(mutants))
    while waiting or running:
        while waiting and len(running) < PROCESSES:
            mutant = waiting.pop()
            child = os.fork()
            if child == 0:
                os._exit(_run_child(mutant, digest))
            running[child] = mutant
        child, status = os.wait()
        yield running.pop(child), os.WEXITSTATUS(status) if os.WIFEXITED(status) else NOTICED


@functools.cache
def _unchanged() -> str:
    """The digest of what every page's report says when nothing is changed, found out in a child of its own."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            os.write(writing, _digest_of([text for _, text in _texts_of_pages("")]).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.wait()
    return os.read(reading, 64).decode()


def _load_what_stays(target: str) -> None:
    """Import what stands on no part of the target, so that the children need not."""
    for name in ("pydantic", "rapidfuzz.process", "rapidfuzz.fuzz", "yaml", "rolecheck.fields", "rolecheck.careful"):
        importlib.import_module(name)
    if target != "calendar.py":  # the model stands on the calendar, and on no other target
        validation = importlib.import_module("rolecheck.validation")
        for kind in validation._SHAPES:
            validation._adapter(kind)
    if _is_rule(target):  # nothing stands on a rule; it is found when asked for
        importlib.import_module("rolecheck.render.as_json")
        with tempfile.TemporaryDirectory() as folder:
            _cases()[0].report(Path(folder))


def _is_rule(target: str) -> bool:
    return target.startswith("rules/") and target != "rules/__init__.py"


def _main() -> None:
    parser = argparse.ArgumentParser(
        description="Changes the rules in one place at a time, and lists what no test notices."
    )
    parser.add_argument(
        "targets", nargs="*", metavar="FILE", help="files of src/rolecheck, such as rules/stray_file.py"
    )
    # In their order: what is loaded for the sake of a later target must not stand on an earlier one.
    targets = sorted(parser.parse_args().targets or TARGETS, key=TARGETS.index)
    digest = _unchanged()
    totals: Counter[int] = Counter()
    for target in targets:
        _load_what_stays(target)
        outcomes: Counter[int] = Counter()
        for mutant, outcome in _run_all(list(mutants_of(target)), digest):
            outcomes[outcome] += 1
            if outcome != NOTICED:
                sys.stdout.write(f"{'same' if outcome == SAME else 'message':8}{mutant}\n")
        sys.stdout.write(
            f"# {target}: {outcomes.total()} mutants, {outcomes[SAME]} same, {outcomes[MESSAGE]} message\n"
        )
        sys.stdout.flush()
        totals += outcomes
    survived = totals[SAME] + totals[MESSAGE]
    share = 100 * survived / max(totals.total(), 1)
    sys.stdout.write(f"# all: {totals.total()} mutants, {survived} survive ({share:.1f} %), {totals[SAME]} same\n")


if __name__ == "__main__":
    _main()
