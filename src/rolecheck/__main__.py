"""Lets `python -m rolecheck` do what the console script does."""

from rolecheck.cli import main

if __name__ == "__main__":
    main()
