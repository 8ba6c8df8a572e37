"""What the doctor says of a machine that has everything, and of one that lacks something."""

from grader.wall import doctor, exam, sandbox


def test_a_machine_that_has_everything_is_told_so(kata):
    outcome = kata.run("doctor")
    assert (outcome.status, outcome.err) == (0, "")
    assert [line[:4] for line in outcome.out.splitlines()] == ["ok  "] * 4
    assert outcome.out.endswith("ok  sandbox: a worker answers from inside\n")


def test_a_machine_without_bubblewrap_is_told_how_to_get_it(kata, monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    monkeypatch.setattr(sandbox.importlib.util, "find_spec", lambda name: None)
    outcome = kata.run("doctor")
    assert outcome.status == 1
    assert "NO  bubblewrap: not found\n      There is no bwrap. On Debian or Ubuntu: sudo apt" in outcome.out
    assert "NO  sandbox: cannot be made\n" in outcome.out


def test_another_system_is_told_what_it_can_do(monkeypatch):
    monkeypatch.setattr(sandbox.sys, "platform", "darwin")
    assert doctor.bubblewrap() == (
        "not found",
        "There is a sandbox on Linux only.",
    )


def test_a_sandbox_that_does_not_start_is_told_with_a_cure(monkeypatch):
    monkeypatch.setattr(exam.sandbox, "command", lambda folder: (["false"], {"pass_fds": ()}))
    found, cure = doctor.sandbox()
    assert found == "cannot be made"
    assert cure.startswith("No worker answers from inside a sandbox (ended the whole Python process).")
    assert "user namespaces" in cure


def test_a_worker_that_someone_kills_says_nothing_about_the_sandbox(monkeypatch):
    command, killed = exam.sandbox.command, [(["sh", "-c", "kill -9 $$"], {"pass_fds": ()})]
    monkeypatch.setattr(exam.sandbox, "command", lambda folder: killed.pop() if killed else command(folder))
    assert doctor.sandbox() == ("a worker answers from inside", "")
    killed += [(["sh", "-c", "kill -9 $$"], {"pass_fds": ()})] * doctor.TRIES
    assert doctor.sandbox()[0] == "cannot be made"
