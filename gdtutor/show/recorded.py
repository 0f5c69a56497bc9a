"""Values computed in advance, for a Python without NumPy: in a browser alone, the lessons find their numbers here.

Where NumPy is missing, a public name that needs it becomes a ``Recorded``. Whatever is done with it (a call, an
attribute, an index, an operation) has a key, the text of it all, and the result of the key is looked up in a table.
The table is made beforehand by the same class with NumPy at hand: ``docs/lite/record.py`` runs the lessons and writes
down what every key gave. Another number in a call is another key: that is said, and nothing is guessed.
"""

from __future__ import annotations

import functools
import importlib.resources
import importlib.util
import json
import operator
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from gdtutor.calculus.notation import as_expression
from gdtutor.errors import ArgumentError, MissingLibraryError
from gdtutor.show.revive import revive

#: the package that holds the table; ``make site`` makes it
TABLE = "gdtutor_recorded"
_ARITHMETIC = "add sub mul truediv floordiv mod pow matmul and or xor".split()
_COMPARISONS = "lt le gt ge eq ne".split()


class Tape(Protocol):
    """Where the results of keys come from: computed now and written down, or looked up."""

    def step(self, key: str, action: Callable[..., Any], node: Recorded, *args: Any, **options: Any) -> Any:
        """Return the result of an action on what a node stands for."""

    def show(self, key: str) -> dict[str, Any]:
        """Return what a notebook shows for a node."""

    def text(self, key: str) -> str:
        """Return what is printed for a node."""


def key_of(value: Any) -> str:
    """Return the text that says what a value is, the same in every Python.

    Raises:
        ArgumentError: when the value does not say what it is.

    >>> key_of({"rate": [0.5, 2.0], "name": "Adam"})
    "{'rate': [0.5, 2], 'name': 'Adam'}"
    """
    if isinstance(value, Recorded):
        return value._key
    if isinstance(value, float) and value.is_integer():
        return repr(int(value))
    if value is None or value is ... or isinstance(value, str | int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        inner = ", ".join(map(key_of, value))
        return f"[{inner}]" if isinstance(value, list) else f"({inner},)"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key_of(name)}: {key_of(entry)}' for name, entry in value.items())}}}"
    if isinstance(value, slice):
        return f"slice({key_of(value.start)}, {key_of(value.stop)}, {key_of(value.step)})"
    text = str(value)
    if " at 0x" in text:
        raise ArgumentError(f"{text} cannot be looked up: numbers, texts, expressions and lists of them can")
    return f"{type(value).__name__}<{text}>"


class Recorded:
    """Stands for a value that was computed in advance; what is done with it is looked up.

    >>> class Echo:
    ...     def step(self, key, action, node, *args, **options):
    ...         return Recorded(key, self)
    >>> loss = Recorded("Loss", Echo())("x^2", "x")
    >>> (loss.gradient(3.0) + 1)._key
    "Loss('x^2', 'x').gradient(3).__add__(1)"
    """

    def __init__(self, key: str, tape: Tape) -> None:
        self._key = key
        self._tape = tape

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._tape.step(f"{self._key}.{name}", lambda real: getattr(real, name), self)

    def __call__(self, *args: Any, **options: Any) -> Any:
        given = [*map(key_of, args), *(f"{name}={key_of(value)}" for name, value in sorted(options.items()))]
        return self._tape.step(f"{self._key}({', '.join(given)})", operator.call, self, *args, **options)

    def __getitem__(self, place: Any) -> Any:
        return self._tape.step(f"{self._key}[{key_of(place)}]", operator.getitem, self, place)

    def __iter__(self) -> Iterator[Any]:
        return iter([self[place] for place in range(len(self))])

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return self._tape.text(self._key)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return self._tape.show(self._key)


def _looked_up(name: str, action: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Recorded, *args: Any) -> Any:
        return self._tape.step(f"{self._key}.{name}({', '.join(map(key_of, args))})", action, self, *args)

    return method


