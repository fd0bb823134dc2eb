"""A small IMAP server in a thread, for what a well-behaved one never does; and Dovecot, where it is installed.

The small one knows the dozen commands that we send, keeps what was asked, and has switches for faults. What is true
of real servers is tested with Dovecot.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import shutil
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.mail_server import Certificate, certificate

USER, PASSWORD = "stories", "imap-pa55-word"
ARRIVED = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)


@dataclass
class SmallImap:
    """One mailbox with one folder. ``answer`` may take over: given a command line, what to send instead."""

    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    idle: bool = True
    greeting: bytes = b"* OK ready\r\n"
    answer: Callable[[str, str], bytes | None] = lambda _tag, _command: None
    hang_up: bool = False  # soon after IDLE began
    at_once: bool = False  # tells of new mail in one packet with the consent to IDLE
    commands: list[str] = field(default_factory=list)
    port: int = 0
    news: threading.Event = field(default_factory=threading.Event)

    def add(self, mail: bytes) -> int:
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        self.news.set()
        return uid

    def settings(self, **more: Any) -> dict[str, Any]:
        plain = {
            "host": "127.0.0.1",
            "port": self.port,
            "security": "none",
            "user": USER,
            "password": PASSWORD,
        }
        return {**plain, **more}


class _Talk(socketserver.StreamRequestHandler):
    timeout = 20
    state: SmallImap

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(self.state.greeting)
            while line := self.rfile.readline(65536):
                tag, _, command = line.decode("utf-8", "replace").strip().partition(" ")
                self.state.commands.append(command)
                own = self.state.answer(tag, command)
                if own is not None:
                    self.wfile.write(own)
                elif not self._obey(tag, command):
                    return

    def _obey(self, tag: str, command: str) -> bool:
        words = command.split()
        verb = " ".join(words[:2]).upper() if words[0].upper() == "UID" else words[0].upper()
        known: dict[str, Callable[[str], tuple[bytes, bool]]] = {
            "CAPABILITY": self._capability,
            "LOGIN": self._login,
            "LIST": lambda _: (b'* LIST () "/" INBOX\r\n', True),
            "EXAMINE": self._examine,
            "UID SEARCH": self._search,
            "UID FETCH": self._fetch,
            "IDLE": self._idle,
            "LOGOUT": lambda _: (b"* BYE bye\r\n", True),
        }
        says, ok = known[verb](command) if verb in known else (b"", False)
        self.wfile.write(says + f"{tag} {'OK' if ok else 'NO'} {verb} done\r\n".encode())
        return verb != "LOGOUT"

    def _capability(self, _command: str) -> tuple[bytes, bool]:
        return b"* CAPABILITY IMAP4rev1" + (b" IDLE" if self.state.idle else b"") + b"\r\n", True

    def _login(self, command: str) -> tuple[bytes, bool]:
        return b"", command.replace('"', "").split()[1:] == [USER, PASSWORD]

    def _examine(self, command: str) -> tuple[bytes, bool]:
        if command.split()[-1].strip('"') != "INBOX":
            return b"", False
        count, following = len(self.state.mails), max(self.state.mails, default=0) + 1
        told = f"* {count} EXISTS\r\n* OK [UIDVALIDITY {self.state.validity}] .\r\n* OK [UIDNEXT {following}] .\r\n"
        return told.encode(), True

    def _search(self, command: str) -> tuple[bytes, bool]:
        found = list(self.state.mails)
        if first := re.search(r"UID (\d+):\*", command):
            found = [one for one in found if one >= int(first[1])] or found[-1:]
        if named := re.search(r'HEADER "?In-Reply-To"? "?(<[^"\s]+>)', command):
            found = [one for one in found if named[1].encode() in self.state.mails[one]]
        return f"* SEARCH {' '.join(map(str, found))}\r\n".encode(), True

    def _fetch(self, command: str) -> tuple[bytes, bool]:
        asked = re.match(r"UID FETCH (\d+) .*<0\.(\d+)>", command)
        assert asked is not None, command
        uid, limit = int(asked[1]), int(asked[2])
        if uid not in self.state.mails:
            return b"", True
        mail = self.state.mails[uid]
        part = mail[:limit]
        head = f'* 1 FETCH (UID {uid} RFC822.SIZE {len(mail)} INTERNALDATE "19-Nov-2026 10:00:00 +0000" BODY[]<0> '
        return head.encode() + b"{%d}\r\n" % len(part) + part + b")\r\n", True

    def _idle(self, _command: str) -> tuple[bytes, bool]:
        self.state.news.clear()
        self.wfile.write(b"+ idling\r\n" + b"* 9 EXISTS\r\n" * self.state.at_once)
        if self.state.hang_up:
            time.sleep(0.2)
            raise ConnectionAbortedError
        told = threading.Event()

        def tell() -> None:
            while not told.is_set():
                if self.state.news.wait(0.02):
                    self.state.news.clear()
                    with contextlib.suppress(OSError):
                        self.wfile.write(f"* {len(self.state.mails)} EXISTS\r\n".encode())

        teller = threading.Thread(target=tell, daemon=True)
        teller.start()
        try:
            self.rfile.readline(1000)
        finally:
            told.set()
            teller.join(2)
        return b"", True


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


def small_imap(owner: object) -> SmallImap:
    """A server that stops when ``owner`` is gone."""
    state = SmallImap()
    server = _Server(("127.0.0.1", 0), type("_Bound", (_Talk,), {"state": state}))
    state.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    weakref.finalize(owner, _stop, server)
    return state


def _stop(server: _Server) -> None:
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Dovecot:
    """A real IMAP server. Any user is known by the one password; mail is kept in Maildir folders."""

    port: int
    folder: Path
    tls_port: int = 0
    certificate: Certificate | None = None  # of "localhost"; None where none can be made

    def settings(self, user: str, **more: Any) -> dict[str, Any]:
        plain = {
            "host": "127.0.0.1",
            "port": self.port,
            "security": "none",
            "user": user,
            "password": PASSWORD,
        }
        return {**plain, **more}

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""


CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
{tls}
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
default_process_limit = 20
default_client_limit = 50
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner_group} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
"""


