"""Where another CRM may be: its address as it is typed, and where that leads.

Whoever writes an address here makes this server speak to it: so it leads to no machine of its own
network unless that is allowed, whatever a name server says.
"""

from __future__ import annotations

import ipaddress
import socket
import urllib.parse

from .remote import RemoteFault

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Number = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = {"https": 443, "http": 80}
# Those of a network that is somebody's own; any other one that is not public leads nowhere.
OWN = tuple(
    map(
        ipaddress.ip_network,
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"),
    )
)
# What carries an address of IPv4 in its last 32 bits.
CARRYING = tuple(map(ipaddress.ip_network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48")))


def checked_url(text: str) -> str:
    """The address of a server without a slash at its end: https, or http for this very machine.

    >>> checked_url(" https://crm.example.org/ "), checked_url("http://127.0.0.1:8069")
    ('https://crm.example.org', 'http://127.0.0.1:8069')
    >>> for text in ("http://crm.example.org", "https://ann:secret@crm.example.org"):
    ...     try:
    ...         checked_url(text)
    ...     except RemoteFault as fault:
    ...         print(fault.code)
    connector_not_https
    connector_bad_address
    """
    text = text.strip()
    if not text.isprintable() or any(each.isspace() for each in text) or "\\" in text:
        raise RemoteFault("connector_bad_address")
    try:
        parts = urllib.parse.urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise RemoteFault("connector_bad_address") from error
    is_plain = not (parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in PORTS or not parts.hostname or not is_plain or port == 0:
        raise RemoteFault("connector_bad_address")
    if parts.scheme == "http" and not _is_here(parts.hostname):
        raise RemoteFault("connector_not_https")
    return text.rstrip("/")


def _is_here(host: str) -> bool:
    """Whether a name says by itself that it is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def resolved(host: str, port: int, private: bool, secure: bool) -> list[str]:
    """The numbers of a host, all of them looked at: who connects takes one of these, and asks no
    name server again. With `private` they may be of this machine or its network. What is not
    `secure` stays on this machine."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RemoteFault("connector_unknown_host", wait=300.0) from error
    numbers = list(dict.fromkeys(str(each[4][0]) for each in found))
    for number in numbers:
        if not is_allowed(number, private):
            raise RemoteFault("connector_private_address")
        if not secure and not ipaddress.ip_address(number).is_loopback:
            raise RemoteFault("connector_not_https")
    return numbers


def is_allowed(number: str, private: bool) -> bool:
    """Whether one may connect to an address: to a public one, and where `private` ones are allowed
    to those of this machine and of a network of one's own. Never to what hands out the keys of a
    machine in a cloud, nor to many at once.

    >>> [is_allowed(each, False) for each in ("8.8.8.8", "10.0.0.1", "::ffff:10.0.0.1", "::1")]
    [True, False, False, False]
    >>> [is_allowed(each, True) for each in ("10.0.0.1", "::1", "169.254.169.254", "0.0.0.0")]
    [True, True, False, False]
    """
    address = _meant(ipaddress.ip_address(number.partition("%")[0]))
    if address.is_loopback or _within(address, OWN):
        return private
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _meant(address: Number) -> Number:
    """The address of IPv4 that one of IPv6 carries, where it does; else itself."""
    if isinstance(address, ipaddress.IPv4Address) or address.is_loopback:
        return address
    carried = address.ipv4_mapped or address.sixtofour
    if carried is None and _within(address, CARRYING):
        carried = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return carried or address


def _within(address: Number, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks)
