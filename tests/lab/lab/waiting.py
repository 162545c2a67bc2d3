"""Waits for conditions with a deadline."""

import time


def wait_until(condition, what, timeout, pause=0.05):
    """Calls `condition` until it returns a true value, and returns that.

    AssertionError, LookupError and OSError of the condition mean "not yet"; the last one is reported
    after `timeout` seconds.
    """
    deadline = time.monotonic() + timeout
    while True:
        last = None
        try:
            if result := condition():
                return result
        except (AssertionError, LookupError, OSError) as error:
            last = f"{type(error).__name__}: {error}"
        if time.monotonic() > deadline:
            reason = f" (last: {last})" if last else ""
            raise AssertionError(f"not within {timeout} s: {what}{reason}")
        time.sleep(pause)
