"""Known standards (已知标准) that rules and answers name, by their keys in the corpus lexicon."""

FEE, AID = "individual_fee", "enrolment_assistance"
SUBSIDY, TOTAL = "fiscal_subsidy", "total_funding"
INCENTIVE = "coverage_incentive"
