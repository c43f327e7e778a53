"""OpenFisca: the direction as a tax-benefit system of one entity; its numbers are float32."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity  # type: ignore[import-not-found,import-untyped,unused-ignore]  # it has no types, where it is installed
from openfisca_core.periods import DateUnit  # type: ignore[import-not-found,import-untyped,unused-ignore]  # it has no types, where it is installed
from openfisca_core.simulations import SimulationBuilder  # type: ignore[import-not-found,import-untyped,unused-ignore]  # it has no types, where it is installed
from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # type: ignore[import-not-found,import-untyped,unused-ignore]  # it has no types, where it is installed
from openfisca_core.variables import Variable  # type: ignore[import-not-found,import-untyped,unused-ignore]  # it has no types, where it is installed

from peers.data import COUNTS, Columns
from peers.peer import Peer

PERIOD = "2025"
Formula = Callable[[Any, Any], Any]


class OpenFisca(Peer):
    """Variables with formulas, calculated for a whole population at once."""

    by_record = False

    def load(self) -> None:
        self.body = build_entity(key="body", plural="bodies", label="A state body", is_person=True)
        self.system = TaxBenefitSystem([self.body])
        self._variable("central", bool)
        for name in ("satisfaction", *COUNTS):
            self._variable(name, float)
        kept = {
            "complaint_rate": _kept("complaints", "services", 10, 20), "deadlines": _kept("late", "timed", 26, 30),
            "refusals": _kept("refused", "services", 8, 10), "complete": _kept("unfinished", "services", 8, 10),
            "extra": _kept("demanded", "services", 8, 10),
        }  # fmt: skip
        for name, formula in (kept | {"level": _level, "automation": _automation, "total": _total}).items():
            self._variable(name, float, formula)
        self._variable("score", int, lambda body, period: np.floor(body("total", period) * 100 + 0.5))
        self._variable("grade", int, _grade)

    def _variable(self, name: str, kind: type, formula: Formula | None = None) -> None:
        members: dict[str, Any] = {
            "value_type": kind, "entity": self.body, "definition_period": DateUnit.YEAR, "label": name,
        }  # fmt: skip
        if formula is not None:
            members["formula"] = formula
        self.system.add_variable(type(name, (Variable,), members))

    def prepare(self, columns: Columns) -> dict[str, Any]:
        floats = {"satisfaction": columns["satisfaction"] / 100, "central": columns["central"].astype(bool)}
        return columns | floats

    def batch(self, data: dict[str, Any]) -> Any:
        simulation = SimulationBuilder().build_default_simulation(self.system, len(data["services"]))
        for name, column in data.items():
            simulation.set_input(name, PERIOD, column)
        return simulation.calculate("score", PERIOD), simulation.calculate("grade", PERIOD)


def _kept(fault: str, base: str, central: int, local: int) -> Formula:
    def formula(body: Any, period: Any) -> Any:
        most = np.where(body("central", period), central, local)
        return np.maximum(0, most - body(fault, period) / body(base, period) * 10000)

    return formula


def _level(body: Any, period: Any) -> Any:
    s = body("satisfaction", period)
    step = np.select([s >= 4.8, s >= 4.6, s >= 4.4, s >= 4.2, s >= 4.0], [5, 4, 3, 2, 1], 0)
    return step * np.where(body("central", period), 3, 4)


def _automation(body: Any, period: Any) -> Any:
    points = (
        body("on_portal", period) / body("portalable", period) * 10
        + body("online_volume", period) / body("volume", period) * 10
        + np.minimum(5, body("moved", period))
        - np.minimum(5, body("hours_down", period) * 0.2)
    )
    return np.where(body("central", period), points, 0)


def _total(body: Any, period: Any) -> Any:
    trust = body("level", period) + body("complaint_rate", period)
    assurance = sum(body(name, period) for name in ("deadlines", "refusals", "complete", "extra"))
    return trust + assurance + body("automation", period) - np.minimum(5, body("facts", period) * 0.2)


def _grade(body: Any, period: Any) -> Any:
    score = body("score", period)
    return (score >= 9000) * 1 + (score >= 7000) + (score >= 5000)
