"""A language model as a door: it may propose other words for a question; only what the grammar reads is ever run."""

from __future__ import annotations

import ipaddress
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence

from showgraph.errors import ShowgraphError

_SECONDS, _MOST_BYTES, _MOST_PROPOSALS = 30.0, 200_000, 5
_TOLD = """You reword questions about films, series, webtoons, novels and the people who made them, so that a small grammar
can read them. Keep every condition and every name as it is. Write plain noun phrases or short questions of these kinds:
zombie series adapted from webtoons since 2019
who directed Kingdom
which films starring Song Kang-ho are not on Netflix
actors in horror series directed by someone who also directed a film based on a novel
how many series did Lee Jae-kyoo direct
when was Kingdom released
how is Bae Doona connected to Park Ji-hu
Answer with up to three rewordings, one a line, and nothing else."""


def open_door(address: str, model: str) -> Callable[[str, str], Sequence[str]]:
    """Return what asks an OpenAI-compatible server on this machine or in its network for other words.

    Raises:
        ShowgraphError: the address is none of a local server; nothing is ever sent elsewhere.
    """
    url = _local_address(address)

    def reword(question: str, refusal: str) -> Sequence[str]:
        asked = f"{question}\n(The grammar said: {refusal})"
        told = {"model": model, "temperature": 0, "messages": [
            {"role": "system", "content": _TOLD}, {"role": "user", "content": asked},
        ]}  # fmt: skip
        return _read_lines(_post(url, told))

    return reword


def _local_address(address: str) -> str:
    parts = urllib.parse.urlsplit(address)
    host = parts.hostname or ""
    local = host == "localhost"
    if not local:
        try:
            local = ipaddress.ip_address(host).is_private
        except ValueError:
            local = False
    if parts.scheme not in ("http", "https") or not local:
        raise ShowgraphError(
            f"{address!r} is no address of a local model; give one such as http://127.0.0.1:8080/v1, on this machine or in "
            "its own network"
        )
    return address.rstrip("/") + "/chat/completions"


def _post(url: str, told: object) -> object:
    request = urllib.request.Request(
        url, json.dumps(told).encode(), {"Content-Type": "application/json", "Accept": "application/json"}
    )
    # No proxy and no redirect: the question goes to the address given and nowhere else.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            return json.loads(answer.read(_MOST_BYTES))
    except (urllib.error.URLError, TimeoutError, ValueError, OSError) as error:
        raise ShowgraphError(f"the model at {url} did not answer: {error}; ask without it, or start it") from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _read_lines(answer: object) -> list[str]:
    """Return the lines of the first message, without the marks of a list."""
    try:
        content = str(answer["choices"][0]["message"]["content"])  # type: ignore[index]
    except (LookupError, TypeError):
        return []
    lines = (line.strip().lstrip("-*0123456789. ").strip("\"'` ") for line in content.splitlines())
    return [line for line in lines if 0 < len(line) < 500][:_MOST_PROPOSALS]
