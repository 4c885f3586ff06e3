"""Keys of the corpus lexicon that rules and answers name: known standards (已知标准), a group."""

FEE, AID = "individual_fee", "enrolment_assistance"
SUBSIDY, TOTAL = "fiscal_subsidy", "total_funding"
WINDOWS = ("collection_window", "makeup_window")
NET = "net_fee"
RECKONED_FROM = "reckoning_base"
REDUCED = (AID, NET, RECKONED_FROM)
"""What stands between a group and the whole fee: the assistance, or what is left of the fee; and
the sum that a share of it is reckoned from."""
VISIT_CAP = "visit_cap"
INCENTIVE = "coverage_incentive"
EMPLOYEES = "employee_insured"  # the insured of the other scheme (职工医保)
