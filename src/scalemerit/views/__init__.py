"""What is shown: one module a result, typed cells, every word in both languages."""
