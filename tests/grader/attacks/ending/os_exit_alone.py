"""No engine at all: the file ends its process with status 0 as soon as it is imported."""
# scores: nothing
import os

os._exit(0)
