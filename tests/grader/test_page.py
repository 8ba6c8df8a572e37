"""The page in a real browser: each step is clicked through, and the numbers are those of the engine."""

import random
import re
from itertools import count

import pytest

from grader import cli
from grader.checks import alike
from grader.diagnosis.graph import Graph, Node, graph_of
from grader.diagnosis.program import program, values
from grader.draw.page import page as page_of
from grader.stages import ROOT
from solutions import engine, nn
from solutions.engine import Value
from tests.grader.browser import DESKTOP, LIGHT, PHONE, browser, contexts, open_file  # noqa: F401  fixtures

# -- graphs -----------------------------------------------------------------------------------------


def of_program(text, **leaves):
    """The root of an expression, with labels, after a backward pass."""
    expression = program(text, **leaves)
    nodes = values(engine, expression)
    for name, node in nodes.items():
        node.label = name if name.isidentifier() else ""
    nodes[expression.root].backward()
    return nodes[expression.root]


def lecture():
    """L = (a * b + c) * f, as in the lecture."""
    return of_program("e = a * b; d = e + c; L = d * f", a=2.0, b=-3.0, c=10.0, f=-2.0)


def neuron():
    """The lecture's neuron, with tanh built from exp: it has a value that is used twice, and a power."""
    leaves = {"x1": 2.0, "x2": 0.0, "w1": -3.0, "w2": 1.0, "b": 6.8813735870195432}
    return of_program("n = x1 * w1 + x2 * w2 + b; e = (n * 2).exp(); o = (e - 1) / (e + 1)", **leaves)


def network():
    """The output of a small network without a single label."""
    random.seed(1)
    out = nn.MLP(2, [1, 1])([2.0, -1.0])
    out.backward()
    return out


