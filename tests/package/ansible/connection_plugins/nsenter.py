"""Runs Ansible's commands in the namespaces of a process, as machine.py does, without a network."""

import os
import subprocess
from pathlib import Path

from ansible.errors import AnsibleError
from ansible.plugins.connection import ConnectionBase

DOCUMENTATION = """
name: nsenter
short_description: the namespaces of a process
description: [Commands and files of the machine whose first process is C(remote_addr).]
options:
  remote_addr:
    description: The process ID.
    vars: [{name: ansible_host}]
"""


class Connection(ConnectionBase):
    transport = "nsenter"
    has_pipelining = True

    def _connect(self):
        self._connected = True
        return self

    def _enter(self, *command):
        return ["nsenter", f"--target={self._play_context.remote_addr}", "--mount", "--uts", "--ipc", "--net",
                "--pid", "--root", "--wd", "/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME=/root", "LC_ALL=C.UTF-8", *command]

    def exec_command(self, cmd, in_data=None, sudoable=True):
        super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        done = subprocess.run(self._enter("/bin/sh", "-c", cmd), input=in_data or b"", capture_output=True)
        return done.returncode, done.stdout, done.stderr

    def put_file(self, in_path, out_path):
        done = subprocess.run(self._enter("dd", f"of={out_path}", "status=none"),
                              input=Path(os.fsdecode(in_path)).read_bytes(), capture_output=True)
        if done.returncode != 0:
            raise AnsibleError(f"cannot write {out_path}: {done.stderr.decode()}")

    def fetch_file(self, in_path, out_path):
        done = subprocess.run(self._enter("cat", in_path), capture_output=True)
        if done.returncode != 0:
            raise AnsibleError(f"cannot read {in_path}: {done.stderr.decode()}")
        Path(os.fsdecode(out_path)).write_bytes(done.stdout)

    def close(self):
        self._connected = False
