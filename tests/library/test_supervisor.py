"""A service's workers are there as long as it is, and no longer."""

import os
import signal
import sys
import threading

from narrator.library import Supervisor

from .conftest import children

NOTE = "import os, sys, time; os.write(1, b'.'); time.sleep(600)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {NOTE}"
REFUSE = "import sys; sys.exit(2)"


def test_a_worker_that_dies_is_replaced_and_all_end_with_the_supervisor(capfd):
    with Supervisor(2, command=[sys.executable, "-c", NOTE]) as supervisor:
        while capfd.readouterr().out.count(".") < 1:
            pass
        first = supervisor.processes()
        os.kill(first[0], signal.SIGKILL)
        while len(set(supervisor.processes()) - set(first)) == 0:
            pass
        assert first[1] in supervisor.processes()
    assert not children(os.getpid())


def test_a_worker_that_does_not_hear_is_asked_again_and_then_made_to_end(capfd):
    with Supervisor(1, command=[sys.executable, "-c", DEAF], patience=0.1):
        while capfd.readouterr().out.count(".") < 1:
            pass
    assert not children(os.getpid())


def test_a_worker_that_refuses_to_work_here_is_not_started_again():
    refused = threading.Event()
    with Supervisor(1, command=[sys.executable, "-c", REFUSE], on_refusal=refused.set) as opened:
        assert refused.wait(60)
        assert opened.processes() == ()
