"""What each coalition of an arrangement's buyers pays: the game that its bill is divided in."""

from scalemerit.game.base import TABLE_LIMIT, Game, Parts, Pooled, PooledOffer
from scalemerit.game.purchase import PurchaseGame

__all__ = ["TABLE_LIMIT", "Game", "Parts", "Pooled", "PooledOffer", "PurchaseGame"]
