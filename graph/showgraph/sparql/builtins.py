"""The operators and functions of SPARQL 1.1 (section 17.4), each as the plainest SQL that is right for its operands."""

from __future__ import annotations

from collections.abc import Callable

from showgraph.sparql.algebra import Call, Parameter, Var
from showgraph.sparql.context import NotCompiled
from showgraph.sparql.expressions import (
    INTEGER_TYPE,
    ROW_NUMBER,
    Scope,
    Sql,
    boolean,
    full,
    integer,
    string,
)
from showgraph.sparql.numbers import compute, number_of, round_quotient
from showgraph.sparql.plan import Slot
from showgraph.sparql.regexes import pattern_for_engine, replacement_for_engine
from showgraph.sparql.relation import BOOLEAN, FULL, STRING, Column, Form, never_equal, unify
from showgraph.store.terms import IRI, RDF_LANG_STRING, XSD, XSD_STRING, Literal

Builtin = Callable[[Scope, Call, list[Sql]], Sql]

_ORDERED = {"<": "less", "<=": "at_most"}
_SWAPPED = {">": "<", ">=": "<="}


def _compare(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    left, right = args
    name = call.name
    if name in _SWAPPED:
        left, right, name = right, left, _SWAPPED[name]
    if left.is_number and right.is_number:
        return boolean(f"({left.sql} {'<>' if name == '!=' else name} {right.sql})")
    for kind in (STRING, BOOLEAN):
        if left.form == right.form == kind:
            return boolean(f"({left.sql} {'<>' if name == '!=' else name} {right.sql})")
    if name in ("=", "!="):
        same = _equal_parameter(scope, call, args) or _equal(scope, left, right)
        return boolean(same if name == "=" else f"(NOT {same})")
    return boolean(scope.context.call(_ORDERED[name], scope.full(left), scope.full(right)))


def _equal_parameter(scope: Scope, call: Call, args: list[Sql]) -> str:
    """Return the comparison of a resource with a parameter that is an IRI, by id; empty for anything else."""
    for value, term in ((args[0], call.args[1]), (args[1], call.args[0])):
        if value.form.kind == "resource" and isinstance(term, Parameter) and term.kind == "iri":
            return f"({value.sql} = {scope.context.bind(Slot('id', parameter=term.name))})"
    return ""


def _equal(scope: Scope, left: Sql, right: Sql) -> str:
    for one, other in ((left, right), (right, left)):
        if isinstance(other.constant, IRI):
            return _is_iri_constant(scope, one, other.constant)
    kinds = {left.form.kind, right.form.kind}
    if "resource" in kinds and never_equal(left.form, right.form):
        return _false_if_bound(left, right)
    if left.column.is_id and right.column.is_id and "resource" in kinds:
        return f"({left.sql} = {right.sql})"
    for one, other in ((left, right), (right, left)):
        if one.form.kind == "text" and other.is_string:
            # A string with a language is a value of another kind than one without.
            return f"CASE WHEN {one.column.language} = '' THEN {one.sql} = {other.sql} ELSE false END"
    return scope.context.call("equal", scope.full(left), scope.full(right))


def _is_iri_constant(scope: Scope, value: Sql, iri: IRI) -> str:
    if value.column.is_id:
        number = scope.context.id_of(iri)
        return f"({value.sql} = {number})" if number is not None else _false_if_bound(value)
    if value.form.kind in ("value", "text"):
        return _false_if_bound(value)
    return f"({scope.full(value)} = {scope.context.text('<' + iri.value)})"


def _false_if_bound(*values: Sql) -> str:
    return "CASE WHEN " + " AND ".join(f"{value.sql} IS NOT NULL" for value in values) + " THEN false END"


def _same_term(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    left, right = args
    if left.column.is_id and right.column.is_id:
        return boolean(f"({left.sql} = {right.sql})")
    return boolean(f"({scope.full(left)} = {scope.full(right)})")


def _arithmetic(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    left, right = args
    one, two = number_of(left), number_of(right)
    if one and two and call.name != "/" and (found := compute(call.name, one, two)):
        return found
    name = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}[call.name]
    return full(scope.context.call(name, scope.full(left), scope.full(right)))


def _round(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    inner = call.args[0]
    if isinstance(inner, Call) and inner.name == "/":
        one, two = (number_of(scope.compile(arg)) for arg in inner.args)
        if one and two and (found := round_quotient(call.name, one, two)):
            return found
    number = number_of(args[0])
    if number and number.whole:
        return args[0]
    return full(scope.context.call(call.name.lower(), scope.full(args[0])))


def _sign(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    return full(scope.context.call("minus" if call.name == "-1" else "plus", scope.full(args[0])))


def _bound(scope: Scope, call: Call, _: list[Sql]) -> Sql:
    name = call.args[0]
    if not isinstance(name, Var):
        return boolean("true")
    found = scope.find(name.name)
    if found is None:
        return boolean("false")
    return boolean(f"({found.flat.columns[name.name].sql} IS NOT NULL)")


def _str(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    return string(scope.string(args[0]) or "CAST(NULL AS VARCHAR)")


def _lang(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    value = args[0]
    if value.form.kind == "text":
        return string(value.column.language)
    if value.form.kind == "resource":
        return string("CAST(NULL AS VARCHAR)")
    if value.form.kind == "value":
        return string(f"CASE WHEN {value.sql} IS NOT NULL THEN '' END")
    text = scope.full(value)
    return string(
        f"CASE left({text}, 1) WHEN '@' THEN substr({text}, 2, strpos({text}, ' ') - 2) "
        f"WHEN '\"' THEN '' WHEN '^' THEN '' END"
    )


def _datatype(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    value = args[0]
    if value.form.kind == "resource":
        return full("CAST(NULL AS VARCHAR)")
    if value.form.kind == "value":
        return full(f"CASE WHEN {value.sql} IS NOT NULL THEN '<{value.form.datatype}' END")
    text = scope.full(value)
    return full(
        f"CASE left({text}, 1) WHEN '\"' THEN '<{XSD_STRING}' WHEN '@' THEN '<{RDF_LANG_STRING}' "
        f"WHEN '^' THEN '<' || substr({text}, 2, strpos({text}, ' ') - 2) END"
    )


def _kind_test(marks: str, literal: bool) -> Builtin:
    def test(scope: Scope, call: Call, args: list[Sql]) -> Sql:
        value = args[0]
        if value.form.kind in ("value", "text"):
            return boolean(f"CASE WHEN {value.sql} IS NOT NULL THEN {str(literal).lower()} END")
        if value.column.is_id:
            catalogue = scope.context.store.catalogue
            blank = f"{value.sql} BETWEEN {catalogue.first} AND {catalogue.first + catalogue.blank_nodes - 1}"
            tests = {"_": blank, "<": f"{value.sql} <= {catalogue.resources} AND NOT {blank}"}
            return boolean(f"({value.sql} > {catalogue.resources})" if literal else f"({tests[marks]})")
        text = scope.full(value)
        return boolean(f"(left({text}, 1) NOT IN ('<', '_'))" if literal else f"starts_with({text}, '{marks}')")

    return test


def _is_numeric(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    value = args[0]
    if value.is_number:
        return boolean(f"CASE WHEN {value.sql} IS NOT NULL THEN true END")
    if value.form.kind == "resource" or value.form.kind == "text" or value.is_string:
        return boolean(_false_if_bound(value))
    return boolean(scope.context.call("is_numeric", scope.full(value)))


def _find_in_string(engine: str, function: str) -> Builtin:
    def find(scope: Scope, call: Call, args: list[Sql]) -> Sql:
        text = scope.text_of_literal(args[0])
        if text is None:
            return boolean("CAST(NULL AS BOOLEAN)")
        if args[1].is_string:
            return boolean(f"{engine}({text[0]}, {args[1].sql})")
        return boolean(scope.context.call(function, scope.full(args[0]), scope.full(args[1])))

    return find


def _strlen(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    text = scope.text_of_literal(args[0])
    return integer(f"length({text[0]})" if text else "CAST(NULL AS HUGEINT)")


def _lower_case(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    text = scope.text_of_literal(args[0])
    if text is None:
        return string("CAST(NULL AS VARCHAR)")
    # The engine's own mapping differs from Unicode's full one in this one letter.
    lower = f"lower(replace({text[0]}, 'İ', 'i̇'))"
    return _with_language(args[0], lower, text[1])


def _upper_case(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    return full(scope.context.call("upper_case", scope.full(args[0])))


def _with_language(value: Sql, text: str, language: str) -> Sql:
    if value.is_string:
        return string(text)
    return Sql(Column(text, Form("text"), maybe=True, language=language))


def _substr(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    text = scope.text_of_literal(args[0])
    numbers = [_small_constant(arg) for arg in args[1:]]
    if text is not None and all(number is not None for number in numbers) and (numbers[0] or 0) >= 1:
        cut = ", ".join(str(max(0, number or 0)) for number in numbers)
        return _with_language(args[0], f"substr({text[0]}, {cut})", text[1])
    name = "substr" if len(args) == 2 else "substr_length"
    return full(scope.context.call(name, *(scope.full(arg) for arg in args)))


def _small_constant(value: Sql) -> int | None:
    if isinstance(value.constant, Literal) and value.form.kind == "value" and value.form.datatype == INTEGER_TYPE:
        return int(value.constant.lexical)
    return None


def _concat(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    if args and all(arg.is_string for arg in args):
        return string("(" + " || ".join(arg.sql for arg in args) + ")")
    texts = ", ".join(scope.full(arg) for arg in args)
    return full(scope.context.call("concat", f"CAST([{texts}] AS VARCHAR[])"))


def _regex(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    text = scope.text_of_literal(args[0])
    if text is None:
        return boolean("CAST(NULL AS BOOLEAN)")
    constants = [arg.constant for arg in args[1:]]
    if all(isinstance(constant, Literal) and constant.datatype == XSD_STRING for constant in constants):
        pattern, *flags = [constant.lexical for constant in constants if isinstance(constant, Literal)]
        found = pattern_for_engine(pattern, flags[0] if flags else "")
        if found is not None:
            return boolean(f"regexp_matches({text[0]}, {scope.context.text(found)})")
    return boolean(scope.context.call("regex", *_texts(scope, args, 3)))


def _replace(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    text = scope.text_of_literal(args[0])
    constants = [arg.constant for arg in args[1:]]
    if text and all(isinstance(constant, Literal) and constant.datatype == XSD_STRING for constant in constants):
        pattern, new, *flags = [constant.lexical for constant in constants if isinstance(constant, Literal)]
        found = pattern_for_engine(pattern, flags[0] if flags else "", matching_nothing=False)
        put = replacement_for_engine(new, flags[0] if flags else "")
        if found is not None and put is not None:
            sql = f"regexp_replace({text[0]}, {scope.context.text(found)}, {scope.context.text(put)}, 'g')"
            return _with_language(args[0], sql, text[1])
    return full(scope.context.call("replace", *_texts(scope, args, 4)))


def _cut_string(side: str) -> Builtin:
    """Return STRBEFORE or STRAFTER: plain strings are cut by the engine."""

    def compile_cut(scope: Scope, call: Call, args: list[Sql]) -> Sql:
        if not all(arg.is_string for arg in args):
            return full(scope.context.call(call.name.lower(), *(scope.full(arg) for arg in args)))
        text, part = args[0].sql, args[1].sql
        place = f"strpos({text}, {part})"
        found, empty = (
            (f"substr({text}, 1, {place} - 1)", "''")
            if side == "before"
            else (f"substr({text}, {place} + length({part}))", text)
        )
        cases = f"WHEN {part} = '' THEN {empty} WHEN {place} > 0 THEN {found} ELSE ''"
        return string(f"CASE WHEN {text} IS NULL OR {part} IS NULL THEN NULL {cases} END")

    return compile_cut


def _texts(scope: Scope, args: list[Sql], count: int) -> list[str]:
    """Return the term texts of operands, the optional last one as an empty string when it isn't there."""
    return [scope.full(arg) for arg in args] + ["'\"'"] * (count - len(args))


def _lang_matches(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    tag, wanted = args
    if tag.is_string and isinstance(wanted.constant, Literal) and wanted.is_string:
        chosen = wanted.constant.lexical.lower()
        if chosen == "*":
            return boolean(f"({tag.sql} <> '')")
        same = f"lower({tag.sql}) = {scope.context.text(chosen)}"
        return boolean(f"({same} OR starts_with(lower({tag.sql}), {scope.context.text(chosen + '-')}))")
    return boolean(scope.context.call("lang_matches", scope.full(tag), scope.full(wanted)))


def _if(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    test = scope.truth(args[0])
    form, (yes, no) = _same_form(scope, args[1:])
    return Sql(Column(f"CASE WHEN {test} THEN {yes} WHEN NOT {test} THEN {no} END", form, maybe=True))


def _coalesce(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    if not args:
        return full("CAST(NULL AS VARCHAR)")
    form, values = _same_form(scope, args)
    return Sql(Column(f"coalesce({', '.join(values)})", form, maybe=True))


def _same_form(scope: Scope, args: list[Sql]) -> tuple[Form, list[str]]:
    form = args[0].form
    for arg in args[1:]:
        form = unify(form, arg.form)
    if form.kind != "value":
        form = FULL
        return form, [scope.full(arg) for arg in args]
    return form, [arg.sql for arg in args]


def _cast(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    value = args[0]
    if call.iri == XSD_STRING and (value.is_string or (value.form.kind == "resource")):
        return _str(scope, call, args)
    if call.iri == XSD + "integer" and value.form.datatype == INTEGER_TYPE and value.form.kind == "value":
        return value
    return full(scope.context.call(f"cast_{call.iri.removeprefix(XSD)}", scope.full(value)))


def _plain_call(function: str) -> Builtin:
    def called(scope: Scope, call: Call, args: list[Sql]) -> Sql:
        return full(scope.context.call(function, *(scope.full(arg) for arg in args)))

    return called


def _iri(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    if args[0].form.kind == "resource" and not scope.context.store.catalogue.blank_nodes:
        return args[0]
    return full(scope.context.call("iri", scope.full(args[0]), scope.context.text(scope.context.base)))


def _bnode(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    if not args:
        return full("'_n' || replace(CAST(uuid() AS VARCHAR), '-', '')")
    text = scope.text_of_literal(args[0])
    if text is None:
        return full("CAST(NULL AS VARCHAR)")
    row = scope.find(ROW_NUMBER)
    if row is None:
        raise NotCompiled("BNODE with an operand outside of BIND and SELECT")
    seed = scope.context.bind(Slot("nonce"))
    return full(f"('_n' || md5({seed} || {row.flat.columns[ROW_NUMBER].sql} || ' ' || {text[0]}))")


def _unknown(scope: Scope, call: Call, args: list[Sql]) -> Sql:
    return full("CAST(NULL AS VARCHAR)")


BUILTIN: dict[str, Builtin] = {
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), _compare),
    **dict.fromkeys(("+", "-", "*", "/"), _arithmetic),
    **dict.fromkeys(("+1", "-1"), _sign),
    **dict.fromkeys(("CEIL", "FLOOR", "ROUND"), _round),
    "SAMETERM": _same_term,
    "BOUND": _bound,
    "STR": _str,
    "LANG": _lang,
    "DATATYPE": _datatype,
    "ISIRI": _kind_test("<", False),
    "ISBLANK": _kind_test("_", False),
    "ISLITERAL": _kind_test("", True),
    "ISNUMERIC": _is_numeric,
    "CONTAINS": _find_in_string("contains", "contains"),
    "STRSTARTS": _find_in_string("starts_with", "starts"),
    "STRENDS": _find_in_string("suffix", "ends"),
    "STRLEN": _strlen,
    "LCASE": _lower_case,
    "UCASE": _upper_case,
    "SUBSTR": _substr,
    "STRBEFORE": _cut_string("before"),
    "STRAFTER": _cut_string("after"),
    "CONCAT": _concat,
    "REGEX": _regex,
    "REPLACE": _replace,
    "LANGMATCHES": _lang_matches,
    "IF": _if,
    "COALESCE": _coalesce,
    "CAST": _cast,
    "FUNCTION": _unknown,
    "IRI": _iri,
    "BNODE": _bnode,
    "RAND": lambda scope, call, args: full(f"('^{XSD}double ' || CAST(random() AS VARCHAR))"),
    "UUID": lambda scope, call, args: full("('<urn:uuid:' || CAST(uuid() AS VARCHAR))"),
    "STRUUID": lambda scope, call, args: string("CAST(uuid() AS VARCHAR)"),
    "NOW": lambda scope, call, args: full(scope.context.bind(Slot("now"))),
    **{
        name: _plain_call(name.lower())
        for name in (
            *("ABS", "ENCODE_FOR_URI", "STRLANG", "STRDT"),
            *("YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ"),
            *("MD5", "SHA1", "SHA256", "SHA384", "SHA512"),
        )
    },
}
