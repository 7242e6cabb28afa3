"""Reading a SPARQL text word by word: the cursor, and everything that is a single term."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from showgraph.sparql.algebra import HIDDEN, Constant, Parameter, PatternTerm, Var
from showgraph.sparql.iris import resolve_iri
from showgraph.sparql.tokens import Token, read_tokens, syntax_error, unescape_local, unquote_string
from showgraph.store.terms import IRI, RDF, RDF_LANG_STRING, XSD, XSD_STRING, Literal

RDF_TYPE = IRI(RDF + "type")
NIL = IRI(RDF + "nil")
NUMBERS = {"integer": XSD + "integer", "decimal": XSD + "decimal", "double": XSD + "double"}


class TermReader:
    """A place in a text, with its prefixes, blank nodes and parameters."""

    def __init__(self, text: str, parameters: dict[str, str]) -> None:
        self.text, self.tokens = read_tokens(text)
        self.place = 0
        self.base = ""
        self.prefixes: dict[str, str] = {}
        self.parameters = {name: Parameter(name, kind) for name, kind in parameters.items()}
        self._fresh = 0
        self._block = 0
        self._bnode_blocks: dict[str, int] = {}
        self.bnodes_allowed = True
        self.open_words: Mapping[int, str] = {}
        self.opened: dict[str, IRI | Literal] = {}
        self.opened_at: dict[int, str] = {}

    @property
    def token(self) -> Token:
        """The word at the cursor."""
        return self.tokens[self.place]

    def fail(self, message: str, token: Token | None = None) -> NoReturn:
        """Raise a syntax error at a word, the current one by default."""
        raise syntax_error(self.text, (token or self.token).start, message)

    def at(self, *texts: str) -> bool:
        """Tell whether one of these marks or keywords is next; keywords are upper case here and any case there."""
        token = self.token
        if token.kind == "mark":
            return token.text in texts
        return token.kind == "word" and token.text.upper() in texts

    def take(self, *texts: str) -> str:
        """Move over one of these marks or keywords and return it; the empty string when none is next."""
        if not self.at(*texts):
            return ""
        token = self.token
        self.place += 1
        return token.text.upper()

    def expect(self, *texts: str) -> str:
        """Move over one of these, or fail."""
        return self.take(*texts) or self.fail(f"expected {' or '.join(texts)}")

    def next(self) -> Token:
        """Return the word at the cursor and move on."""
        token = self.token
        self.place += 1
        return token

    def fresh(self, mark: str = "") -> Var:
        """Return a variable that no text can name."""
        self._fresh += 1
        return Var(f"{HIDDEN}{mark}{self._fresh}")

    def new_block(self) -> None:
        """Begin another basic graph pattern: blank node labels don't reach across."""
        self._block += 1

    def at_var(self) -> bool:
        """Tell whether a variable is next."""
        return self.token.kind == "var"

    def read_var(self) -> Var | Parameter:
        """Read a variable; one that is a parameter comes as such."""
        if not self.at_var():
            self.fail("expected a variable")
        name = self.next().text[1:]
        return self.parameters.get(name) or Var(name)

    def read_new_var(self) -> Var:
        """Read a variable that gets its value here, which a parameter has already."""
        token = self.token
        var = self.read_var()
        if isinstance(var, Parameter):
            self.fail(f"?{var.name} is a parameter and can't be given a value", token)
        return var

    def at_iri(self) -> bool:
        """Tell whether an IRI or a prefixed name is next."""
        return self.token.kind in ("iri", "pname")

    def read_iri(self) -> IRI:
        """Read an IRI or a prefixed name, made absolute."""
        token = self.next()
        if token.kind == "iri":
            return IRI(resolve_iri(token.text[1:-1], self.base))
        if token.kind == "pname":
            prefix, _, local = token.text.partition(":")
            if prefix not in self.prefixes:
                self.fail(f"the prefix {prefix + ':'!r} is not declared", token)
            return IRI(self.prefixes[prefix] + unescape_local(local))
        self.place -= 1
        return self.fail("expected an IRI")

    def at_literal(self) -> bool:
        """Tell whether a literal is next."""
        token = self.token
        if token.kind in ("string", "long", *NUMBERS):
            return True
        if token.kind == "mark" and token.text in "+-":
            following = self.tokens[self.place + 1]
            return following.kind in NUMBERS and following.start == token.start + 1
        return token.kind == "word" and token.text.lower() in ("true", "false")

    def read_literal(self) -> Literal:
        """Read a string, a number with its sign, or a boolean."""
        token = self.next()
        if token.kind == "mark":
            return Literal((token.text + self.token.text), NUMBERS[self.next().kind])
        if token.kind in NUMBERS:
            return Literal(token.text, NUMBERS[token.kind])
        if token.kind == "word":
            return Literal(token.text.lower(), XSD + "boolean")
        lexical = unquote_string(token)
        if self.token.kind == "lang":
            return Literal(lexical, RDF_LANG_STRING, self.next().text[1:])
        if self.take("^^"):
            return Literal(lexical, self.read_iri().value)
        return Literal(lexical)

    def read_string(self) -> str:
        """Read a plain quoted string."""
        if self.token.kind not in ("string", "long"):
            self.fail("expected a string")
        return unquote_string(self.next())

    def at_term(self) -> bool:
        """Tell whether a variable or a single RDF term is next."""
        return (
            self.at_var()
            or self.at_iri()
            or self.at_literal()
            or self.token.kind == "bnode"
            or self._at_pair("()", "[]")
        )

    def read_open_term(self) -> PatternTerm:
        """Read a term; a word that is left open comes as a parameter, and ``opened`` tells what it says."""
        start = self.token.start
        term = self.read_term()
        name = self.open_words.get(start)
        if name is None or not isinstance(term, IRI | Literal):
            return term
        if isinstance(term, Literal) and term.datatype not in (XSD_STRING, RDF_LANG_STRING):
            return term
        self.opened[name], self.opened_at[start] = term, name
        return Parameter(name, "iri" if isinstance(term, IRI) else "literal")

    def _at_pair(self, *pairs: str) -> bool:
        if self.place + 1 >= len(self.tokens):
            return False
        first, second = self.token, self.tokens[self.place + 1]
        return first.kind == second.kind == "mark" and first.text + second.text in pairs

    def read_term(self) -> PatternTerm:
        """Read a variable, IRI, literal, blank node, ``[]`` or ``()``."""
        if self.at_var():
            return self.read_var()
        if self.at_iri():
            return self.read_iri()
        if self.at_literal():
            return self.read_literal()
        if self._at_pair("()"):
            self.place += 2
            return NIL
        if self.token.kind == "bnode" or self._at_pair("[]"):
            return self._read_bnode()
        return self.fail("expected a variable or a term")

    def _read_bnode(self) -> Var:
        if not self.bnodes_allowed:
            self.fail("a blank node can't stand here")
        token = self.next()
        if token.kind != "bnode":
            self.place += 1
            return self.fresh("b")
        label = token.text[2:]
        if self._bnode_blocks.setdefault(label, self._block) != self._block:
            self.fail(f"the blank node {token.text} is used in two groups of triples", token)
        return Var(f"{HIDDEN}b:{label}")

    def read_prologue(self) -> None:
        """Read BASE and PREFIX lines."""
        while keyword := self.take("BASE", "PREFIX"):
            name = self.token
            if keyword == "PREFIX":
                if name.kind != "pname" or not name.text.endswith(":") or name.text.count(":") != 1:
                    self.fail("expected a prefix and a colon")
                self.place += 1
            if self.token.kind != "iri":
                self.fail("expected an IRI in < >")
            value = resolve_iri(self.next().text[1:-1], self.base)
            if keyword == "BASE":
                self.base = value
            else:
                self.prefixes[name.text[:-1]] = value

    def read_constant(self) -> Constant:
        """Read an IRI or a literal."""
        if self.at_iri():
            return self.read_iri()
        return self.read_literal() if self.at_literal() else self.fail("expected an IRI or a literal")
