"""A real browser for the tests of pages: one Chromium for all tests of a file, driven by Playwright."""

import shutil
from functools import cache

import pytest

# No graphics card, no large /dev/shm, nothing that goes out by itself.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 812}

# How a script of these tests computes contrast: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
LIGHT = """
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [r, g, b] = numbers(colour).map(x => x / 255).map(
      x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (ink, paper) =>
    (Math.max(light(ink), light(paper)) + 0.05) / (Math.min(light(ink), light(paper)) + 0.05);
"""


@pytest.fixture(scope="module")
def browser():
    """A Chromium. A module that wants it imports this fixture by its name."""
    from playwright.sync_api import sync_playwright  # not at the top: who runs no browser need not have it

    path = shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "These tests need a Chromium. On Debian: sudo apt install chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def contexts(browser):
    """A function that gives the browser's context with these settings, the same one each time."""
    return cache(lambda **settings: browser.new_context(**settings))


@pytest.fixture
def open_file(contexts):
    """A function that opens a file. No page may report an error, open a dialog, or ask for anything else."""
    said, opened = [], []

    def open_file(file, size=DESKTOP, patience=5_000, **settings):
        page = contexts(**settings).new_page()
        opened.append(page)
        page.set_default_timeout(patience)  # milliseconds
        page.set_viewport_size(size)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text))
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: None if request.url == file.as_uri() else said.append(request.url))
        page.goto(file.as_uri())
        return page

    yield open_file
    for page in opened:
        page.close()
    assert not said
