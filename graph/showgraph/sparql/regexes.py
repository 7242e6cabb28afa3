"""Regular expressions: from XPath's dialect to the engine's (RE2) and to Python's."""

from __future__ import annotations

import re

_SIMPLE = {"n": "\\n", "r": "\\r", "t": "\\t"}
_OUTSIDE = {
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "W": r"[\p{P}\p{Z}\p{C}]",
}
_INSIDE = {"d": r"\p{Nd}", "D": r"\P{Nd}", "s": r" \t\n\r", "w": r"\p{L}\p{M}\p{N}\p{S}", "W": r"\p{P}\p{Z}\p{C}"}
_MOST_REPEATS = 1000


def pattern_for_engine(pattern: str, flags: str, *, matching_nothing: bool = True) -> str | None:
    """Return an XPath regular expression as RE2, flags included; None when it has something that RE2 has not.

    ``matching_nothing=False`` also refuses patterns that match the empty string, which is an error in REPLACE.
    """
    if set(flags) - set("imsxq") or "\0" in pattern:
        return None
    if "q" in flags:
        translated = re.escape(pattern)
    else:
        if "x" in flags:
            pattern = re.sub(r"[ \t\n\r]", "", pattern) if "[" not in pattern else pattern
            if "[" in pattern:
                return None
        found = _translate(pattern)
        if found is None:
            return None
        translated = found
    if not matching_nothing and _can_match_nothing(pattern if "q" not in flags else re.escape(pattern)):
        return None
    chosen = "".join(flag for flag in "ims" if flag in flags)
    return f"(?{chosen}){translated}" if chosen else translated


def _translate(pattern: str) -> str | None:
    out: list[str] = []
    inside, place = False, 0
    while place < len(pattern):
        char = pattern[place]
        if char == "\\":
            following = pattern[place + 1 : place + 2]
            if following in ("p", "P"):
                end = pattern.find("}", place)
                name = pattern[place + 3 : end] if pattern[place + 2 : place + 3] == "{" else ""
                if not re.fullmatch("[LMNPZSC][a-z]?", name):
                    return None
                out.append(f"\\{following}{{{name}}}")
                place = end + 1
                continue
            known = _SIMPLE.get(following) or (_INSIDE if inside else _OUTSIDE).get(following)
            if known is None and (not following or following.isalnum()):
                return None
            out.append(known or "\\" + following)
            place += 2
            continue
        if inside:
            if char == "[" or (char == "-" and pattern[place + 1 : place + 2] == "["):
                return None
            inside = char != "]"
        elif char == "[":
            inside = True
            if pattern[place + 1 : place + 2] == "^":
                out.append("[")
                place += 1
                char = "^"
        elif pattern.startswith("(?", place) and not pattern.startswith("(?:", place):
            return None
        out.append(char)
        place += 1
    translated = "".join(out)
    if any(
        int(number) > _MOST_REPEATS for number in re.findall(r"\d+", " ".join(re.findall(r"\{[\d,]*\}", translated)))
    ):
        return None
    try:
        re.compile(re.sub(r"\\[pP]\{\w+\}", "a", translated))
    except re.error:
        return None
    return None if re.search(r"[*+?}][+]", translated) else translated


def _can_match_nothing(pattern: str) -> bool:
    compiled = compile_for_python(pattern, "")
    return compiled is None or compiled.search("") is not None or not re.search(r"[\w]", pattern)


def replacement_for_engine(new: str, flags: str) -> str | None:
    """Return an XPath replacement in RE2's notation; None when it is an error or differs."""
    if "q" in flags:
        return new.replace("\\", "\\\\")
    if re.search(r"\$\d\d|\$(?!\d)|\\(?![\\$])", new.replace("\\\\", "").replace("\\$", "")) or "\\" in new:
        return None
    return re.sub(r"\$(\d)", r"\\\1", new)


def compile_for_python(pattern: str, flags: str) -> re.Pattern[str] | None:
    """Return an XPath regular expression compiled for Python; None when it is an error."""
    if set(flags) - set("imsxq"):
        return None
    chosen = re.NOFLAG
    for flag, value in (("i", re.IGNORECASE), ("m", re.MULTILINE), ("s", re.DOTALL)):
        if flag in flags:
            chosen |= value
    if "q" in flags:
        return re.compile(re.escape(pattern), chosen)
    if "x" in flags:
        pattern = re.sub(r"[ \t\n\r]", "", pattern)
    if not chosen & re.MULTILINE:
        # Python's $ also matches before a last line break; XPath's does not.
        pattern = re.sub(
            r"(\\.)|(\[[^\]]*\])|\$", lambda match: match.group(0) if match.group(0) != "$" else r"\Z", pattern
        )
    try:
        return re.compile(pattern, chosen)
    except re.error:
        return None


def replacement_for_python(new: str, flags: str) -> str | None:
    """Return an XPath replacement in Python's notation; None when it is an error."""
    if "q" in flags:
        return new.replace("\\", "\\\\")
    out: list[str] = []
    place = 0
    while place < len(new):
        char, following = new[place], new[place + 1 : place + 2]
        if char == "\\":
            if following not in ("\\", "$"):
                return None
            out.append("\\\\" if following == "\\" else "$")
            place += 2
        elif char == "$":
            if not following.isdigit():
                return None
            out.append(f"\\g<{following}>")
            place += 2
        else:
            out.append(char)
            place += 1
    return "".join(out)
