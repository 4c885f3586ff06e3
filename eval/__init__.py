"""Question sets, strict scoring and benchmarks (评测): knows the assistant, and nothing knows it."""
