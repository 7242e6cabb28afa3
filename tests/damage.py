"""Files as they come when something went wrong on the way."""

from __future__ import annotations

import bz2
import gzip
from pathlib import Path

from hypothesis import strategies as st


@st.composite
def damaged(draw: st.DrawFn, path: Path) -> bytes:
    """The bytes of a file with some of them cut out, replaced or put in, packed or not, ended early or not."""
    data = bytearray(path.read_bytes())
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data[start:end] = draw(st.one_of(st.binary(max_size=12), st.sampled_from([b"null", b"[]", b"{}", b"\n", b'"'])))
    packing = draw(st.sampled_from(["", "gzip", "bzip2"]))
    packed = gzip.compress(data) if packing == "gzip" else bz2.compress(data) if packing else bytes(data)
    return packed[: draw(st.integers(1, len(packed)))] if draw(st.booleans()) and packed else packed
