"""`python -m narrator` is the command `narrator`."""

from narrator.cli import main

# Processes that read articles load this module too, under another name.
if __name__ == "__main__":
    main()
