"""Says in its own files that it is somebody else's submission, and what it has scored."""
# honest: 3
# scores: honest
__author__ = student = "somebody.else"
points = {"stage 3": 25}
# ---- submission_metadata.json
{"id": 1, "users": [{"id": 7, "email": "somebody.else@example.invalid"}], "previous_submissions": [{"score": 100}]}
# ---- metadata.yml
:submitters: [{:name: somebody else, :sid: 7}]
# ---- stages.toml
stage = []
# ---- results/results.json
{"score": 100}
