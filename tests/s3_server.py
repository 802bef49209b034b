"""An object store of the tests' own: moto's server in this process, which can be made to fail."""

import os
import signal
import threading

import pytest

KEYS = {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_REGION": "us-east-1",
}


class Store:
    """A running server.

    Attributes:
        puts: the names that were put since `forget`, in their order.
        fails_from: the number of the put from which on each is refused; None: none is.
        kills: the process that is killed there instead, before the put or after it.
    """

    def __init__(self):
        from moto.moto_server.werkzeug_app import (
            DomainDispatcherApplication,
            create_backend_app,
        )
        from werkzeug.serving import WSGIRequestHandler, make_server

        quiet = type("Quiet", (WSGIRequestHandler,), {"log_request": lambda *_said: None})
        self._app = DomainDispatcherApplication(create_backend_app)
        self._lock = threading.Lock()
        self.forget()
        self._server = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=quiet
        )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.environment = {
            **KEYS,
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self._server.server_port}",
        }

    def forget(self):
        self.puts, self.fails_from, self.kills, self.comes_after = [], None, None, False

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def bucket(self, name):
        """Make a bucket, and return moto's own view of it."""
        from moto.backends import get_backend

        backend = get_backend("s3")["123456789012"]["aws"]
        if name not in backend.buckets:
            backend.create_bucket(name, "us-east-1")
        return backend.buckets[name]

    def objects(self, name):
        """Return what lies in a bucket: the bytes, by the whole key."""
        return {key: each.value for key, each in self.bucket(name).keys.items()}

    def put(self, name, key, content):
        from moto.backends import get_backend

        get_backend("s3")["123456789012"]["aws"].put_object(name, key, content)

    def _answer(self, environ, start):
        if environ["REQUEST_METHOD"] != "PUT":
            return self._app(environ, start)
        with self._lock:
            self.puts.append(environ["PATH_INFO"])
            strikes = self.fails_from is not None and len(self.puts) >= self.fails_from
        if not strikes:
            return self._app(environ, start)
        if self.kills is None:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start("403 Forbidden", [("Content-Type", "application/xml")])
            return [b"<Error><Code>AccessDenied</Code></Error>"]
        answer = self._app(environ, start) if self.comes_after else []
        os.kill(self.kills(), signal.SIGKILL)
        if not self.comes_after:
            start("500 Gone", [])
        return answer


@pytest.fixture(scope="module")
def s3():
    """A store; skips where moto or obstore is not installed."""
    pytest.importorskip("moto.moto_server", reason="the object store needs moto[server]")
    pytest.importorskip("obstore", reason="the object store needs the extra [cloud]")
    pytest.importorskip("flask", reason="the object store needs moto[server]")
    store = Store()
    yield store
    store.close()
