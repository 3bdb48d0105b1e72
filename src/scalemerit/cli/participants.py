"""Options that let other buyers take part than the scenario says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn

import typer

from scalemerit.cli.changing import refused
from scalemerit.cli.language import say
from scalemerit.cli.naming import known_key
from scalemerit.errors import Problem, escaped

if TYPE_CHECKING:
    from scalemerit.scenario import Scenario

Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="NAME",
        help=say(
            "What if this buyer took no part? May be repeated.",
            "この団体が参加しない場合を計算します(繰返し指定可)。",
        ),
    ),
]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="NAME[=QUANTITY]",
        help=say(
            "What if this buyer took part as well? One that is not in the scenario needs"
            " a quantity; NAME=PRODUCT:QUANTITY,… for several products. May be repeated.",
            "この団体も参加する場合を計算します。シナリオにない団体には数量を付けます"
            "(複数品目は NAME=品目:数量,…)。繰返し指定可。",
        ),
    ),
]


class Changes(NamedTuple):
    """Who is to take part and who is not, by their keys, and what new buyers need."""

    without: tuple[str, ...]
    joining: tuple[str, ...]
    new: Mapping[str, Mapping[str, int]]

    @property
    def is_none(self) -> bool:
        """Whether everybody takes part as the scenario says."""
        return not (self.without or self.joining or self.new)


def changes_asked(
    scenario: Scenario, names: Sequence[str], without: Sequence[str], joining: Sequence[str]
) -> Changes:
    """Who is to take part in the arrangements of these names, held against the scenario."""
    members = [set(scenario.taking_part(scenario.arrangements[name])) for name in names]
    left = tuple(_left(scenario, members, name) for name in without)
    pairs = [written.partition("=") for written in joining]
    new = _new(scenario, [(name, need) for name, sign, need in pairs if sign])
    come = tuple(_come(scenario, members, name) for name, sign, _ in pairs if not sign)
    if not come and not new and any(found <= set(left) for found in members):
        _refuse("--without", "nobody would take part", "参加する団体がなくなります")
    return Changes(left, come, new)


def _left(scenario: Scenario, members: Sequence[set[str]], name: str) -> str:
    """The key of a buyer that is to take no part in an arrangement that it takes part in."""
    key = known_key(scenario, name, "--without")
    if not any(key in found for found in members):
        _refuse("--without", f"`{key}` takes no part as it is", f"`{key}` は参加していません")
    return key


def _come(scenario: Scenario, members: Sequence[set[str]], name: str) -> str:
    """The key of a buyer of the scenario that is to take part as well."""
    if name not in scenario.ways_to_write:
        from scalemerit.fields import did_you_mean

        hint = did_you_mean(name, scenario.buyers)
        end = "any other needs a quantity: NAME=QUANTITY"
        en = f"`{name}` is not in the scenario; {hint.en}; {end}"
        ja = f"`{name}` はシナリオにありません。{hint.ja}。それ以外の団体は 団体名=数量 と書きます"
        _refuse("--with", en, ja)
    key = known_key(scenario, name, "--with")
    if all(key in found for found in members):
        _refuse("--with", f"`{key}` takes part already", f"`{key}` は参加済みです")
    if key not in scenario.in_need:
        en = f"`{key}` needs nothing in the scenario and could not take part"
        ja = f"`{key}` はシナリオの数量が 0 のため参加できません"
        _refuse("--with", en, ja)
    return key


def _new(scenario: Scenario, written: Sequence[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """The buyers that are not in the scenario yet, and what each needs of each product."""
    found: dict[str, dict[str, int]] = {}
    for before_sign, need in written:
        name = _new_name(scenario, before_sign.strip())
        if name in found:
            _refuse("--with", f"`{name}` stands twice", f"`{name}` が 2 回あります")
        found[name] = _needs(scenario, name, need)
    return found


def _new_name(scenario: Scenario, name: str) -> str:
    """The name of a buyer that is not in the scenario yet."""
    if not name:
        en = "no buyer stands before `=`: write NAME=QUANTITY"
        _refuse("--with", en, "`=` の前に団体名がありません。団体名=数量 と書いてください")
    if name in scenario.ways_to_write:
        _refuse(
            "--with",
            f"`{name}` is in the scenario: name it without a quantity",
            f"`{name}` はシナリオにあります。数量を付けずに指定してください",
        )
    return name


def _needs(scenario: Scenario, buyer: str, written: str) -> dict[str, int]:
    """What a buyer needs of each product: of the only one, or of each that is named."""
    products = scenario.products
    # A comma also stands between the digits of a quantity: only one before a product divides.
    parts = [one.rpartition(":") for one in re.split(r"[,、](?=[^,、:]+:)", written)]
    needs: dict[str, int] = {}
    for name, _, quantity in parts:
        product = name.strip() or _only(products)
        if product in needs:
            _refuse("--with", f"`{product}` stands twice", f"`{product}` が 2 回あります")
        if product not in products:
            _refuse("--with", f"`{product}` is no product", f"`{product}` という品目はありません")
        needs[product] = _quantity(buyer, quantity)
    if not any(needs.values()):
        en = f"`{buyer}` needs nothing and could not take part: write 1 or more"
        ja = f"`{buyer}` は数量が 0 のため参加できません。1 以上の数量を書いてください"
        _refuse("--with", en, ja)
    return needs


def _quantity(buyer: str, written: str) -> int:
    """A quantity, which is written as in a scenario."""
    from pydantic_core import PydanticCustomError

    from scalemerit.fields import read_quantity

    if not written.strip():
        en = f"no quantity stands after `{buyer}=`: write 1 or more"
        ja = f"`{buyer}=` の後に数量がありません。1 以上の数量を書いてください"
        _refuse("--with", en, ja)
    try:
        return read_quantity(written)
    except PydanticCustomError as error:
        raise refused(Problem(error.type, values=error.context or {}), "--with") from None


def _only(products: Mapping[str, object]) -> str:
    """The only product; where there are several each has to be named."""
    if len(products) > 1:
        names = ", ".join(products)
        _refuse(
            "--with",
            f"there are several products: write NAME=PRODUCT:QUANTITY,… ({names})",
            f"品目が複数あります。NAME=品目:数量,… と書いてください ({names})",
        )
    return next(iter(products))


def _refuse(option: str, en: str, ja: str) -> NoReturn:
    raise typer.BadParameter(escaped(say(en, ja)), param_hint=option)
