"""Redis as a cache that may be away."""

from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django_redis.cache import CONNECTION_INTERRUPTED, RedisCache

LIMITS = "allauth:"  # how the keys of allauth's rate limits begin


class LimitsHoldCache(RedisCache):
    """django-redis with IGNORE_EXCEPTIONS, whose rate limits go on in this process while Redis is away.

    allauth takes a lock by `add` before it counts: ignored errors would look like a lock that is never free,
    and nobody could sign in (429). Sessions get no such spare: a copy in one process would be out of date in
    the next; they are read from the database instead.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._spare = LocMemCache("limits", {})

    def add(self, key: str, *args: Any, **kwargs: Any) -> Any:
        done = super().add(key, *args, **kwargs)
        return self._spare.add(key, *args, **kwargs) if self._missed(key, done) else done

    def set(self, key: str, *args: Any, **kwargs: Any) -> Any:
        done = super().set(key, *args, **kwargs)
        return self._spare.set(key, *args, **kwargs) if self._missed(key, done) else done

    def delete(self, key: str, *args: Any, **kwargs: Any) -> Any:
        done = super().delete(key, *args, **kwargs)
        return self._spare.delete(key, *args, **kwargs) if self._missed(key, done) else done

    def _get(self, key: str, default: Any, version: int | None, client: Any) -> Any:
        found = super()._get(key, default, version, client)
        if found is CONNECTION_INTERRUPTED and key.startswith(LIMITS):
            return self._spare.get(key, default, version)
        return found

    @staticmethod
    def _missed(key: str, done: object) -> bool:
        """Whether django-redis swallowed an error (it then answers None) for a key of a rate limit."""
        return done is None and key.startswith(LIMITS)
