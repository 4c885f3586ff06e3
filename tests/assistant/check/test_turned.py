"""Notices' own sentences with one word turned (住院 for 门诊, 可以 for 不得): never supported.

A turned sentence that the notice says itself elsewhere is true again, and is left out.
"""

import re
from itertools import permutations
from pathlib import Path

import pytest
import yaml

from assistant.check import check_text
from corpus.jurisdictions import places
from corpus.model import COUNTRY_ADCODE, ClauseKind

WORDS = yaml.safe_load(Path(__file__).with_name("turned.yaml").read_text("utf-8"))
FOLDERS = ("dev", "dev2", "dev5", "claims4")
SENTENCE = re.compile(r"[^。；\n]+")
MARKS = re.compile(r"[\s，。；：（）]")
EVERY, LEAST = 2, 250


@pytest.fixture(scope="module")
def assistant(assistant_over):
    return assistant_over(*FOLDERS)


def sentences(assistant):
    """Sentences of the notices, with their place, the day of the notice and its whole text."""
    for entry in assistant.library.entries.values():
        notice, text = entry.notice, MARKS.sub("", entry.document.text)
        own = notice.jurisdiction
        region = None if own == COUNTRY_ADCODE else places().get(own).name
        for clause in entry.document.clauses:
            if clause.kind is ClauseKind.PARAGRAPH:
                for sentence in SENTENCE.findall(clause.text):
                    yield sentence, region, notice.issued_on, text


def turned(sentence):
    """The sentence with each word in another's place, and where that stands."""
    for family in WORDS:
        for word, other in permutations(family, 2):
            at = sentence.find(word)
            if at >= 0 and other not in sentence:
                text = f"{sentence[:at]}{other}{sentence[at + len(word) :]}"
                yield text, at, at + len(other)


def test_no_sentence_with_one_word_turned_is_supported(assistant):
    made, wrong = 0, []
    for sentence, region, day, notice in list(sentences(assistant))[::EVERY]:
        for text, start, end in turned(sentence):
            made += 1
            for told in check_text(assistant, text, region, as_of=day):
                again = MARKS.sub("", told.text) in notice
                again = again or "〔" in told.text  # a claim about a document, which is right
                here = told.start < end and start < told.end
                if told.verdict == "supported" and here and not again:
                    wrong.append((told.text, sentence))
    assert made >= LEAST
    assert not wrong
