# The front door. Every target is one line that calls `python -m grader …`, which sets itself up on first use.

PYTHON := $(or $(shell test -x .venv/bin/python && echo .venv/bin/python),$(shell command -v python3),python)
GRADER := $(PYTHON) -m grader
CODE ?=
SUBMISSIONS ?=
OUT ?=
FILE ?=
WHAT ?=
COURSE ?=
STAGE ?= $(firstword $(filter 0 1 2 3 4 5 6 7,$(MAKECMDGOALS)))  # make hint 3, too

help:  ## this list
	@awk -F ':.*## ' '/^[a-zA-Z%0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

stage%:  ## run a stage's tests: make stage1
	@$(GRADER) stage $* $(if $(CODE),--code "$(CODE)")

stage:
	@$(GRADER) stage $(STAGE) $(if $(CODE),--code "$(CODE)")

0 1 2 3 4 5 6 7:
	@:

all:  ## run the tests of every stage
	@$(GRADER) stage all $(if $(CODE),--code "$(CODE)")

watch:  ## run the stage that you work on again at each save (STAGE=3 for that one)
	@$(GRADER) watch $(STAGE) $(if $(CODE),--code "$(CODE)")

progress:  ## how far you are, and what comes next (STAGE=3: the tests of one stage)
	@$(GRADER) progress $(STAGE) || test $$? -eq 1

hint:  ## the next hint for the first failing test (STAGE=3 for one stage)
	@$(GRADER) hint $(STAGE)

explain:  ## what the code gets wrong first, and which misunderstanding fits it (ENGINE=file: anyone's engine.py)
	@$(GRADER) explain $(if $(CODE),--code "$(CODE)") $(if $(ENGINE),--engine "$(ENGINE)") || test $$? -eq 1

demo:  ## what you will have built (CODE=exercises: with your own engine)
	@$(GRADER) demo $(if $(CODE),--code "$(CODE)")

draw:  ## the graph behind a Value: make draw STAGE=2, or WHAT=exercises/by_hand.py:L, or WHAT="Value(2.0) * 3"
	@$(GRADER) draw $(or $(if $(WHAT),"$(WHAT)"),$(STAGE)) $(if $(OUT),--out "$(OUT)") $(if $(CODE),--code "$(CODE)") || test $$? -eq 1

plot:  ## the lecture's plots as pictures: slope, tanh, moons, loss (CODE=solutions: before your own code can)
	@$(GRADER) plot $(WHAT) $(if $(OUT),--out "$(OUT)") $(if $(CODE),--code "$(CODE)") || test $$? -eq 1

reset:  ## put the stubs of a stage back: make reset STAGE=3
	@$(GRADER) reset $(STAGE)

catchup:  ## fill in what is missing before a stage: make catchup STAGE=3
	@$(GRADER) catchup $(STAGE)

solution:  ## show the solution of a stage that passes: make solution STAGE=3
	@$(GRADER) solution $(STAGE)

grade:  ## instructors: grade a class: make grade SUBMISSIONS=folder OUT=folder (RESUME=1: go on; REGRADE=1; EXPORT="canvas csv" GRADEBOOK=file; COURSE=file; FROM=moodle; SCHEDULER=address: on a cluster)
	@$(GRADER) grade $(if $(SUBMISSIONS),"$(SUBMISSIONS)") $(if $(OUT),--out "$(OUT)") $(if $(RESUME),--resume) $(if $(REGRADE),--regrade) $(if $(YES),--yes) $(if $(COURSE),--course "$(COURSE)") $(if $(FROM),--from "$(FROM)") $(foreach name,$(EXPORT),--export $(name)) $(if $(GRADEBOOK),--gradebook "$(GRADEBOOK)") $(if $(SCHEDULER),--scheduler "$(SCHEDULER)")

scheduler:  ## instructors: lead a cluster of machines that grade: docs/SCALE.md
	@$(GRADER) scheduler

worker:  ## instructors: let this machine grade for a cluster: make worker SCHEDULER=tcp://10.0.0.1:8786 (JOBS=4)
	@$(GRADER) worker $(if $(JOBS),--jobs "$(JOBS)") $(if $(SCHEDULER),"$(SCHEDULER)")

handout:  ## instructors: what students get, as a folder and a .zip: make handout OUT=folder (COURSE=course.toml)
	@$(GRADER) handout $(if $(OUT),"$(OUT)") $(if $(COURSE),--course "$(COURSE)")

gradescope:  ## instructors: the autograder for Gradescope: make gradescope OUT=autograder.zip (COURSE=course.toml)
	@$(GRADER) gradescope $(if $(OUT),"$(OUT)") $(if $(COURSE),--course "$(COURSE)")

stubs:  ## authors: write exercises/ from solutions/
	@$(GRADER) stubs

verify:  ## authors: prove that solutions pass, stubs fail, mutants are caught
	@$(GRADER) verify

mutants:  ## authors: each change that cosmic-ray makes is caught, or explained (FILE=engine.py: of one file)
	@$(GRADER) mutants $(FILE)

test:  ## authors: the project's own tests
	@$(GRADER) test

doctor:  ## what this machine has, and how to get what is missing
	@$(GRADER) doctor

bench:  ## authors: how fast it is
	@$(GRADER) bench

bench-peers:  ## authors: how fast it is, beside otter-grader and nbgrader, which it installs into .venv-peers
	@$(GRADER) bench-peers

bench-scale:  ## authors: what one machine does for all others of a cluster
	@$(GRADER) bench-scale

soak:  ## authors: a class of 2,000, with kills, a full disk and a clock that jumps (SEED=7: the same again)
	@$(GRADER) soak $(if $(SEED),--seed "$(SEED)")

oracles:  ## authors: the solutions agree with PyTorch and autograd (PEERS=1: grade the micrograds of PyPI)
	@$(GRADER) oracles $(if $(PEERS),--peers)

.SUFFIXES:
.PHONY: help stage 0 1 2 3 4 5 6 7 all watch progress hint explain demo draw plot reset catchup solution grade scheduler worker handout gradescope stubs verify mutants test doctor bench oracles bench-peers bench-scale soak
