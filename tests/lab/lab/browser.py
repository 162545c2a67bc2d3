"""A browser on the customer host: Debian's Chromium, headless, driven through chromedriver.

The browser runs in the customer's network, where the daemon listens on loopback, so it reaches nothing outside
the lab."""

import base64
import json
import os
import queue
import shutil
import threading
from pathlib import Path

from .catalogue import daemon_program
from .host import end
from .waiting import wait_until

DRIVER_PORT = 9515
WIDE, NARROW = (1440, 900), (390, 844)

_OPTIONS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
            "--no-proxy-server", "--disable-features=Translate,OptimizationHints,MediaRouter"]


def obstacle():
    """Why there is no browser, or None."""
    for program in ("chromium", "chromedriver"):
        if not shutil.which(program):
            return f"{program} is not installed (script/setup test)"
    try:
        import selenium  # noqa: F401
    except ImportError:
        return "python3-selenium is not installed (script/setup test)"
    return None


def screenshots():
    """The folder for pictures, beside the daemon that they show."""
    folder = Path(daemon_program()).resolve().parent / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder


class _Inside(threading.Thread):
    """A thread that lives in a host's network and calls what it is given: a namespace is a thread's."""

    def __init__(self, host):
        super().__init__(daemon=True)
        self._host = host
        self._calls = queue.Queue()
        self.start()

    def run(self):
        self._host.enter()
        while (call := self._calls.get()) is not None:
            function, answer = call
            try:
                answer.put((function(), None))
            except Exception as error:  # raised in the caller
                answer.put((None, error))

    def __call__(self, function):
        answer = queue.Queue()
        self._calls.put((function, answer))
        result, error = answer.get()
        if error:
            raise error
        return result

    def end(self):
        self._calls.put(None)
        self.join()


class Browser:
    """One window. `directory` gets the profile and the log of chromedriver. It lasts until close(), also when the
    programs of the host end: its start costs more of the processor than most tests of the page."""

    def __init__(self, host, directory, address="http://127.0.0.1:8075"):
        self.address = address
        self._log = Path(directory, "chromedriver.log")
        self._program = host.spawn("chromedriver", f"--port={DRIVER_PORT}", log=self._log, lasting=True)
        self._inside = _Inside(host)
        try:
            wait_until(lambda: host.connect("127.0.0.1", DRIVER_PORT).close() or True, "chromedriver", 20)
            self._driver = self._inside(lambda: self._start(Path(directory, "profile")))
        except BaseException:
            self._program.kill()
            raise
        self._show_as_new()

    def renew(self):
        """As a browser that has just been started: a new window, nothing stored or cached."""
        def run():
            old = self._driver.current_window_handle
            self._driver.switch_to.new_window("tab")
            new = self._driver.current_window_handle
            self._driver.switch_to.window(old)
            self._driver.close()
            self._driver.switch_to.window(new)
        self._inside(run)
        self.command("Storage.clearDataForOrigin", origin=self.address, storageTypes="all")
        self.command("Network.clearBrowserCookies")
        self.command("Network.clearBrowserCache")
        self.messages()
        self.network()
        self._show_as_new()

    def leave(self):
        """Closes the page, so that it asks no daemon of a later test."""
        self._inside(lambda: self._driver.get("about:blank"))

    def _show_as_new(self):
        self.set_size(*WIDE)
        self.set_scheme("light")

    def _start(self, profile):
        from selenium import webdriver
        options = webdriver.ChromeOptions()
        for option in [*_OPTIONS, f"--user-data-dir={profile}"]:
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        return webdriver.Remote(f"http://127.0.0.1:{DRIVER_PORT}", options=options)

    def open(self, path="/"):
        self._inside(lambda: self._driver.get(self.address + path))

    def script(self, text, *arguments):
        """The value of `return …` in the page."""
        return self._inside(lambda: self._driver.execute_script(text, *arguments))

    def wait_for_script(self, text, *arguments, seconds=60):
        """The value that an asynchronous script passes to its last argument, a function."""
        def run():
            self._driver.set_script_timeout(seconds)
            return self._driver.execute_async_script(text, *arguments)
        return self._inside(run)

    def command(self, name, **parameters):
        """A command of the DevTools protocol."""
        body = {"cmd": name, "params": parameters}
        url = f"/session/{self._driver.session_id}/goog/cdp/execute"
        def run():
            self._driver.command_executor._commands["cdp"] = ("POST", url)
            return self._driver.execute("cdp", body)["value"]
        return self._inside(run)

    def text(self, selector):
        """The text of the first element that is visible, in one line; None without one."""
        return next(iter(self.texts(selector)), None)

    def texts(self, selector):
        """The texts of all elements that are visible."""
        return self.script("""
            return [...document.querySelectorAll(arguments[0])].filter((one) => one.getClientRects().length > 0)
              .map((one) => one.innerText.replace(/\\s+/g, ' ').trim());""", selector)

    def title(self):
        return self._inside(lambda: self._driver.title)

    def keys(self, *keys):
        """Types into whatever has the focus."""
        def run():
            from selenium.webdriver import ActionChains
            ActionChains(self._driver).send_keys(*keys).perform()
        self._inside(run)

    def path(self):
        """The address behind the host, as the reader sees it."""
        return self._inside(lambda: self._driver.current_url).removeprefix(self.address)

    def wait_until(self, condition, what, timeout=15):
        return wait_until(lambda: condition(self), what, timeout, pause=0.1)

    def set_size(self, width, height):
        self._size = (width, height)
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                     mobile=False)

    def set_scheme(self, scheme):
        """`light` or `dark`, as the system has it."""
        self._scheme = scheme
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self, name):
        """Writes build/…/screenshots/NAME-SCHEME-WIDTH.png."""
        picture = self.command("Page.captureScreenshot")["data"]
        file = screenshots() / f"{name}-{self._scheme}-{self._size[0]}.png"
        file.write_bytes(base64.b64decode(picture))
        return file

    def messages(self):
        """What the page wrote to the console since the last call, and violations of its policy. A request that
        fails because the daemon is gone is not among them."""
        entries = self._inside(lambda: self._driver.get_log("browser"))
        return [entry["message"] for entry in entries if entry["level"] in ("SEVERE", "WARNING")
                and "net::ERR_CONNECTION_REFUSED" not in entry["message"]]

    def network(self):
        """Events of the network since the last call, as of the DevTools protocol."""
        entries = self._inside(lambda: self._driver.get_log("performance"))
        events = (json.loads(entry["message"])["message"] for entry in entries)
        return [event for event in events if event["method"].startswith("Network.")]

    def close(self):
        try:
            self._inside(lambda: self._driver.quit())
        finally:
            self._inside.end()
            end(self._program, patience=10)


def requests_of(events):
    return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]


def bytes_of(events):
    """What all answers weighed on the wire, headers included."""
    return sum(event["params"]["encodedDataLength"] for event in events
               if event["method"] == "Network.loadingFinished")


def axe_core():
    """The text of axe-core's script, or None; script/setup puts it into the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"), "peeringd")
    found = sorted(cache.glob("axe-core-*/axe.min.js"))
    return found[-1].read_text() if found else None
