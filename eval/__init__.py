"""Question sets, strict scoring and benchmarks (评测); nothing imports this room."""
