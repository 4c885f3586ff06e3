"""Data folders for whole question sets."""

import pytest


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory):
    """Make a fresh data folder; all share the expanded model, which takes 20 s and 280 MB."""
    models = tmp_path_factory.mktemp("models")

    def make(name):
        folder = tmp_path_factory.mktemp(name)
        (folder / "models").symlink_to(models, target_is_directory=True)
        return folder

    return make
