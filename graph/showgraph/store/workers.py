"""Connections that each have a thread of their own, so that who waits for a query can stop it."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar, cast

import duckdb

Result = TypeVar("Result")
_TICK = 0.05


class Task(Generic[Result]):
    """One piece of work for a worker."""

    def __init__(self, work: Callable[[duckdb.DuckDBPyConnection], Result]) -> None:
        self._work = work
        self._done: list[Result] = []
        self._failed: list[BaseException] = []
        # An event, because a join that Ctrl-C breaks off takes the thread for ended.
        self.ended = threading.Event()

    def do(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Do the work, whatever comes of it."""
        try:
            self._done.append(self._work(connection))
        except BaseException as error:  # handed to the thread that waits
            self._failed.append(error)
        finally:
            self.ended.set()

    def result(self) -> Result:
        """Return what the work gave, or raise what it raised."""
        if self._failed:
            raise self._failed[0]
        return self._done[0]


def _do_tasks(tasks: SimpleQueue[Task[object] | None], connection: duckdb.DuckDBPyConnection) -> None:
    while (task := tasks.get()) is not None:
        task.do(connection)
        del task


class Worker:
    """A connection with a thread of its own, kept for the next query: one that is new to memory runs far slower."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, instance: int) -> None:
        self.instance = instance
        self._connection = connection
        self._tasks: SimpleQueue[Task[object] | None] = SimpleQueue()
        self._thread = threading.Thread(target=_do_tasks, args=(self._tasks, connection), daemon=True)
        self._thread.start()
        self._task: Task[object] | None = None
        weakref.finalize(self, self._tasks.put, None)

    def finish(self, task: Task[Result], seconds: float | None) -> bool:
        """Do a task and tell whether it ended in time; what is late or unwanted is stopped first."""
        self._task = cast("Task[object]", task)
        self._tasks.put(self._task)
        try:
            in_time = task.ended.wait(seconds)
        except BaseException:
            self._stop(task)
            raise
        if not in_time:
            self._stop(task)
        return in_time

    def stop(self) -> None:
        """Stop the task at hand, whoever waits for it."""
        if self._task is not None:
            self._stop(self._task)

    def _stop(self, task: Task[Result]) -> None:
        """Interrupt until the work has ended: an interrupt that comes before the engine begins is lost."""
        while not task.ended.is_set():
            self._connection.interrupt()
            task.ended.wait(_TICK)

    def close(self) -> None:
        """End the thread and let go of the connection."""
        self._tasks.put(None)
        # A thread that still held it when the interpreter goes down would take the process with it.
        self._thread.join()
        self._connection.close()
