"""Values held against a question (数值匹配): group, year, needs, profile, and the choice."""
