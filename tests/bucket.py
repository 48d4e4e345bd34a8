"""A bucket for tests: moto's S3 as a child process on loopback."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from review.settings import Settings

PATIENCE = 60.0


@dataclass(frozen=True)
class Bucket:
    """One bucket on one server."""

    endpoint: str
    name: str

    def settings(self, data_dir: Path, prefix: str = "desk") -> Settings:
        """Return the settings of a desk whose media lie here."""
        given = Settings(data_dir=data_dir, media_url=f"s3://{self.name}/{prefix}", s3_endpoint=self.endpoint)
        return replace(given, aws_access_key_id="a-test", aws_secret_access_key="a-test")


@contextmanager
def moto_bucket(name: str = "tips") -> Iterator[Bucket]:
    """Start a server with one bucket and end it behind."""
    port = _free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - installed with the tests
    endpoint = f"http://127.0.0.1:{port}"
    try:
        _wait_for(endpoint, server)
        _call(f"{endpoint}/{name}", "PUT")
        yield Bucket(endpoint, name)
    finally:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def _wait_for(endpoint: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            json.loads(_call(f"{endpoint}/moto-api/data.json", "GET"))
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("moto did not start")


def _call(url: str, method: str) -> bytes:
    request = urllib.request.Request(url, method=method)  # noqa: S310 - loopback only
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - loopback only
        body: bytes = answer.read()
        return body
