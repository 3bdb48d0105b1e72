"""The search for the cheapest award where products are tied: costs, lower bounds, division."""
