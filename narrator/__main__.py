"""`python -m narrator` is the command `narrator`."""

from narrator.cli import main

# Processes that the service starts import this module again, and must not run it.
if __name__ == "__main__":
    main()