def _swapped(action: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda right, left: action(left, right)


for _name in [*_ARITHMETIC, *_COMPARISONS]:
    _action = getattr(operator, f"__{_name}__")
    setattr(Recorded, f"__{_name}__", _looked_up(f"__{_name}__", _action))
    if _name in _ARITHMETIC:
        setattr(Recorded, f"__r{_name}__", _looked_up(f"__r{_name}__", _swapped(_action)))
_OTHERS: dict[str, Callable[..., Any]] = {
    **{name: getattr(operator, name) for name in ("neg", "pos", "invert", "contains")},
    **{action.__name__: action for action in (abs, round, len, bool, float, int)},
}
for _name, _action in _OTHERS.items():
    setattr(Recorded, f"__{_name}__", _looked_up(f"__{_name}__", _action))


class Scalar(float):
    """A number that an array held: NumPy's have ``round`` and ``item`` as methods.

    >>> Scalar(0.126).round(2)
    0.13
    """

    def round(self, decimals: int = 0) -> Scalar:
        """Return the number rounded to so many decimals."""
        return Scalar(round(float(self), decimals))

    def item(self) -> float:
        """Return the number as Python has it."""
        return float(self)


class Table:
    """The tape that looks results up.

    Args:
        entries: what each key gave, as ``docs/lite/record.py`` writes it.
        widget: gives the state of a recorded widget by its name.
    """

    def __init__(self, entries: dict[str, Any], widget: Callable[[str], dict[str, Any]]) -> None:
        self.entries = entries
        self.widget = widget
        self.nodes: dict[str, Recorded] = {}
        self.moved: set[str] = set()

    def step(self, key: str, action: Callable[..., Any], node: Recorded, *args: Any, **options: Any) -> Any:
        """Look a result up.

        Raises:
            MissingLibraryError: when it was not computed in advance.
        """
        if node._key in self.moved:
            raise MissingLibraryError(
                "a slider was moved, and NumPy is not installed here: what the experiment shows now is known to the "
                "page only. Run its cell again to put it back"
            )
        if key not in self.entries:
            raise MissingLibraryError(
                "NumPy is not installed here, so only what the lessons themselves compute with it is there, "
                f"worked out in advance. This is not: {key}"
            )
        return self.result(key, self.entries[key])

    def result(self, key: str, entry: dict[str, Any]) -> Any:
        """Return the value that an entry describes."""
        match entry["kind"]:
            case "plain":
                return entry["value"]
            case "scalar":
                return Scalar(entry["value"])
            case "expression":
                return as_expression(entry["text"])
            case "tuple":
                items = (self.result(f"{key}[{k}]", item) for k, item in enumerate(entry["items"]))
                return tuple(items)
            case "same":
                return self.node(entry["key"])
            case _:
                return self.node(key)

    def node(self, key: str) -> Recorded:
        """Return the one node of a key, so that ``is`` works."""
        return self.nodes.setdefault(key, Recorded(key, self))

    def show(self, key: str) -> dict[str, Any]:
        """Return the recorded picture, formula or text; a widget is brought to life."""
        entry = self.entries.get(key, {})
        shown = entry.get("shows") or {"text/plain": key}
        if "widget" in entry:
            self.moved.discard(key)
            shown |= revive(self.widget(entry["widget"]), lambda: self.moved.add(key))
        return shown

    def text(self, key: str) -> str:
        """Return the recorded text."""
        entry = self.entries.get(key, {})
        return str(entry.get("text") or entry.get("shows", {}).get("text/plain", key))


@functools.cache
def _table() -> Table | None:
    if importlib.util.find_spec(TABLE) is None:
        return None
    folder = importlib.resources.files(TABLE)
    entries = json.loads((folder / "table.json").read_text("utf-8"))
    return Table(entries, lambda name: json.loads((folder / name).read_text("utf-8")))


def stand_in(name: str, library: str) -> Any:
    """Return what stands for a public name whose library is not installed.

    Raises:
        MissingLibraryError: when there is no table of values computed in advance, or the name is not in it.
    """
    table = _table()
    if table is None or name not in table.entries:
        raise MissingLibraryError(
            f"gd.{name} needs {library}, which is not installed here. Derivations, checks, chain tables and exercise "
            "cards work without it."
        )
    return table.result(name, table.entries[name])
