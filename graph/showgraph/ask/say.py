"""How a question was read, said in plain English."""

from __future__ import annotations

from showgraph.ask.compose import order_property
from showgraph.ask.reading import (
    Apart,
    Between,
    Both,
    Coded,
    Compared,
    Constraint,
    Edge,
    Either,
    GenreIs,
    Has,
    Is,
    IsNot,
    KindIs,
    Named,
    Not,
    Noun,
    Order,
    Part,
    Plays,
    Question,
    SameValue,
    WorkedWith,
)
from showgraph.model import FUNCTIONS, KINDS, Property, is_a, name_code

_PLAINER = {
    "in": "acted in", "was in": "acted in", "play in": "played in", "star in": "starred in", "on": "shown on",
    "starred": "starred in",
}  # fmt: skip


def say_question(question: Question) -> str:
    """Return how a question was read, as a sentence."""
    noun = question.noun
    if question.form == "path":
        assert question.other is not None
        return f"the shortest path over shared works from {noun.word} to {question.other.label}"
    if question.form == "value":
        assert question.value is not None
        if question.detail == "most":
            return f"the {question.value.label} that most {say_thing(noun)} have"
        language = f"{name_code('languages', question.detail)} " if question.detail else ""
        return f"the {language}{question.value.label} of {say_thing(noun)}"
    if question.form == "event":
        return f"when there was the event {question.detail!r} of {say_thing(noun)}"
    if question.form == "role":
        if not is_a(noun.kinds[0], "person"):
            return f"the characters in {say_thing(noun)}"
        work = f" in {question.other.label}" if question.other else ""
        return f"the characters that {say_thing(noun)} plays{work}"
    if question.form == "yes-no":
        told = f"at least {question.low} " if question.low is not None else ""
        return f"whether there are {told}{say_noun(noun)}" if told else _say_yes_no(noun)
    if question.form == "count" and question.value is not None:
        return f"how many different {question.value.nouns[0][1]} there are of {say_thing(noun)}"
    text = say_noun(noun)
    return f"how many {text}" if question.form == "count" else text


def _say_yes_no(noun: Noun) -> str:
    subject = next((c.thing.label for c in noun.constraints if isinstance(c, Is)), "")
    rest = [c for c in noun.constraints if not isinstance(c, Is)]
    if not subject:
        return f"whether there is {say_noun(noun)}"
    said = ", ".join(say_constraint(constraint, noun) for constraint in rest).replace("who ", "")
    return f"whether {subject} is so: {said}"


def say_thing(noun: Noun) -> str:
    """Return the name of the one thing that a noun is."""
    return next((c.thing.label for c in noun.constraints if isinstance(c, Is)), say_noun(noun))


def say_noun(noun: Noun) -> str:
    """Return a noun with all that is said of it."""
    said = (say_constraint(c, noun) for c in noun.constraints if not isinstance(c, Is))
    text = f"{_say_kinds(noun)} {', '.join(part for part in said if part.strip())}".strip()
    if noun.order is None:
        return text
    return f"{text}, {say_order(noun.order, noun)}"


def _say_kinds(noun: Noun) -> str:
    if len(noun.kinds) > 1:
        plurals = [KINDS[kind].plural for kind in noun.kinds]
        return f"{', '.join(plurals[:-1])} or {plurals[-1]}"
    kind = KINDS[noun.kinds[0]]
    if noun.word in (kind.noun, kind.key):
        return kind.plural
    return _plural(noun.word)


def _plural(word: str) -> str:
    if word.endswith("s"):
        return word
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"


def say_order(order: Order, noun: Noun) -> str:
    """Return an order in words."""
    number = f" {order.limit}" if order.limit else ""
    if isinstance(order.by, Edge):
        target = say_noun(order.by.target) if isinstance(order.by.target, Noun) else order.by.target.label
        return f"the{number} with the {'most' if order.descending else 'fewest'} {target} ({order.by.words})"
    return f"the {order.words}{number} by {order_property(order.by, noun).label}"


def say_constraint(constraint: Constraint, noun: Noun | None = None) -> str:
    """Return one constraint in words."""
    match constraint:
        case GenreIs(genre=genre):
            return f"of the genre {genre.label} or a narrower one"
        case Has(prop=prop):
            return f"with a known {prop.label}"
        case KindIs(kinds=kinds):
            return "being a " + " or ".join(KINDS[kind].noun for kind in kinds)
        case Edge():
            return _say_edge(constraint)
        case Between() | Coded():
            return constraint.words
        case Compared(words=words, thing=thing):
            return words if thing.label in words else f"{words} ({thing.label})"
        case SameValue(prop=prop, thing=thing):
            return f"with the same {prop.label} as {thing.label}"
        case WorkedWith(other=other):
            return f"with a credit in a work of {other.label if isinstance(other, Named) else say_noun(other)}"
        case Part(part=part, other=other, inverse=inverse):
            told = other.label if isinstance(other, Named) else say_noun(other)
            return f"with {told} in a {part} part" if inverse else f"with a {part} part in {told}"
        case Plays(character=character, work=work):
            return f"playing {character}" + (f" in {work.label}" if work else "")
        case Is(thing=thing):
            return f"being {thing.label}"
        case Apart():
            return ""
        case IsNot(thing=thing):
            return f"other than {thing.label}"
        case Not(what=what):
            said = say_constraint(what, noun)
            return f"except those {said}" if said.startswith("who ") else f"not {said}"
        case Either(options=options):
            return " or ".join(say_constraint(option, noun) for option in options)
        case Both(parts=parts):
            return " and ".join(say_constraint(part, noun) for part in parts)


def _say_edge(edge: Edge) -> str:
    if edge.said.strip():
        return edge.said
    target = edge.target.label if isinstance(edge.target, Named) else say_noun(edge.target)
    words = _PLAINER.get(edge.words.casefold(), edge.words)
    who = ""
    if edge.inverse and all(is_a(prop.range, "person") for prop in edge.props):
        if isinstance(edge.target, Noun) and edge.target.kinds == ("work",) and not edge.target.constraints:
            return ""
        who = "" if words == "of" else "who "
    if words.removesuffix(" of") == edge.props[0].label and edge.props[0].range == "person":
        return _say_part(edge, target)
    number = _say_number(edge)
    return f"{who}{words} {number}{target}"


def _say_part(edge: Edge, target: str) -> str:
    """Return a relation that is called by its property's noun: what somebody did, or who did it."""
    done = " or ".join(dict.fromkeys(FUNCTIONS[prop.function].label for prop in edge.props))
    if edge.inverse:
        return f"who {done} {_say_number(edge)}{target}"
    part = " or ".join(dict.fromkeys(prop.label for prop in edge.props))
    return (
        f"with {_say_number(edge)}{target} as {part}"
        if isinstance(edge.target, Named)
        else f"whose {part} is one of {target}"
    )


def _say_number(edge: Edge) -> str:
    if edge.every:
        return "every one of "
    if edge.low is not None and edge.low == edge.high:
        return f"exactly {edge.low} "
    parts = [f"at least {edge.low}"] if edge.low is not None else []
    parts += [f"at most {edge.high}"] if edge.high is not None else []
    return " and ".join(parts) + " " if parts else ""


def say_property(prop: Property) -> str:
    """Return the word for a property's value."""
    return prop.label
