"""The `narrator` command: its sub-commands, and how they end."""

from __future__ import annotations

import io
import os
import signal
import sys
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from narrator.cli.doctor import doctor
from narrator.cli.feed import feed
from narrator.cli.keys import keys
from narrator.cli.messages import complain, say
from narrator.cli.narrate import narrate
from narrator.cli.script import script
from narrator.cli.serve import serve
from narrator.cli.voices import voices
from narrator.cli.worker import worker
from narrator.domain import NarratorError

_INTERRUPTED = 130
"""Exit code after Ctrl-C, by the shells' custom of 128 and the signal's number; Typer gives it."""

app = typer.Typer(
    name="narrator",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(narrate)
app.command()(script)
app.add_typer(voices, name="voices")
app.add_typer(feed, name="feed")
app.command()(worker)
app.command()(serve)
app.add_typer(keys, name="keys")
app.command()(doctor)


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Turn articles into audio that people want to listen to, offline."""
    if version:
        from importlib.metadata import version as installed

        print(installed("narrator"))
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())


def main() -> NoReturn:
    """Run the command line; exit 0 done, 1 failed, 2 bad input or usage, 130 interrupted."""
    signal.signal(signal.SIGTERM, _interrupt)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = app(prog_name="narrator", standalone_mode=False) or 0
        sys.stdout.flush()
        if code == _INTERRUPTED:
            say("interrupted: the same command goes on where it stopped", code)
    except NarratorError as error:
        code = complain(error)
    except TyperException as error:
        code = say(_wrong_usage(error), 2)
    except BrokenPipeError:
        # Who reads our output has left: nothing more can be said, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except Exception as error:
        if "NARRATOR_TRACEBACK" in os.environ:
            raise
        code = say(
            f"unexpected {type(error).__name__} ({error}): please report it, "
            "with what NARRATOR_TRACEBACK=1 shows",
            1,
        )
    sys.exit(code)


def _wrong_usage(error: TyperException) -> str:
    """Say what is wrong with the command line and where help stands."""
    command = getattr(getattr(error, "ctx", None), "command_path", "narrator")
    message = error.format_message().removesuffix(".").replace("Value error, ", "")
    return f"{message}: see `{command} --help`"


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
