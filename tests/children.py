"""Processes of their own for tests that kill them or let them meet."""

import os
import traceback
import warnings


def in_a_child(action):
    """Run ``action`` in a child process of its own; return how it ended, as ``os.waitpid`` says."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        code = 1
        try:
            action()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return pid