@contextlib.contextmanager
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot of this test run alone, on a free port of 127.0.0.1; ended, with its files, at the end."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if program is None:
        pytest.skip("Dovecot is not installed here (package dovecot-imapd)")
    # Not pytest's own folder: Dovecot's other users must get in, and a socket's path may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="goodword-imap-"))
    folder.chmod(0o755)
    (folder / "mail").mkdir()
    made = certificate(folder) if shutil.which("openssl") else None
    server = Dovecot(_free_port(), folder, _free_port() if made else 0, made)
    config = folder / "dovecot.conf"
    config.write_text(_config(server))
    process = subprocess.Popen(
        [program, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        _wait_until_it_answers(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
        if process.stderr is not None:
            process.stderr.close()
        shutil.rmtree(folder, ignore_errors=True)


def _config(server: Dovecot) -> str:
    tls = "ssl = no"
    if (made := server.certificate) is not None:
        tls = f"ssl = yes\nssl_cert = <{made.certificate}\nssl_key = <{made.key}"
    return CONFIG.format(
        folder=server.folder,
        port=server.port,
        tls_port=server.tls_port,
        tls=tls,
        password=PASSWORD,
        **_users(server.folder),
    )


def _users(folder: Path) -> dict[str, str]:
    """Dovecot refuses to serve as root: then its package's own users do, and mail belongs to nobody."""
    if os.geteuid() != 0:
        me, group = getpass.getuser(), str(os.getegid())
        return {"internal": me, "group": group, "login": me, "owner": str(os.geteuid()), "owner_group": group}
    shutil.chown(folder / "mail", "nobody", "nogroup")
    return {
        "internal": "dovecot",
        "group": "dovecot",
        "login": "dovenull",
        "owner": "nobody",
        "owner_group": "nogroup",
    }


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_until_it_answers(server: Dovecot, process: subprocess.Popen[bytes], within: float = 20.0) -> None:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said = process.stderr.read().decode(errors="replace") if process.stderr else ""
            pytest.skip(f"Dovecot does not start here: {said[-300:]} {server.log()[-300:]}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 1) as line:
            line.settimeout(5)
            if line.recv(10).startswith(b"* OK"):
                return
        time.sleep(0.05)
    pytest.skip(f"Dovecot did not answer within {within:g} s: {server.log()[-500:]}")


__all__ = ["ARRIVED", "PASSWORD", "USER", "Dovecot", "SmallImap", "dovecot", "small_imap"]
