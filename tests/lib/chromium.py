"""Headless Chromium, spoken to through a pipe (Chrome DevTools Protocol), with nothing but Python's own library."""

import base64
import json
import os
import select
import shutil
import subprocess
import time

NAMES = ("chromium", "chromium-browser", "google-chrome")
# It asks nobody anything; a page is drawn the same on any machine.
FLAGS = ("--headless=new", "--remote-debugging-pipe", "--no-first-run", "--no-default-browser-check", "--disable-gpu", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--disable-default-apps",
         "--disable-dev-shm-usage", "--force-color-profile=srgb", "--hide-scrollbars", "--mute-audio", "--lang=zh-CN")


def found():
    """The program, or None where there is none."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Failure(Exception):
    pass


class Browser:
    """One browser with one page. Its profile lies in `folder`. To be used with `with`."""

    def __init__(self, folder):
        to_read, self.out = os.pipe()
        self.into, to_write = os.pipe()
        root = ["--no-sandbox"] if os.geteuid() == 0 else []  # it refuses to confine itself as root

        def wire():
            # 3 and 4 are the protocol's; copies first, since the one may stand where the other goes.
            reader, writer = os.dup(to_read), os.dup(to_write)
            os.dup2(reader, 3)
            os.dup2(writer, 4)

        self.process = subprocess.Popen([found(), *FLAGS, *root, f"--user-data-dir={folder}"], preexec_fn=wire, close_fds=False,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.rest, self.number, self.events, self.session = b"", 0, [], None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Security"):
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.session = None
            self.call("Browser.close", wait=5)
        except (Failure, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.out)
        os.close(self.into)

    def receive(self, until):
        while b"\0" not in self.rest:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.into], [], [], left)[0]:
                raise Failure("the browser does not answer")
            piece = os.read(self.into, 1 << 20)
            if not piece:
                raise Failure("the browser has ended")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, wait=60, **arguments):
        self.number += 1
        message = {"id": self.number, "method": method, "params": arguments}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data):]
        until = time.monotonic() + wait
        while True:
            answer = self.receive(until)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise Failure(f"{method}: {answer['error'].get('message')}")
                return answer["result"]
            if "method" in answer:
                self.events.append(answer)

    def wait_for(self, name, wait=60):
        until = time.monotonic() + wait
        while True:
            for event in self.events:
                if event["method"] == name:
                    return event
            message = self.receive(until)
            if "method" in message:
                self.events.append(message)

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise Failure(f"{expression[:80]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    # --- what tests ask for ---

    def size(self, width, height=900):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, kind="", scheme="light", motion="no-preference"):
        self.call("Emulation.setEmulatedMedia", media=kind, features=[{"name": "prefers-color-scheme", "value": scheme},
                                                                      {"name": "prefers-reduced-motion", "value": motion}])

    def scripts(self, allowed):
        self.call("Emulation.setScriptExecutionDisabled", value=not allowed)

    def open(self, path, wait=60):
        """Seconds until it is loaded."""
        self.events = []
        begin = time.monotonic()
        self.call("Page.navigate", url=path.resolve().as_uri())
        self.wait_for("Page.loadEventFired", wait)
        return time.monotonic() - begin

    def complaints(self):
        """What the page or its policy gave reason to complain of, and what it asked the network for."""
        self.evaluate("1")  # what is under way has arrived
        said = []
        for event in self.events:
            given = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                said.append(f"exception: {given['exceptionDetails'].get('text')}")
            if event["method"] == "Runtime.consoleAPICalled":
                said.append(f"console: {given['type']}")
            if event["method"] == "Log.entryAdded":
                said.append(f"log: {given['entry']['text']}")
            if event["method"] == "Network.requestWillBeSent" and given["type"] != "Document":
                said.append(f"request: {given['request']['url'][:100]}")
        return said

    def picture(self, path, full=False, **clip):
        arguments = {"format": "png", "captureBeyondViewport": full}
        if full:
            whole = self.call("Page.getLayoutMetrics")["cssContentSize"]
            arguments["clip"] = {"x": 0, "y": 0, "width": whole["width"], "height": min(whole["height"], 12000), "scale": 1, **clip}
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", **arguments)["data"]))

    def print(self, path):
        answer = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False, wait=120)
        path.write_bytes(base64.b64decode(answer["data"]))
