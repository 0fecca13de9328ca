"""The application behind a real socket, served by waitress in a thread of this process."""

import socket
import threading
from contextlib import contextmanager

import waitress


@contextmanager
def serving(app):
    """Serve an application and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = waitress.create_server(app, host="127.0.0.1", port=port, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()
        thread.join(timeout=5)
