"""Real git repositories for tests, the same byte for byte in every run: author, day and settings are fixed."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tinyregister import write_register

_WHO = {"NAME": "Kari Nordmann", "EMAIL": "kari.nordmann@example.org", "DATE": "2026-11-20T12:00:00+01:00"}
_SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in _WHO.items()},
}
Changes = Mapping[str, str | bytes | None]


def git(folder: Path, *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> str:
    """Run git in a folder, which must go well; what it says comes back, without the last line's end."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-C", folder, *arguments],
        check=False,
        input=stdin,
        capture_output=True,
        env={**clean, **_SETTINGS, **(env or {})},
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().removesuffix("\n")


@dataclass(frozen=True)
class Repository:
    """A repository with a work tree, and the register in it."""

    top: Path
    register: Path

    @classmethod
    def create(cls, top: Path, inner: str = ".", files: Changes | None = None) -> "Repository":
        """A new repository with the tiny register, and these files, in its first commit."""
        top.mkdir(parents=True, exist_ok=True)
        git(top, "init", "-q", "--initial-branch=main", "--object-format=sha1")
        write_register(top / inner)
        repository = cls(top, top / inner)
        repository.commit(files or {})
        return repository

    def change(self, files: Changes) -> None:
        """Write files of the register, and remove those with None."""
        for path, content in files.items():
            target = self.register / path
            if content is None:
                target.unlink()
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, files: Changes) -> str:
        """Commit these changes, and whatever else has changed; the commit's name."""
        self.change(files)
        git(self.top, "add", "--all")
        git(self.top, "commit", "-q", "--allow-empty", "--no-verify", "-m", "A change")
        return git(self.top, "rev-parse", "HEAD")
