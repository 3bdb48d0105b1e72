"""Games from the literature, and how its coalitions are read.

Coalitions are words, a letter or digit a buyer. Where a source prints gains, each buyer is taken to
pay the same amount alone and to save its gain of it; what a rule gives does not depend on that
amount.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scalemerit.game.tabled import TableGame
from scalemerit.solution import Solution

# Navigation, flood control and power, in thousands of dollars: Ransmeier (1942), from Straffin, P.
# and Heaney, J. (1981), Game theory and the Tennessee Valley Authority, International Journal of
# Game Theory 10.
TVA = {
    "N": 163_520,
    "F": 140_826,
    "P": 250_096,
    "NF": 301_607,
    "NP": 378_821,
    "FP": 367_370,
    "NFP": 412_584,
}

# Six groups of municipalities in Skåne, in millions of crowns: Young, H. P., Okada, N. and
# Hashimoto, T. (1979), Cost allocation in water resources development: a case study of Sweden,
# IIASA working paper WP-79-77; (1982), Water Resources Research 18.
SKANE = """
A 21.95 H 17.08 K 10.91 L 15.88 M 20.81 T 21.98
AH 34.69 AK 32.86 AL 37.83 AM 42.76 AT 43.93 HK 22.96 HL 25.00 HM 37.89 HT 39.06 KL 26.79 KM 31.45
KT 32.89 LM 31.10 LT 37.86 MT 39.41
AHK 40.74 AHL 43.22 AHM 55.50 AHT 56.67 AKL 48.74 AKM 53.40 AKT 54.84 ALM 53.05 ALT 59.81 AMT 61.36
HKL 27.26 HKM 42.55 HKT 44.94 HLM 45.81 HLT 46.98 HMT 56.49 KLM 42.01 KLT 48.77 KMT 50.32 LMT 51.46
AHKL 48.95 AHKM 60.25 AHKT 62.72 AHLM 64.03 AHLT 65.20 AHMT 74.10 AKLM 63.96 AKLT 70.72 AKMT 72.27
ALMT 73.41 HKLM 48.07 HKLT 49.24 HKMT 59.35 HLMT 64.41 KLMT 56.61
AHKLM 69.76 AHKLT 70.93 AHKMT 77.42 AHLMT 83.00 AKLMT 73.97 HKLMT 66.46
AHKLMT 83.82
"""

# Young, H. P. (1985), Monotonic solutions of cooperative games, International Journal of Game
# Theory 14, page 68.
YOUNG = {"1": 15, "2": 20, "3": 55, "12": 35, "13": 61, "23": 65, "123": 78}

# Birmingham 1968-69, eleven types of aircraft: movements, and the runway each needs, in pounds a
# year: Littlechild, S. C. and Thompson, G. F. (1977), Aircraft landing fees: a game theory
# approach, Bell Journal of Economics 8.
MOVEMENTS = (42, 9555, 288, 303, 151, 1315, 505, 1128, 151, 112, 22)
RUNWAYS = (65899, 76725, 95200, 97200, 97436, 98142, 102496, 104849, 113322, 115440, 117676)

# Coalitions in alphabetical order: 1, 12, 123, 13, 2, 23, 3. All from Guajardo, M. and Jörnsten, K.
# (2015), Common mistakes in computing the nucleolus, European Journal of Operational Research 241.
# Hasan et al. (2011), broadcasting to mobiles; Oh and Shin (2012), manufacturing: costs.
HASAN = (8, 8, 10, 20, 19, 10, 20, 19, 1, 10, 13, 12, 10, 12, 11)
OH = (375_144, 568_232, 772_500, 551_055, 245_280, 452_411, 211_239)
# Lemaire (1991), interest of three investors, in halves: gains.
LEMAIRE = (92_250, 138_375, 180_000, 107_625, 34_875, 61_500, 11_625)
# Sakawa et al. (2001), production and transport of five firms, in thousandths: gains.
SAKAWA = (
    *(60, 378, 536, 906, 1000, 573, 747, 874, 485, 144, 546, 634, 255, 408, 561, 182),
    *(168, 337, 706, 801, 379, 538, 668, 279, 30, 383, 473, 83, 249, 386, 0),
)


def words(players: str) -> list[str]:
    """All coalitions of at least one player, by their number."""
    return [
        "".join(player for bit, player in enumerate(players) if coalition >> bit & 1)
        for coalition in range(1, 1 << len(players))
    ]


def game_of(players: str, costs: Mapping[str, int]) -> TableGame:
    return TableGame([0, *(costs[word] for word in words(players))])


def alphabetical(players: str, values: Sequence[int]) -> dict[str, int]:
    """Values in the order in which a dictionary has the words."""
    return dict(zip(sorted(words(players)), values, strict=True))


def gains_game(players: str, gains: Mapping[str, int]) -> tuple[TableGame, int]:
    """A game in which each buyer pays the same alone, and saves what it gains; and that amount."""
    alone = max(gains.values())
    costs = {word: alone * len(word) - gain for word, gain in gains.items()}
    return game_of(players, costs), alone


def skane() -> TableGame:
    """The costs in units of 10,000 crowns, the last that are printed."""
    parts = iter(SKANE.split())
    return game_of("AHKLMT", {word: int(next(parts).replace(".", "")) for word in parts})


def estate_game(estate: int, claims: Sequence[int]) -> TableGame:
    """A bill of the whole estate; a coalition that stays out pays its claims, up to the estate.

    What it would save so is what the others lack of what their claims leave of the estate, so that
    the nucleolus is that of the game of gains.
    """
    owed = [0]
    for claim in claims:
        owed += [together + claim for together in owed]
    return TableGame([min(estate, together) for together in owed])


def airport_game(runways: Sequence[int]) -> TableGame:
    """A coalition pays the longest runway that it needs."""
    costs = [0]
    for runway in runways:
        costs += [max(longest, runway) for longest in costs]
    return TableGame(costs)


def shares(solution: Solution) -> list[Fraction]:
    """The exact shares of a solution that is sure."""
    assert solution.certainty in ("exact", "certified")
    return [Fraction(part, solution.denominator) for part in solution.parts]


def rounded(values: Sequence[Fraction], places: int) -> list[str]:
    """Values as they would be printed."""
    return [f"{float(value):.{places}f}" for value in values]
