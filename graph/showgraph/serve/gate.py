"""How much is done at once: work runs in threads, few at a time, and what is too much is turned away at once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from showgraph.serve.refusals import OverloadError

Result = TypeVar("Result")
_QUICK = 0.25


class Gate:
    """Lets ``most`` pieces of work in; those that are not quick make way for the others.

    Few threads at a time are the fastest way through many quick queries. A piece of work that takes longer than a
    quarter of a second goes on beside them, so that it never keeps the quick ones waiting.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.active = 0
        self.refused = 0
        self._pool = ThreadPoolExecutor(most, thread_name_prefix="query")
        self._lane = asyncio.Semaphore(max(2, os.cpu_count() or 1))

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what the work gives, or raise what it raises.

        Raises:
            OverloadError: as much is being done as is allowed.
        """
        if self.active >= self.most:
            self.refused += 1
            raise OverloadError(self.most)
        self.active += 1
        try:
            await self._lane.acquire()
        except BaseException:
            self.active -= 1
            raise
        try:
            future = asyncio.get_running_loop().run_in_executor(self._pool, work)
        except BaseException:
            self.active -= 1
            self._lane.release()
            raise
        # A request that is given up leaves its query running until it is done or its time is over.
        future.add_done_callback(self._leave)
        try:
            await asyncio.wait([future], timeout=_QUICK)
        finally:
            self._lane.release()
        return await future

    def _leave(self, future: asyncio.Future[Result]) -> None:
        self.active -= 1
        if not future.cancelled():
            future.exception()

    def close(self) -> None:
        """Take no more work; what runs is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)
