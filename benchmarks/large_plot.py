"""The picture of the large benchmark: a row for each question, a dot for each engine, ratios on a logarithmic axis."""

from __future__ import annotations

import math
from collections.abc import Mapping
from xml.sax.saxutils import escape

COLOURS = ["#1b6ca8", "#d1495b", "#2e933c", "#edae49", "#7b4fa3", "#00798c", "#8d5524", "#5c6672", "#c06c84", "#333333"]
LEFT, WIDTH, ROW, TOP = 290, 560, 30, 90


def draw_ratios(medians: Mapping[str, Mapping[str, float]], texts: Mapping[str, str], base: str) -> str:
    """Return an SVG of every engine's time over that of ``base``, the first engine of a row where base is absent."""
    ratios = {
        question: {engine: value / row.get(base, next(iter(row.values()))) for engine, value in row.items()}
        for question, row in medians.items()
        if row
    }
    engines = list(dict.fromkeys(engine for row in ratios.values() for engine in row))
    colours = {engine: COLOURS[at % len(COLOURS)] for at, engine in enumerate(engines)}
    logs = [math.log10(ratio) for row in ratios.values() for ratio in row.values()]
    low, high = math.floor(min(logs, default=0)), math.ceil(max(logs, default=1))
    scale = WIDTH / max(high - low, 1)
    height = TOP + ROW * len(ratios) + 40
    parts = [_draw_axis(low, high, scale, height), _draw_legend(colours)]
    for place, (question, row) in enumerate(ratios.items()):
        y = TOP + ROW * place + ROW // 2
        parts.append(f'<text x="{LEFT - 14}" y="{y + 4}" text-anchor="end">{escape(texts[question])}</text>')
        parts += [
            f'<circle cx="{LEFT + (math.log10(ratio) - low) * scale:.1f}" cy="{y}" r="6" fill="{colours[engine]}">'
            f"<title>{escape(engine)}: {ratio:.2g}</title></circle>"
            for engine, ratio in row.items()
        ]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 40} {height}" '
        f'font-family="sans-serif" font-size="13">\n<rect width="100%" height="100%" fill="white"/>\n'
        f'<text x="{LEFT}" y="{height - 6}">time over that of {escape(base)}; left is faster</text>\n{body}\n</svg>\n'
    )


def _draw_axis(low: int, high: int, scale: float, height: int) -> str:
    lines = []
    for power in range(low, high + 1):
        x = LEFT + (power - low) * scale
        label = f"{10**power:,}" if power >= 0 else f"1/{10**-power:,}"
        lines.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{height - 40}" stroke="#ddd"/>')
        lines.append(f'<text x="{x:.1f}" y="{height - 24}" text-anchor="middle">{label}</text>')
    return "\n".join(lines)


def _draw_legend(colours: Mapping[str, str]) -> str:
    items = []
    for place, (engine, colour) in enumerate(colours.items()):
        x, y = 20 + 215 * (place % 4), 20 + 22 * (place // 4)
        items.append(f'<circle cx="{x}" cy="{y}" r="6" fill="{colour}"/>')
        items.append(f'<text x="{x + 11}" y="{y + 4}">{escape(engine)}</text>')
    return "\n".join(items)
