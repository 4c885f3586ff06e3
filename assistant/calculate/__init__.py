"""The deterministic calculator (计算器): one pure function a rule, one file a rule.

Every rule takes values of the corpus and gives an ``Outcome``; money is exact ``Decimal``.
``rule.py`` says what a rule is; ``assistant/calculator.py`` finds the values and runs it.
"""
