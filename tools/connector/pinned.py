"""Connections that go where the address was looked at: a second answer of a name server, which
could lead elsewhere, is never asked for."""

from __future__ import annotations

import functools
import socket
from typing import Any

import requests.adapters
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from .address import resolved


class _Pinned:
    """What both sorts of connections do: look at all numbers of the host, and take one of them. The
    certificate is still compared with the name of the host."""

    secure = False
    host: str
    port: int
    timeout: Any
    source_address: Any
    socket_options: Any

    def __init__(self, *args: Any, private: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._private = private

    def _new_conn(self) -> socket.socket:
        failure: OSError | None = None
        for number in resolved(self.host, self.port, self._private, self.secure):
            try:
                return create_connection(
                    (number, self.port),
                    self.timeout,
                    source_address=self.source_address,
                    socket_options=self.socket_options,
                )
            except OSError as error:
                failure = error
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, "no connection in time") from failure
        raise NewConnectionError(self, "no connection") from failure


class _Plain(_Pinned, HTTPConnection):
    pass


class _Secure(_Pinned, HTTPSConnection):
    secure = True


class PinnedAdapter(requests.adapters.HTTPAdapter):
    """Connects for a session; `private` as in ``remote.Access``."""

    def __init__(self, private: bool) -> None:
        self._private = private
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> Any:
        result = super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": self._pool(urllib3.HTTPConnectionPool, _Plain),
            "https": self._pool(urllib3.HTTPSConnectionPool, _Secure),
        }
        return result

    def _pool(self, pool: Any, connection: Any) -> Any:
        """A class of pools whose connections know whether they may stay in this network."""
        made = functools.partial(connection, private=self._private)
        return type(pool.__name__, (pool,), {"ConnectionCls": staticmethod(made)})
