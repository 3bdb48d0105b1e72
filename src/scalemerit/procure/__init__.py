"""Procurement: what buying costs, separately and jointly, and from whom it is cheapest."""

from __future__ import annotations

from scalemerit.procure.alone import Alone
from scalemerit.procure.cheapest import cheapest_award, cheapest_single
from scalemerit.procure.contract import (
    Contract,
    Invoice,
    License,
    Line,
    LineKind,
    coordination_bills,
    coordination_total,
    current_contract,
    current_cost,
    invoices,
)
from scalemerit.procure.market import Market
from scalemerit.procure.pool import Pool

__all__ = [
    "Alone",
    "Contract",
    "Invoice",
    "License",
    "Line",
    "LineKind",
    "Market",
    "Pool",
    "cheapest_award",
    "cheapest_single",
    "coordination_bills",
    "coordination_total",
    "current_contract",
    "current_cost",
    "invoices",
]
