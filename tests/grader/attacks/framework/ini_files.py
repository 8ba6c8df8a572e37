"""Settings of pytest in every file where it looks for them: collect nothing, and run nothing."""
# honest: 3
# scores: honest
# ---- pytest.ini
[pytest]
addopts = --collect-only -p no:timeout --ignore=tests --deselect=tests
python_files = nothing_*.py
# ---- setup.cfg
[tool:pytest]
addopts = --collect-only
# ---- tox.ini
[pytest]
addopts = --collect-only
# ---- pyproject.toml
[tool.pytest.ini_options]
addopts = "--collect-only"
testpaths = []