def large(count=300):
    """The root of a graph of that many nodes. Every node goes into a result, many go into several."""
    draw = random.Random(5)
    nodes = [Value(draw.uniform(-1, 1)) for _ in range(count // 3)]
    unused = list(nodes)
    while len(nodes) < count:
        one = unused.pop(0)
        must_join = len(unused) >= count - len(nodes)
        other = unused.pop(0) if must_join else draw.choice(nodes[-30:])
        nodes.append(one * other if draw.random() < 0.6 else one + other)
        unused.append(nodes[-1])
    nodes[-1].backward()
    return nodes[-1]


GRAPHS = {
    "lecture": lecture,
    "neuron": neuron,
    "network": network,
    "the same twice": lambda: of_program("b = a + a; c = b * b; d = c + a", a=3.0),
    "relu": lambda: of_program("a = x.relu(); b = y.relu(); L = a * b - x / y + x**3", x=2.0, y=-3.0),
    "a leaf alone": lambda: of_program("b = a + 1", a=2.0)._prev[0],
}


def node(name, op="", data=1.0, grad=0.0, right=None, operands=(), locals=()):
    """A Node, of which most is as nothing has happened to it."""
    return Node(name, op, data, grad, right, operands, locals)


# -- the browser ------------------------------------------------------------------------------------


@pytest.fixture
def open_page(open_file, tmp_path):  # noqa: F811
    """A function that opens the page of a graph, or that text. None may report an error or load anything."""
    numbers = count()

    def open_page(graph, size=DESKTOP, color_scheme="light", reduced_motion="reduce"):
        file = tmp_path / f"page {next(numbers)}.html"
        file.write_text(graph if isinstance(graph, str) else page_of(graph), encoding="utf-8")
        settings = {"color_scheme": color_scheme, "reduced_motion": reduced_motion}
        return open_file(file, size, 20_000, **settings)

    return open_page


SEEN = """() => {
  const text = id => document.getElementById(id).textContent;
  const rows = [...document.querySelectorAll("tbody tr")].map(
    row => [...row.querySelectorAll("th, td")].map(cell => cell.textContent));
  const boxes = [...document.querySelectorAll(".node")].map(
    box => [...box.querySelectorAll("[data-cell], .sum")].map(each => each.textContent));
  const lit = [...document.querySelectorAll(".at-work, .gets, .lit, .node.wrong")].map(each => [
    each.dataset.node || each.dataset.row || each.dataset.edge, each.getAttribute("class")]);
  const chain = document.getElementById("chain").hidden ? null : Object.fromEntries(
    ["local", "upstream", "product", "before", "again", "after", "target"].map(id => [id, text(id)]));
  return { phase: text("phase"), heading: text("heading"), says: text("says"), wrong: text("wrong"),
    count: text("count"), slider: document.getElementById("slider").value, rows, boxes, lit, chain };
}"""


def seen(page):
    """All that the page tells at this step."""
    return page.evaluate(SEEN)


def click(page, name):
    """Click on a button as a hand does: where it is, whether or not something lies on it."""
    box = page.locator(f"#{name}").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def walk(page, onwards):
    """What is seen at each step, from this one on, until the step does not change any more."""
    views = [seen(page)]
    while True:
        onwards()
        view = seen(page)
        if view == views[-1]:
            return views
        views.append(view)


def number(text):
    """The number that a text of the page shows."""
    return float(text.replace("−", "-"))


def same(text, wanted):
    """Does the text show this number? The page shows six digits."""
    return alike(number(text), wanted, within=1e-5)


SHOWN = (
    "() => { const seen = "
    + SEEN
    + """;
  const views = [seen()];
  const differ = (one, other) => JSON.stringify(one) !== JSON.stringify(other);
  do {
    document.getElementById("next").click();
    views.push(seen());
  } while (differ(views.at(-1), views.at(-2)));
  return views.slice(0, -1);
}"""
)


def shown(page):
    """The views of all steps, without waiting for the browser to draw each, as `walk` does."""
    return page.evaluate(SHOWN)


# -- the steps --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GRAPHS)
def test_the_numbers_of_every_step_are_those_of_the_engine(open_page, name):
    graph = graph_of(GRAPHS[name]())
    page = open_page(graph)
    views = walk(page, lambda: click(page, "next"))
    expect_forward(graph, views[: 1 + len(graph.nodes)])
    expect_backward(graph, views[1 + len(graph.nodes) : -1])
    for row, box, node in zip(views[-1]["rows"], views[-1]["boxes"], graph.nodes, strict=True):
        assert same(row[2], node.data) and same(row[3], node.grad) and same(row[4], node.grad)
        assert same(box[0], node.data) and same(box[1], node.grad)
    assert walk(page, lambda: click(page, "back")) == views[::-1]


def expect_forward(graph, views):
    """One value a step appears, after its operands, and none has a gradient yet."""
    known = set()
    for view in views:
        new = {i for i, row in enumerate(view["rows"]) if row[2]} - known
        assert len(new) == (view is not views[0])
        for i in new:
            assert same(view["rows"][i][2], graph.nodes[i].data)
            assert {*graph.nodes[i].operands} <= known
            assert {each for each, kind in view["lit"] if "at-work" in kind} == {str(i)}
            assert sum("lit" in kind.split() for _each, kind in view["lit"]) == len(graph.nodes[i].operands)
        known |= new
        assert not any(row[3] for row in view["rows"])


def expect_backward(graph, views):
    """The root has 1; then each operand of each result gets local times upstream, added to what it has."""
    grads = [0.0] * (len(graph.nodes) - 1) + [1.0]
    assert all(same(row[3], grad) for row, grad in zip(views[0]["rows"], grads, strict=True))
    edges = []
    for view in views[1:]:
        (edge,) = [each for each, kind in view["lit"] if "lit" in kind.split()]
        i, place = map(int, edge.split())
        operand, chain = graph.nodes[i].operands[place], view["chain"]
        assert {each for each, kind in view["lit"] if "at-work" in kind} == {str(i)}
        assert {each for each, kind in view["lit"] if "gets" in kind} == {str(operand)}
        assert same(chain["local"], graph.nodes[i].locals[place])
        assert same(chain["upstream"], graph.nodes[i].grad)  # it is complete before it is passed on
        assert same(chain["product"], graph.nodes[i].locals[place] * graph.nodes[i].grad)
        assert chain["product"] == chain["again"] and same(chain["before"], grads[operand])
        grads[operand] += graph.nodes[i].locals[place] * graph.nodes[i].grad
        assert same(chain["after"], grads[operand])
        assert all(same(row[3], grad) for row, grad in zip(view["rows"], grads, strict=True))
        assert all(same(box[1], grad) for box, grad in zip(view["boxes"], grads, strict=True))
        edges.append((i, place))
    assert sorted(edges) == [(i, k) for i, node in enumerate(graph.nodes) for k in range(len(node.operands))]
    assert [i for i, _place in edges] == sorted((i for i, _place in edges), reverse=True)


def test_a_step_of_the_lecture_is_told_in_words(open_page):
    views = shown(open_page(graph_of(lecture())))
    says = {view["heading"]: view["says"] for view in views}
    assert says["d = e + c"] == "d = e + c = −6 + 10 = 4."
    assert says["L.grad = 1"].startswith(
        "The backward pass begins at the end. L.grad = 1: how much L changes when L itself changes by 1."
    )
    assert says["L passes on to d"].splitlines() == [
        "In L = d * f, the local derivative towards d is f = −2.",
        "Times the upstream gradient L.grad = 1, that is −2.",
        "d.grad = 0 + −2 = −2.",
        "That is all of it: when d changes by a little, L changes −2 times that.",
    ]
    assert says["Every gradient is right"].splitlines() == [
        "The backward pass is done, and the boxes show what your engine has in grad.",
        "Every gradient is right.",
    ]


def test_a_value_used_twice_is_seen_to_accumulate(open_page):
    views = shown(open_page(graph_of(of_program("b = a + a", a=3.0))))
    twice = [view for view in views if view["heading"] == "b passes on to a"]
    assert [(view["chain"]["before"], view["chain"]["after"]) for view in twice] == [("0", "1"), ("1", "2")]
    assert [view["boxes"][0][1:] for view in twice] == [["1", "", "0 + 1"], ["2", "", "1 + 1"]]
    assert "a is used 2 times, and its shares accumulate. Number 2:" in twice[1]["says"]


def test_keys_and_slider_do_what_the_buttons_do(open_page):
    page = open_page(graph_of(lecture()))
    views = walk(page, lambda: click(page, "next"))
    page.keyboard.press("Home")
    assert walk(page, lambda: page.keyboard.press("ArrowRight")) == views
    assert walk(page, lambda: page.keyboard.press("ArrowLeft")) == views[::-1]
    page.keyboard.press("End")
    assert seen(page) == views[-1]
    click(page, "first")
    assert seen(page) == views[0]
    click(page, "last")
    assert seen(page) == views[-1]
    for i in (0, 7, len(views) - 1):
        page.locator("#slider").fill(str(i))
        assert seen(page) == views[i]
    page.locator("#slider").focus()
    page.keyboard.press("ArrowLeft")  # which the slider knows, too: one step, not two
    assert seen(page) == views[-2]
    page.locator("#slider").blur()
    page.keyboard.press("Alt+ArrowLeft")  # that is the browser's
    assert seen(page) == views[-2]


def test_a_click_on_a_value_goes_to_its_first_step(open_page):
    page = open_page(graph_of(lecture()))
    page.keyboard.press("End")
    page.locator(".node .name", has_text="d").click()
    assert seen(page)["heading"] == "d = e + c"
    page.get_by_role("button", name="c", exact=True).focus()
    page.keyboard.press("Enter")
    assert seen(page)["heading"] == "c = 10"


def test_what_is_a_little_too_large_is_made_smaller_and_what_is_much_larger_is_not(open_page):
    for size, fitted in (({"width": 1000, "height": 800}, "true"), (PHONE, "false"), (DESKTOP, "false")):
        page = open_page(graph_of(lecture()), size=size)
        assert page.locator("#fit").get_attribute("aria-pressed") == fitted
    sides = "each => [each.scrollWidth - each.clientWidth, each.scrollHeight - each.clientHeight]"
    page = open_page(graph_of(lecture()), size=PHONE)
    assert page.locator("#scroll").evaluate(sides)[0] > 100
    page.locator("#fit").click()
    assert page.locator("#scroll").evaluate(sides) == [0, 0]


def test_300_nodes_work(open_page):
    root = large()
    graph = graph_of(root)
    assert len(graph.nodes) == 300
    page = open_page(graph)
    assert page.locator(".node").count() == 300
    assert page.locator(".edge").count() == sum(len(node.operands) for node in graph.nodes)
    for i in (150, 301, 310, 450):
        page.locator("#slider").fill(str(i))
        lit_is_in_sight(page)
    page.keyboard.press("End")
    assert all(same(row[4], node.grad) for row, node in zip(seen(page)["rows"], graph.nodes, strict=True))
    page.get_by_role("button", name="Whole graph").click()
    assert (
        page.evaluate(
            "() => { const s = document.getElementById('scroll'); return s.scrollWidth - s.clientWidth }"
        )
        <= 0
    )


AT_WORK, GETS = ".node.at-work .box", ".node.gets .box"
# Where the elements lie that each selector finds.
BOXES = """selectors => selectors.map(selector => [...document.querySelectorAll(selector)].map(each => {
  const { x, y, width, height } = each.getBoundingClientRect();
  return { x, y, width, height };
}))"""


def lit_is_in_sight(page):
    """Check that what is at work lies within what is seen of the drawing; or if too far away, what gets."""
    (frame,), lit, gets = page.evaluate(BOXES, ["#scroll", f"{AT_WORK}, {GETS}", GETS])
    assert all(within(box, frame) for box in lit) or (
        gets and within(gets[0], frame) and far_apart(lit, frame)
    )


def within(box, frame):
    """Does the box lie within the frame?"""
    return all(
        frame[x] <= box[x] and box[x] + box[size] <= frame[x] + frame[size]
        for x, size in (("x", "width"), ("y", "height"))
    )


def far_apart(boxes, frame):
    """Are two boxes too far apart for the frame?"""
    return any(
        abs(boxes[0][x] - boxes[1][x]) + boxes[0][size] > frame[size]
        for x, size in (("x", "width"), ("y", "height"))
    )


def test_the_drawing_follows_the_step_and_the_page_stays(open_page):
    page = open_page(graph_of(neuron()))
    for _ in range(int(page.get_attribute("#slider", "max"))):
        page.keyboard.press("ArrowRight")
        lit_is_in_sight(page)
    assert page.evaluate("scrollY") == 0


# -- what is wrong or unknown -----------------------------------------------------------------------


def wrong_view(views):
    return [(view["heading"], view["wrong"]) for view in views if view["wrong"]]


def test_a_wrong_gradient_is_told_at_its_node_and_at_the_end(open_page):
    root = lecture()
    a = root._prev[0]._prev[0]._prev[0]
    a.grad = -3.0
    page = open_page(graph_of(root))
    views = shown(page)
    told = "Wrong in your engine: a.grad is −3 there; 6 is right."
    assert wrong_view(views) == [("e passes on to a", told), ("1 of 7 gradients is wrong", told)]
    assert page.get_by_text(told).is_visible()
    assert views[-2]["boxes"][0][1] == "6"
    assert views[-1]["boxes"][0][1:3] == ["−3", "6 is right"]
    assert views[-1]["rows"][0][3:] == ["6", "−3, wrong: 6 is right"]
    assert ["0", "node wrong gets"] in views[-1]["lit"]
    assert sum(bool(box[2]) for box in views[-1]["boxes"]) == 1


def test_a_wrong_gradient_that_looks_right_is_told_with_more_digits(open_page):
    root = lecture()
    root._prev[1].grad = 4.0000049
    assert wrong_view(shown(open_page(graph_of(root))))[0][1].endswith(
        "f.grad is 4.0000049 there; 4 is right."
    )


def test_many_wrong_gradients_are_told_as_a_count(open_page):
    root = large(30)
    for each in graph_values(root)[:-1]:
        each.grad = 77.0
    page = open_page(graph_of(root))
    page.keyboard.press("End")
    view = seen(page)
    assert view["heading"] == "29 of 30 gradients are wrong"
    assert view["wrong"].count("Wrong in your engine") == 3 and "26 more: see the table." in view["wrong"]


def graph_values(root):
    return engine.topological_order(root)


def test_a_wrong_value_is_told_in_the_forward_pass(open_page):
    root = lecture()
    root._prev[0].data = 5.0
    root.data = -10.0
    views = shown(open_page(graph_of(root)))
    assert wrong_view(views)[0] == ("d = e + c", "Wrong in your engine: −6 + 10 is not 5.")


def test_without_a_backward_pass_the_page_shows_one_all_the_same(open_page):
    root = lecture()
    for each in graph_values(root):
        each.grad = 0.0
    views = shown(open_page(graph_of(root)))
    assert [row[3] for row in views[-1]["rows"]] == ["6", "−4", "−2", "−2", "−2", "4", "1"]
    assert [row[4] for row in views[-1]["rows"]] == ["0"] * 7
    assert [box[1] for box in views[-1]["boxes"]] == [row[3] for row in views[-1]["rows"]]
    assert "no backward pass was run from L" in views[-1]["says"] and not wrong_view(views)


def test_an_unknown_operation_is_said_to_be_unknown(open_page):
    graph = Graph(
        (
            node("a", data=2.0, grad=5.0),
            node("b", "odd", 7.0, 1.0, None, (0,), (None,)),
            node("c", "+", 9.0, 1.0, 1.0, (1, 0), (1.0, 1.0)),
        )
    )
    views = shown(open_page(graph))
    says = {view["heading"]: view["says"] for view in views}
    assert "Unknown operation: the page cannot tell" in says["b"]
    assert says["b passes on to a"] == "Unknown operation: the page cannot tell what odd passes on to a."
    assert [row[3] for row in views[-1]["rows"]] == ["?", "1", "1"]
    assert views[-1]["rows"][0][4] == "5"
    assert views[-1]["heading"] == "No gradient is known to be wrong"
    assert "2 of 3 cannot be judged" in views[-1]["says"]


def test_an_operation_that_only_the_engine_knows_is_told_by_its_own_backward(open_page):
    a = Value(2.0, label="a")
    out = Value(4.5, (a,), "odd", label="b")

    def _backward():
        a.grad += 0.25 * out.grad

    out._backward = _backward
    out.backward()
    view = shown(open_page(graph_of(out)))[-2]
    assert view["says"].startswith(
        "Unknown operation: by what b._backward in your engine does, the local derivative towards a is 0.25."
    )
    assert view["rows"][0][3] == "0.25"


def test_a_backward_pass_that_leaves_nothing_is_wrong_where_the_right_numbers_are_known(open_page):
    graph = Graph((node("a", right=2.0), node("b", "+", 2.0, 0.0, 1.0, (0, 0), (1.0, 1.0))))
    page = open_page(graph)
    page.keyboard.press("End")
    assert seen(page)["heading"] == "2 of 2 gradients are wrong"
    assert [box[2] for box in seen(page)["boxes"]] == ["2 is right", "1 is right"]


def test_what_is_no_number_is_shown_as_it_is(open_page):
    graph = Graph(
        (node("a", data="None", grad="none"), node("b", "exp", "a list", "None", 1.0, (0,), (None,)))
    )
    views = shown(open_page(graph))
    assert [row[2:] for row in views[-1]["rows"]] == [
        ["None", "?", "none"],
        ["a list", "1", "None, wrong: 1 is right"],
    ]


def test_a_pass_begun_with_another_number_is_told_with_that(open_page):
    root = lecture()
    for each in graph_values(root):
        each.grad *= 3
    views = shown(open_page(graph_of(root)))
    assert any(
        view["heading"] == "L.grad = 3" and "as it stands in your engine" in view["says"] for view in views
    )
    assert [row[3] for row in views[-1]["rows"]] == [row[4] for row in views[-1]["rows"]]
    assert not any("changes by a little, L" in view["says"] for view in views)


# -- names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "&lt;b&gt;",
        "\"'$x",
    ],
)
def test_a_name_is_just_text(open_page, name):
    graph = Graph((node(name, data=2.0), node("b", name[:12], 2.0, operands=(0,), locals=(1.0,))), title=name)
    page = open_page(graph)
    views = shown(page)
    assert views[-1]["rows"][0][0] == name
    assert page.locator("h1").text_content() == name and page.title().startswith(name)
    assert page.locator("img").count() == 0 and page.locator("script").count() == 2
    assert any(name in view["says"] for view in views)


