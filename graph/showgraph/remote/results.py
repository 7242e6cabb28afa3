"""What an endpoint answered, in the shape of a local result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showgraph.remote.replies import Table
from showgraph.sparql import Plan, Result

if TYPE_CHECKING:
    import pandas
    import pyarrow


class RemoteResult(Result):
    """The answer of an endpoint to one query: rows of term texts, yes or no, or triples."""

    def __init__(
        self,
        text: str,
        form: str,
        where: str,
        table: Table | None = None,
        *,
        triples: list[tuple[str, str, str]] | None = None,
    ) -> None:
        table = table or Table()
        super().__init__(
            None,  # type: ignore[arg-type]  # All terms are given, so no store is asked for any.
            Plan(text, form, "", columns=table.columns),
            [],
            {},
            {},
            texts=list(table.rows),
            boolean=table.boolean,
            triples=triples,
        )
        self.where = where

    @property
    def explain(self) -> str:
        """What was sent, and where to."""
        return f"asked {self.where}, which doesn't say how it answers\n\n{self.plan.text}"

    def to_arrow(self) -> pyarrow.Table:
        """Return an Arrow table of plain values; a column of several types is one of texts."""
        import pyarrow

        columns = {}
        for place, name in enumerate(self.columns):
            cells = [row[place] for row in self]
            try:
                columns[name] = pyarrow.array(cells)
            except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError):
                columns[name] = pyarrow.array([None if cell is None else str(cell) for cell in cells])
        return pyarrow.table(columns)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas DataFrame of plain values."""
        import pandas

        return pandas.DataFrame([tuple(row) for row in self], columns=list(self.columns))
