"""Random programs of what columns compute themselves: without lists, or with the lists of a body."""

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


class Items(OneBody):
    """A maker of programs in which a body looks at its own items, and at nothing else."""

    def flags(self, place: Place) -> list[Term]:
        return [flag for flag in super().flags(place) if "who" not in flag.words]

    def of_rows(self, place: Place) -> Term:
        """A value over the rows of the body, or over those of a row."""
        if not self.names.lists:
            return self.leaf(place)
        level = 2 if place.inside and len(self.names.lists) > 1 and self.chance(2) else 1
        inner = place.into(level)
        value, words = self.number(inner).words, self.names.lists[level - 1] + self.where(inner, "")[0]
        match self.pick(range(6)):
            case 0:
                return Term(f"count({words})", "")
            case 1:
                return Term(f"count({self.pick((value, self.condition(inner).words))} for {words})", "")
            case 2:
                words += f", weighted by {self.number(inner).words}"
        name = "mean" if "weighted" in words else self.pick(("sum", "mean", "min", "max"))
        none = f", none {self.number(place.deeper()).words}" if self.chance(3) else ""
        least = f", at least {self.pick((1, 2, self.number(place.deeper()).words))}" if self.chance(4) else ""
        return Term(f"{name}({value} for {words}{none}{least})", "")

    of_a_key = Maker.of_a_key
    quantified = Maker.quantified


class ItemsOfYears(Items):
    """A maker of programs in which a body looks at its items and at other years, and at nothing else."""

    years = True

    def of_another_time(self, place: Place) -> Term:
        return self.leaf(place) if place.inside else super().of_another_time(place)

    def worse(self, place: Place) -> Term:
        return self.comparison(place) if place.inside else super().worse(place)