def test_values_without_a_label_and_with_the_same_one_can_be_told_apart(open_page):
    x, also_x = Value(2.0, label="x"), Value(3.0, label="x")
    root = x * also_x + (x + 1.0) * 1234.5
    root.backward()
    names = [row[0] for row in shown(open_page(graph_of(root)))[-1]["rows"]]
    assert names == ["x_1", "x_2", "x_1 * x_2", "1", "x_1 + 1", "v6", "v7", "v8"]


# -- everyone ---------------------------------------------------------------------------------------


# How far the page and its controls reach to the right, and the controls down.
EXTENT = """() => {
  const boxes = ["back", "slider", "next"].map(id => document.getElementById(id).getBoundingClientRect());
  const right = Math.max(document.documentElement.scrollWidth, ...boxes.map(box => box.right));
  return [right, Math.max(...boxes.map(box => box.bottom))];
}"""


@pytest.mark.parametrize("name", ["lecture", "network"])
def test_at_phone_width_only_the_drawing_scrolls_sideways(open_page, name):
    page = open_page(graph_of(GRAPHS[name]()), size=PHONE)
    last = int(page.get_attribute("#slider", "max"))
    for _ in range(last):
        page.keyboard.press("ArrowRight")
        right, bottom = page.evaluate(EXTENT)
        assert right <= PHONE["width"] and bottom <= PHONE["height"]
    assert page.locator("#says").evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= 15


