"""Modules and a .pth file that Python runs by itself at its start, if they come onto its path."""
# honest: 3
# scores: honest
# ---- sitecustomize.py
import os

print("204 passed")
os._exit(0)
# ---- usercustomize.py
import os

os._exit(0)
# ---- evil.pth
import os; os._exit(0)
# ---- lib/python3.11/site-packages/evil.pth
import os; os._exit(0)
