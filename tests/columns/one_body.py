"""Random programs of what columns compute themselves: without lists."""

from engine.making import Pick, Place, Term
from engine.random_tables import Maker


class NoLists(Maker):
    """A maker that leaves out lists and, where `years` says so, other years."""

    years = False

    def __init__(self, pick: Pick) -> None:
        super().__init__(pick)
        self.periods = self.made.periods = self.years

    def of_rows(self, place: Place) -> Term:
        return self.of_bodies(place)

    of_a_key = of_rows

    def of_bodies(self, place: Place) -> Term:
        if self.chance(2):
            value, (words, _) = self.number(place.into(0)), self.where(place.into(0), "")
            selector = self.pick(("body of same kind", "every body", "body of same colour"))
            if self.chance(4):
                counted = self.pick((value, self.condition(place.into(0)))).words
                return Term(f"count({counted} for {selector}{words})", "")
            name = self.pick(("sum", "mean", "min", "max"))
            none = f", none {self.constant().words}" if self.chance(3) else ""
            least = f", at least {self.pick((1, 2, 9))}" if self.chance(5) else ""
            return Term(f"{name}(round({value.words}, 0.01 half up) for {selector}{words}{none}{least})", "")
        return super().of_bodies(place)

    def quantified(self, place: Place) -> Term:
        return self.comparison(place)


class OneBody(NoLists):
    """A maker that leaves out other bodies too."""

    def of_bodies(self, place: Place) -> Term:
        return self.leaf(place)

    def in_rating(self, place: Place) -> Term:
        return self.comparison(place)


class Years(OneBody):
    """A maker of programs in which a body looks at other years, and at nothing else."""

    years = True