CONTRAST = (
    "() => {"
    + LIGHT
    + """
  const behind = each => {
    const own = each.matches(".sign") ? ".op" : each.matches(".note, .sum") ? null : ".box";
    if (each.closest(".node") && own) return getComputedStyle(each.closest(".node").querySelector(own)).fill;
    for (let at = each; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (numbers(colour)[3] !== 0) return colour;
    }
  };
  const texts = [...document.querySelectorAll("body *")].filter(each =>
    each.checkVisibility() && !each.closest("[aria-disabled=true], script, title") &&
    [...each.childNodes].some(child => child.nodeType === 3 && child.textContent.trim()));
  return texts.map(each => {
    const style = getComputedStyle(each);
    const ink = each.closest("svg") ? style.fill : style.color;
    return [contrast(ink, behind(each)), each.outerHTML];
  });
}"""
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out(open_page, scheme):
    root = lecture()
    root._prev[0].grad = 3.0
    page = open_page(graph_of(root), color_scheme=scheme)
    last = int(page.get_attribute("#slider", "max"))
    for _ in range(last):
        page.keyboard.press("ArrowRight")
        texts = page.evaluate(CONTRAST)
        assert len(texts) > 50
        assert not [each for each in texts if each[0] < 4.5]


def test_dark_mode_is_dark(open_page):
    def background(scheme):
        page = open_page(graph_of(lecture()), color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)))

    assert background("light") > 700 and background("dark") < 100


