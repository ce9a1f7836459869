"""The rule of a composite alarm."""

import re
from collections.abc import Callable, Mapping

from msk_model.alarm_simulation.state import State

_TOKEN = re.compile(
    r'\s*(?:(?P<test>ALARM|OK|INSUFFICIENT_DATA)\("?(?P<alarm>[^")]+)"?\)'
    r"|(?P<word>AND|OR|NOT|TRUE|FALSE|\(|\)))"
)


class Rule:
    """A rule such as ``ALARM("a") OR (OK("b") AND NOT ALARM("c"))``.

    Attributes:
        alarms: Names of the alarms it is about, in their order.
    """

    def __init__(self, text: str) -> None:
        """Read a rule.

        Raises:
            ValueError: It is none.
        """
        self._tokens: list[re.Match[str]] = []
        end = 0
        while end < len(text.rstrip()):
            token = _TOKEN.match(text, end)
            if token is None:
                raise ValueError(f"rule must combine states of alarms, got {text[end:]!r}")
            self._tokens.append(token)
            end = token.end()
        self.alarms = tuple(one["alarm"] for one in self._tokens if one["alarm"])
        self._position = 0
        self._test = self._either()
        if self._position < len(self._tokens):
            raise ValueError(f"rule must end after its last term, got {text!r}")

    def holds(self, states: Mapping[str, State]) -> bool:
        """Whether it is true when alarms are in `states`."""
        return self._test(states)

    def _either(self) -> Callable[[Mapping[str, State]], bool]:
        terms = [self._both()]
        while self._takes("OR"):
            terms.append(self._both())
        return lambda states: any(term(states) for term in terms)

    def _both(self) -> Callable[[Mapping[str, State]], bool]:
        terms = [self._term()]
        while self._takes("AND"):
            terms.append(self._term())
        return lambda states: all(term(states) for term in terms)

    def _term(self) -> Callable[[Mapping[str, State]], bool]:
        if self._takes("NOT"):
            negated = self._term()
            return lambda states: not negated(states)
        if self._takes("("):
            inner = self._either()
            if not self._takes(")"):
                raise ValueError("rule must close its parentheses")
            return inner
        if self._takes("TRUE"):
            return lambda _: True
        if self._takes("FALSE"):
            return lambda _: False
        if self._position == len(self._tokens) or not self._tokens[self._position]["alarm"]:
            raise ValueError("rule must have a state of an alarm on both sides of AND and OR")
        token = self._tokens[self._position]
        self._position += 1
        return lambda states: states.get(token["alarm"], "INSUFFICIENT_DATA") == token["test"]

    def _takes(self, word: str) -> bool:
        there = self._position < len(self._tokens) and self._tokens[self._position]["word"] == word
        self._position += there
        return there
