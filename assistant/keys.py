"""Keys of the corpus lexicon that rules and answers name: known standards (已知标准), a group."""

FEE, AID = "individual_fee", "enrolment_assistance"
SUBSIDY, TOTAL = "fiscal_subsidy", "total_funding"
INCENTIVE = "coverage_incentive"
EMPLOYEES = "employee_insured"  # the insured of the other scheme (职工医保)
