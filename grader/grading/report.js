"use strict";
// What moves in the report. All names are in `students` and nowhere else: hiding them means writing them anew.

const get = id => document.getElementById(id);
const { students, functions } = JSON.parse(taken("data"));
const told = taken("told"); // read when the first panel is opened
const body = document.querySelector("#table tbody");
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1, useGrouping: false });
const collator = new Intl.Collator("en", { numeric: true });
const START = get("readout").textContent;
let namesHidden = false, column = "name", direction = 1, feedback;

/** The text of a script that holds data; it leaves the page, so that no hidden name stays behind. */
function taken(id) {
  const element = get(id), text = element.textContent;
  element.remove();
  return text;
}

/** A new element with a text. */
function made(tag, text = "", properties = {}) {
  return Object.assign(document.createElement(tag), { textContent: text }, properties);
}

function nameOf(i) {
  return namesHidden ? `Student ${students[i].number}` : students[i].name;
}

function noteOf(i) {
  return namesHidden ? "" : students[i].notes.join("; "); // a note may quote the name of a file
}

// -- names and notes, wherever they stand

function link(i) {
  const anchor = made("a", "", { href: `#student-${students[i].number}`, dir: "auto" });
  anchor.dataset.name = i;
  return anchor;
}

function note(i, tag) {
  const element = made(tag, "", { className: "note" });
  element.dataset.note = i;
  return element;
}

function fillLists() {
  for (const list of document.querySelectorAll("[data-students]")) {
    for (const i of list.dataset.students.split(" ")) {
      const item = made("li");
      item.append(link(i));
      if (list.matches(".noted")) item.append(" ", note(i, "span"));
      list.append(item);
    }
  }
}

/** Write all names and notes, and bring whatever is in their order into that order. */
function writeNames() {
  for (const each of document.querySelectorAll("[data-name]")) each.textContent = nameOf(each.dataset.name);
  for (const each of document.querySelectorAll("[data-note]")) each.textContent = noteOf(each.dataset.note);
  for (const list of document.querySelectorAll("[data-students]")) {
    const key = item => keys.name(item.querySelector("a").dataset.name);
    list.append(...[...list.children].sort((a, b) => key(a) - key(b)));
  }
  sort();
  filter();
  drawMap();
  tell(START);
}

get("hide").addEventListener("click", () => {
  namesHidden = !namesHidden;
  get("hide").textContent = namesHidden ? "Show names" : "Hide names";
  get("text").value = ""; // it may be a name
  writeNames();
});

// -- the table

const rows = students.map((student, i) => {
  const row = made("tr"), name = made("th", "", { scope: "row" });
  name.append(link(i));
  row.append(name, made("td", student.status, { className: `status ${student.status}` }));
  for (const points of student.points) row.append(made("td", number.format(points), { className: "number" }));
  row.append(made("td", number.format(student.total), { className: "number total" }), note(i, "td"));
  return row;
});

const places = new Map(
  students.map((_, i) => i).sort((a, b) => collator.compare(students[a].name, students[b].name))
    .map((i, place) => [i, place]));

/** What each column is sorted by. The order of hidden names would tell them: it is that of the numbers. */
const keys = {
  name: i => namesHidden ? students[i].number : places.get(Number(i)),
  status: i => students[i].status,
  total: i => students[i].total,
  note: i => noteOf(i),
};

function ordered(key, direction) {
  const values = students.map((_, i) => key(i));
  const compare = (a, b) => typeof a === "string" ? collator.compare(a, b) : a - b;
  return students.map((_, i) => i).sort(
    (a, b) => direction * compare(values[a], values[b]) || keys.name(a) - keys.name(b));
}

function sort() {
  const key = keys[column] || (i => students[i].points[column]);
  body.replaceChildren(...ordered(key, direction).map(i => rows[i]));
  for (const button of document.querySelectorAll("[data-column]")) {
    const head = button.closest("th");
    if (button.dataset.column !== column) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
  }
}

function filter() {
  const wanted = get("text").value.trim().toLowerCase(), status = get("status").value;
  let shown = 0;
  students.forEach((student, i) => {
    const text = `${nameOf(i)} ${noteOf(i)}`.toLowerCase();
    rows[i].hidden = !text.includes(wanted) || (status && student.status !== status);
    shown += !rows[i].hidden;
  });
  get("shown").textContent = `${shown} of ${students.length} shown`;
}

