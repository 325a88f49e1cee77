"""What the settings say of more than one server: a replica of the database, and a shared cache."""

from typing import Any, Final

PRIMARY: Final = "default"
REPLICA: Final = "replica"
# Seconds until a server that does not answer a new connection is given up.
CONNECTING: Final = 2
# A network that went away is noticed within some ten seconds, in words of libpq.
NETWORK: Final = {
    "connect_timeout": CONNECTING,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
# Whoever is told "done" finds it done on the replica too, where PostgreSQL has been told of one
# (synchronous_standby_names); without one it means nothing.
DURABLE: Final = "-c synchronous_commit=remote_apply"


def with_replica(primary: dict[str, Any], replica: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the databases of the settings; the second is the first again in the tests."""
    primary["OPTIONS"] = {"options": DURABLE, **NETWORK, **primary.get("OPTIONS", {})}
    replica["OPTIONS"] = {**NETWORK, **replica.get("OPTIONS", {})}
    return {PRIMARY: primary, REPLICA: {**replica, "TEST": {"MIRROR": PRIMARY}}}


def shared_cache(address: str) -> dict[str, Any]:
    """Return the cache of what all processes have to know at once."""
    table = {"BACKEND": "directory.staff.cache.SharedCache", "LOCATION": "staff_shared_note"}
    if not address:
        return {"default": table}
    redis = {"BACKEND": "directory.staff.redis_cache.RedisThenTable", "LOCATION": address}
    return {"default": redis, "table": table}
