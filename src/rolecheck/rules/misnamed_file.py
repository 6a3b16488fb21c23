"""A role card or a unit whose file has another name."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.layout import stem
from rolecheck.rule import Case, Group, rule


@rule(group=Group.FILE, severity=Severity.ERROR)
def misnamed_file(case: Case) -> Iterator[Gap]:
    """A role card or unit file is not named after its id.

    What it checks:
        The name of the file, without its extension, is the `id` that stands in it.

    Why:
        People look for a unit by its file name, and a copied file that keeps the old id is found at once.

    Fails:
        units/iv.yaml with `id: ie`

    Passes:
        units/ie.yaml with `id: ie`

    Remedy:
        Rename the file, or correct the id. This cannot be waived.
    """
    for entity in case.register.named_entities:
        path = entity.at.file
        if stem(path) != entity.id:
            yield Gap(
                place=entity.at / "id",
                subject={"file": path},
                facts={"file": path, "id": entity.id, "name": stem(path)},
                path=("id",),
            )