document.querySelector("#table thead").addEventListener("click", event => {
  const button = event.target.closest("[data-column]");
  if (!button) return;
  const textual = ["name", "status", "note"].includes(button.dataset.column);
  direction = button.dataset.column === column ? -direction : textual ? 1 : -1; // the most points first
  column = button.dataset.column;
  sort();
});
get("text").addEventListener("input", filter);
get("status").addEventListener("change", filter);
document.querySelector(".filter").addEventListener("submit", event => event.preventDefault());

// -- the panel of a student

const WITHHELD = "The feedback may quote names: it is shown when they are.";

function show(i) {
  feedback ??= JSON.parse(told);
  const { status, total } = students[i];
  get("panel-name").textContent = nameOf(i);
  get("panel-status").textContent = `Status: ${status}`;
  if (namesHidden) get("panel-feedback").textContent = `${number.format(total)} points. ${WITHHELD}`;
  else get("panel-feedback").innerHTML = feedback[i]; // made by report.py, without links, scripts and pictures
  if (!get("panel").open) get("panel").showModal();
  get("panel-feedback").scrollTop = 0;
}

function follow() {
  const found = students.findIndex(each => location.hash === `#student-${each.number}`);
  if (found >= 0) show(found);
  else if (get("panel").open) get("panel").close();
}

get("close").addEventListener("click", () => get("panel").close());
get("panel").addEventListener("click", event => { if (event.target === get("panel")) get("panel").close(); });
get("panel").addEventListener("close", () => {
  get("panel-name").textContent = get("panel-status").textContent = get("panel-feedback").textContent = "";
  if (location.hash.startsWith("#student-")) history.replaceState(null, "", location.pathname + location.search);
});
addEventListener("hashchange", follow);

// -- the map: a dot for each function of each student, as large as there is room for

const canvas = get("cells"), cursor = get("cursor");
let lines = [], at = null;

function drawMap() {
  lines = ordered(i => students[i].total, -1);
  canvas.width = functions.length;
  canvas.height = Math.max(lines.length, 1);
  const height = Math.max(1, Math.min(16, Math.floor(640 / canvas.height)));
  get("heat").style.setProperty("--line", `${height}px`);
  get("heat").style.setProperty("--count", canvas.height);
  const fine = height < 14; // too small for names beside the lines, and for gaps between the squares
  get("heat").classList.toggle("fine", fine);
  get("lines").replaceChildren(...(fine ? [] : lines).map(i => made("li", nameOf(i), { dir: "auto" })));
  const image = new ImageData(canvas.width, canvas.height);
  lines.forEach((i, line) => students[i].passed.forEach(([passed, tests], column) => {
    const share = tests ? passed / tests : 0;
    image.data.set([74, 124, 226, 24 + 231 * share], 4 * (line * canvas.width + column));
  }));
  canvas.getContext("2d").putImageData(image, 0, 0);
  cursor.hidden = true;
  at = null;
}

function tell(text) {
  get("readout").textContent = text;
}

/** Go to a line and a column of the map, and tell what is there. */
function point(line, column) {
  const i = lines[line], { stage, name } = functions[column];
  const [passed, tests] = students[i].passed[column] || [0, 0];
  at = { line, column };
  tell(`${nameOf(i)}, stage ${stage}, ${name}: ${tests ? `${passed} of ${tests} tests pass` : "no test was run"}`);
  cursor.hidden = false;
  cursor.style.left = `${100 * column / canvas.width}%`;
  cursor.style.top = `${100 * line / canvas.height}%`;
}

function pointer(event) {
  const box = canvas.getBoundingClientRect();
  const inside = (share, count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  if (lines.length) point(inside((event.clientY - box.top) / box.height, canvas.height),
    inside((event.clientX - box.left) / box.width, canvas.width));
}

function openPointed() {
  if (at) location.hash = `student-${students[lines[at.line]].number}`;
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
canvas.addEventListener("pointermove", pointer);
canvas.addEventListener("click", event => { pointer(event); openPointed(); });
canvas.addEventListener("keydown", event => {
  if (event.key === "Enter") openPointed();
  const move = MOVES[event.key];
  if (!move || !lines.length) return;
  event.preventDefault();
  const { line, column } = at || { line: 0, column: 0 };
  const within = (value, count) => Math.max(0, Math.min(count - 1, value));
  point(within(line + (at ? move[0] : 0), canvas.height), within(column + (at ? move[1] : 0), canvas.width));
});

fillLists();
body.append(...rows); // they are in the page before their names are written
writeNames();
follow();
