"""Which network addresses are public: the only ones that the watch connects to."""

from ipaddress import IPv4Address, ip_address, ip_network
from typing import Final

# What `is_global` of some versions of Python still takes for public, and what leads to elsewhere.
_CLOSED_4: Final = tuple(
    map(
        ip_network,
        (
            "100.64.0.0/10",  # shared by the customers of a provider
            "192.0.0.0/24",
            "192.88.99.0/24",  # the way into 6to4
            "198.18.0.0/15",
        ),
    )
)
# Public addresses of single machines begin so; loopback, private and mapped ones stand outside.
_OPEN_6: Final = ip_network("2000::/3")
_CLOSED_6: Final = tuple(
    map(
        ip_network,
        (
            "2001::/23",  # Teredo and other tunnels: an address of another kind is inside
            "2001:db8::/32",
            "2002::/16",  # 6to4: the same
            "3fff::/20",
        ),
    )
)


def is_public(text: str) -> bool:
    """Tell whether a text is a network address that everybody on the internet may reach.

    An IPv6 address that holds an IPv4 one (mapped, 6to4, Teredo, NAT64) never is: what is inside
    could be this machine or its neighbours.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in closed for closed in _CLOSED_4)
    is_open = address.scope_id is None and address in _OPEN_6
    return is_open and not any(address in closed for closed in _CLOSED_6)
