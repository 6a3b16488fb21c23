"""What a text will be shown on, and what its readers know of the world outside the register."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Canvas:
    """The width in columns, and whether there are colours; then what formats for programs need.

    `repository_path` is the register’s folder as seen from the root of its git repository, with `/`, and empty where
    the two are one. `separator` stands between the cells of a row.
    """

    width: int = 100
    color: bool = False
    repository_path: str = ""
    separator: str = ","

    def in_repository(self, file: str) -> str:
        """The path from the root of the repository of a file of the register."""
        return f"{self.repository_path}/{file}" if self.repository_path else file
