"""A PostgreSQL server of the tests' own: a cluster in a temporary folder, on a free port."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - quicker than a disk; only where nothing is kept
MISSING = "PostgreSQL is not installed (Debian: apt-get install postgresql)"


def programs():
    """The folder of the newest server's programs; None where there is none."""
    found = shutil.which("initdb")
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    return Path(found or versions[-1]).resolve().parent if found or versions else None


class Cluster:
    """A server; trusts whoever comes from this computer. Root runs it as the user postgres."""

    def __init__(self, *settings, safe=False, of=None):
        """Make a cluster and start it.

        Args:
            settings: of postgresql.conf, as NAME=VALUE.
            safe: whether it waits for the disk, as a real one does.
            of: another server, of which this one is a standby.
        """
        self._bin = programs()
        memory = SHARED_MEMORY if SHARED_MEMORY.is_dir() and not safe else None
        self.folder = Path(tempfile.mkdtemp(prefix="cadence-pg-", dir=memory))
        self.data = self.folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.port = free_port()
        self._settings = [f"port={self.port}", "listen_addresses=127.0.0.1", *settings]
        self._settings += [f"unix_socket_directories={self.folder}", "logging_collector=off"]
        if safe:
            self._settings.append("recovery_init_sync_method=syncfs")  # not file by file
        else:
            self._settings += ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]
        if of:
            flags = ["-R", "-X", "stream", "-c", "fast", "--no-sync"]
            self._run("pg_basebackup", "-D", self.data, "-d", of.address, *flags)
        else:
            flags = ["--no-sync", "--no-locale", "--encoding=UTF8", "--auth=trust"]
            self._run("initdb", "-D", self.data, *flags, "--username=postgres")
        self.start()

    @property
    def address(self):
        """The address of the database that is always there, as its superuser."""
        return self.address_of("postgres")

    def address_of(self, role, database="postgres"):
        """The address for a role, over TCP as from another computer."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def start(self):
        """Start it and wait until it answers."""
        given = " ".join(f"-c {each}" for each in self._settings)
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "30", "-l", log, "-o", given, "start")

    def stop(self, how="fast"):
        """Stop it: fast; or immediate, which is as if the power had failed."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", how, "stop")

    def promote(self):
        """Make a standby the primary."""
        self._run("pg_ctl", "-D", self.data, "-w", "promote")

    def remove(self):
        """Stop it and take its folder away."""
        if (self.data / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder)

    def _run(self, program, *arguments):
        command = [str(self._bin / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]
        told = self.folder / f"{program}.told"  # a pipe would stay open in the server
        with told.open("w") as out:
            done = subprocess.run(
                command, stdout=out, stderr=out, check=False, cwd=self.folder, timeout=60
            )
        if done.returncode:
            log = self.folder / "log"
            more = log.read_text("utf-8", "replace")[-2000:] if log.exists() else ""
            raise RuntimeError(f"{program}: {told.read_text('utf-8', 'replace')}\n{more}")


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