def test_each_step_is_read_aloud(open_page):
    page = open_page(graph_of(lecture()))
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    live = page.locator("[aria-live=polite]")
    assert live.text_content().split() == (seen(page)["says"] + " " + seen(page)["wrong"]).split()
    assert page.locator("#slider").get_attribute("aria-valuetext") == "Backward pass: e passes on to b"
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("svg[role=img]").get_attribute("aria-label")
    headings = page.get_by_role("columnheader").all_text_contents()
    assert headings == [
        *("value", "made from", "data", "gradient by the chain rule, so far", "grad in your engine")
    ]


FOCUSED = """() => {
  const each = document.activeElement, style = getComputedStyle(each);
  const name = each.getAttribute("aria-label") || each.textContent;
  return [name, style.outlineStyle, parseFloat(style.outlineWidth)];
}"""


def test_every_control_has_a_name_and_is_reached_by_the_tab_key(open_page):
    page = open_page(graph_of(lecture()))
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    names = [name for name, style, width in reached if style == "solid" and width >= 2]
    for name in ("Whole graph", "Start", "Back", "Step", "Next", "End", *"abcdefL"):
        assert name in names


def test_buttons_work_from_the_keyboard_to_the_end_and_back(open_page):
    page = open_page(graph_of(lecture()))
    page.locator("#next").focus()
    for _ in range(40):
        page.keyboard.press("Space")
    assert seen(page)["phase"] == "The end"
    assert page.evaluate("document.activeElement.id") == "next"  # the focus is not lost at the end


def test_printing_shows_the_drawing_and_the_table_and_no_buttons(open_page):
    page = open_page(graph_of(lecture()))
    page.keyboard.press("End")
    page.emulate_media(media="print")
    assert page.locator("svg").is_visible() and page.locator("table").is_visible()
    assert not page.locator("#next").is_visible() and not page.locator("#fit").is_visible()


def test_who_wants_no_motion_gets_none(open_page):
    for motion, moves in (("reduce", False), ("no-preference", True)):
        page = open_page(graph_of(lecture()), reduced_motion=motion)
        style = page.locator(".box").first.evaluate("each => getComputedStyle(each).transitionDuration")
        assert (style.replace("0s", "").strip(", ") != "") == moves


def test_the_command_writes_a_page_that_works(open_page, tmp_path):
    file = tmp_path / "L.html"
    assert cli.main(["draw", "stage2", "--code", str(ROOT / "solutions"), "--html", str(file)]) == 0
    assert shown(open_page(file.read_text(encoding="utf-8"))) == shown(open_page(graph_of(lecture())))


def test_one_page_is_one_file(open_page):
    text = page_of(graph_of(lecture()))
    assert not re.search(r"https?:|src=|@import|url\((?!#)", text)
