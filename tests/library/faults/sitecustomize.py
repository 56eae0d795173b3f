"""Kills a worker at an exact place in its own code, where random moments seldom fall.

FAULTS_KILL names the places: "publish" is after an episode was published and before the workflow
engine has noted it, "join" after all its files are in place, "spoken" after a block was told to
the ledger. Each happens once.

FAULTS_DEATHS is how many workers may die at a piece of work, where more are killed than usual.

FAULTS_UPGRADE makes the worker one of another release: there is a workflow more.
"""

import os
import signal
from pathlib import Path

PLACES = set(os.environ.get("FAULTS_KILL", "").split())


def kill_after(owner, name):
    method = getattr(owner, name)

    def wrapped(*args, **options):
        result = method(*args, **options)
        try:
            (Path(os.environ["FAULTS"]) / f"killed-{name}").touch(exist_ok=False)
        except FileExistsError:
            return result
        os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, wrapped)


if PLACES:
    from narrator.library.ledger import Ledger

    for place in PLACES:
        kill_after(Ledger, place)

if "FAULTS_DEATHS" in os.environ:
    from narrator.library.guard import Guard

    watch = Guard.__init__

    def watch_longer(self, engine, deaths):
        del deaths
        watch(self, engine, int(os.environ["FAULTS_DEATHS"]))

    Guard.__init__ = watch_longer

if "FAULTS_UPGRADE" in os.environ:
    from dbos import DBOS

    @DBOS.workflow()
    def something_new():
        return None
