"""Grade rows on a Dask cluster: each chunk a task of its own, tried again elsewhere when a worker is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gdtutor.errors import ArgumentError, GdtutorError
from gdtutor.tutor.answers import grade_row
from gdtutor.tutor.workers import Numbered

_CHUNK = 16
_RETRIES = 5


def grade_chunk(rows: Sequence[Numbered]) -> list[Numbered]:
    """Grade a few rows; runs on a worker, which needs gdtutor installed."""
    return [(number, grade_row(row)) for number, row in rows]


def grade_on_cluster(rows: Sequence[Numbered], scheduler: str) -> Iterator[Numbered]:
    """Grade rows on the cluster of the Dask scheduler at ``scheduler``; results come as they are ready.

    Raises:
        GdtutorError: if the optional extra ``cluster`` is not installed.
        ArgumentError: if no scheduler answers at the address.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as problem:
        raise GdtutorError("grading on a cluster wants Dask: pip install 'gdtutor[cluster]'") from problem
    try:
        client = Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as problem:
        wanted = "the address of a running Dask scheduler is wanted"
        raise ArgumentError(f"scheduler is {scheduler!r}: {wanted}") from problem
    with client:
        chunks = [list(rows[i : i + _CHUNK]) for i in range(0, len(rows), _CHUNK)]
        futures = client.map(grade_chunk, chunks, pure=False, retries=_RETRIES)
        for future in as_completed(futures, loop=client.loop):
            yield from future.result()
