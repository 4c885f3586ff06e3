"""The staff desk (经办台): accounts, checked texts, decisions, the queue and the log."""
