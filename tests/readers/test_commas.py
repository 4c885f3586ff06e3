"""Tables whose cells are set apart by commas: rows below a row of headings, never prose."""

import pytest

from corpus.readers.plain import table_runs

HEADS = "人员类别，资助标准，认定部门"
TABLE = f"""{HEADS}
特困人员、孤儿、事实无人抚养儿童，全额资助，民政部门
重度残疾人（一级、二级），每人资助300元，残联"""
SHORT = """医院，起付线，支付比例
一级，150元，88%
二级，450元，78%"""
ERRAND = """请携带身份证，户口簿，照片
到社区、街道办事处，填写登记表，领取回执
逾期不候，后果自负，特此告知"""
PROSE = f"""{HEADS}
特困人员、孤儿，个人缴费部分全额资助；低保对象，每人资助280元
其他人员，不予资助，自行缴费。"""


@pytest.mark.parametrize(("text", "rows"), [(TABLE, 3), (SHORT, 3), (ERRAND, 0), (PROSE, 0)])
def test_rows_of_commas(text, rows):
    assert sum(len(run.rows) for run in table_runs(text.split("\n"))) == rows
