"""A port that nobody can listen on ends the service, whoever took it and however late."""

import socket

from tests.cli.command import onestop


def test_one_port_for_both_surfaces_is_refused(tmp_path):
    """What binds a port is not yet who listens on it: the second of two that share one is told, and nobody serves."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    ports = ("--port", port, "--admin-port", port)

    done = onestop("engine", "serve", "st", "--scenario", "one-court", *ports, cwd=tmp_path)

    assert done.returncode == 1
    assert f"port = {port}: cannot be listened on at 127.0.0.1 (Address already in use)" in done.stderr
    assert "serving" not in done.stdout
