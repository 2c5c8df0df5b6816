"""The web UI: a store looked at in a browser, offline; every figure one click from the words it stands on (docs/web.md).

`create_app` is the application, `serve` runs it. Pages are HTML from the server and work without scripts; each has its data beside it under
`.json`. Nothing here opens a connection to anywhere.
"""

import os
import secrets
from collections.abc import Callable

from onrecord.errors import SetupError
from onrecord.web.security import LOOPBACK

__all__ = ["serve"]


def serve(
    path: str | os.PathLike[str],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    token: str | None = None,
    read_only: bool = False,
    author: str | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the web UI of a store until it is stopped.

    Args:
        host: an address of this machine. Other than its loopback, others can reach it: then the address told carries a token.
        token: to use in place of one made up.
        tell: is told the address to open, when it can be.

    Raises:
        StoreError: there is no such store, or it is damaged.
        SetupError: the port is taken, or there is no such address here.
    """
    import socket

    import uvicorn

    from onrecord.web.app import create_app

    for_others = host not in LOOPBACK
    if token is None and for_others:
        token = secrets.token_urlsafe(24)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            raise SetupError(
                f"{host}:{port}", error.strerror or str(error), "choose another with --port, or --port 0 for any that is free"
            ) from error
        port = listening.getsockname()[1]
        app = create_app(path, port=port, read_only=read_only, token=token, any_host=for_others, author=author)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, lifespan="off", timeout_keep_alive=30, ws="none"
        )
        named = f"[{host}]" if ":" in host else host
        address = f"http://{named}:{port}/" + (f"?token={token}" if token else "")

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                # Told when it answers, and when an interrupt ends it in good order: not before.
                await super().startup(sockets)
                tell(address)

        Server(config).run(sockets=[listening])
