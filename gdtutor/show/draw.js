// Draws the panels of a scene that Python computed: looks numbers and words up and places them on the page.
const SVG = "http://www.w3.org/2000/svg";
const MARGIN = { left: 56, right: 14, top: 10, bottom: 42 };
const VALUES = 62; // room for numbers at the right-hand edge

function make(tag, attributes = {}, ...children) {
  const svg = ["svg", "g", "path", "text", "rect"].includes(tag);
  const node = svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
const set = (node, attributes) => { for (const name in attributes) node.setAttribute(name, attributes[name]); };

// the entry of a broadcast array: an axis of length 1 does not depend on its dial
const entry = (shape, at) => at.reduce((sum, i, k) => sum * shape[k] + Math.min(i, shape[k] - 1), 0);
const say = (words, at) =>
  words.template.replace(/\{(\d+)\}/g, (_, k) => words.slots[k].texts[entry(words.slots[k].shape, at)]);

const ink = (style) => `var(--gd-${style.colour})`;
const SHAPES = {
  circle: (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
  square: (x, y, r) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`,
};
function linePath(points) {
  let path = "", pen = "M";
  for (const [x, y] of points) {
    if (Number.isNaN(x + y)) { pen = "M"; continue; }
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`; pen = "L";
  }
  return path;
}
const seen = (points) => points.filter(([x, y]) => !Number.isNaN(x + y));

function makePlot(panel, data) {
  // an inner svg clips at its edges, without a name that another plot on the page could have too
  const axes = make("g", { class: "gd-axes" }), inside = make("svg", { "aria-hidden": "true" }), texts = make("g");
  const svg = make("svg", { role: "img", class: "gd-plot" }, axes, inside, texts);
  const drawn = panel.marks.map((mark) => {
    const { style } = mark, colour = ink(style);
    const line = make("path", { class: "gd-line", stroke: colour, "stroke-width": style.width,
      "stroke-dasharray": style.dash.join(" "), fill: "none", opacity: style.opacity });
    const dots = make("path", { fill: colour, stroke: "var(--gd-paper)", "stroke-width": style.size > 4 ? 1.5 : 0 });
    if (mark.kind === "bars") set(dots, { stroke: "var(--gd-ink)", "stroke-width": 1 });
    const labels = mark.texts.map(() => make("text", { class: "gd-value" }));
    inside.append(line, dots); texts.append(...labels);
    return { mark, line, dots, labels, still: mark.upto < 0 && mark.shape.slice(0, -2).every((n) => n === 1) };
  });
  let place, size;
  function resize(width) {
    const right = MARGIN.right + (panel.marks.some((m) => m.texts.length) ? VALUES : 0);
    size = { width, height: Math.round(Math.min(320, Math.max(210, width * 0.62))) };
    const w = width - MARGIN.left - right, h = size.height - MARGIN.top - MARGIN.bottom, { x, y } = panel;
    place = ([a, b]) => [MARGIN.left + (w * (a - x.low)) / (x.high - x.low),
      MARGIN.top + h - (h * (b - y.low)) / (y.high - y.low)];
    set(svg, { width, height: size.height, viewBox: `0 0 ${width} ${size.height}` });
    const box = { x: MARGIN.left, y: MARGIN.top, width: w, height: h };
    set(inside, { ...box, viewBox: `${box.x} ${box.y} ${w} ${h}` });
    axes.replaceChildren(make("rect", { ...box, class: "gd-frame" }));
    const every = Math.ceil((x.ticks.length * 44) / w);
    x.ticks.forEach(([at, text], k) => {
      const [px] = place([at, y.low]);
      axes.append(make("path", { class: "gd-grid", d: `M${px} ${MARGIN.top}v${h}` }));
      if (k % every === 0) axes.append(make("text", { x: px, y: MARGIN.top + h + 16, "text-anchor": "middle" }, text));
    });
    for (const [at, text] of y.ticks) {
      const [, py] = place([x.low, at]);
      axes.append(make("path", { class: "gd-grid", d: `M${MARGIN.left} ${py}h${w}` }),
        make("text", { x: MARGIN.left - 6, y: py + 4, "text-anchor": "end" }, text));
    }
    const up = MARGIN.top + h / 2;
    axes.append(make("text", { x: MARGIN.left + w / 2, y: size.height - 6, "text-anchor": "middle" }, x.label),
      make("text", { x: 12, y: up, "text-anchor": "middle", transform: `rotate(-90 12 ${up})` }, y.label));
  }
  function draw(at, all) {
    svg.setAttribute("aria-label", say(panel.summary, at));
    for (const { mark, line, dots, labels, still } of drawn) {
      if (still && !all) continue;
      const count = mark.shape.at(-2), shown = mark.upto < 0 ? count : Math.min(count, at[mark.upto] + 1);
      const from = mark.offset + entry(mark.shape.slice(0, -2), at) * count * 2;
      const points = Array.from({ length: shown }, (_, k) => place([data[from + 2 * k], data[from + 2 * k + 1]]));
      const { width, size: r, marker } = mark.style;
      if (mark.kind === "bars") {
        const [zero] = place([0, 0]);
        set(dots, { d: seen(points).map(([x, y]) => `M${zero} ${y - 11}H${x}v22H${zero}Z`).join("") });
      } else {
        if (width) set(line, { d: linePath(points) });
        if (r) set(dots, { d: seen(points).map(([x, y]) => SHAPES[marker](x, y, r)).join("") });
      }
      labels.forEach((label, k) => {
        set(label, { x: size.width - VALUES + 2, y: points[k][1] + 4 });
        label.textContent = say(mark.texts[k], at);
      });
    }
  }
  const valueAt = (px) => panel.x.low + ((px - MARGIN.left) / (place([panel.x.high, 0])[0] - MARGIN.left)) * (panel.x.high - panel.x.low);
  return { node: svg, resize, draw, valueAt };
}

function makeTable(panel) {
  const cells = [], body = make("tbody");
  for (const row of panel.rows) {
    const line = make("tr");
    for (const cell of row) {
      const node = make(line.children.length ? "td" : "th", line.children.length ? {} : { scope: "row" });
      if (cell.mathml) { node.innerHTML = `<math>${cell.mathml}</math>`; node.setAttribute("aria-label", cell.text); }
      else cells.push([node, cell]);
      line.append(node);
    }
    body.append(line);
  }
  const head = make("tr", {}, ...panel.header.map((text) => make("th", { scope: "col" }, text)));
  const table = make("table", {}, make("thead", {}, head), body);
  return { node: table, resize() {}, draw(at) { for (const [node, cell] of cells) node.textContent = say(cell, at); } };
}

function makeLegend(panel) {
  const items = (panel.marks || []).filter((mark) => mark.label).map((mark) => {
    const { style } = mark, key = make("svg", { width: 26, height: 12, "aria-hidden": "true" });
    if (mark.kind === "bars") key.append(make("rect", { x: 4, y: 1, width: 18, height: 10, fill: ink(style), stroke: "var(--gd-ink)" }));
    if (style.width) key.append(make("path", { d: "M0 6h26", stroke: ink(style), "stroke-width": style.width,
      "stroke-dasharray": style.dash.join(" "), opacity: style.opacity }));
    if (style.size) key.append(make("path", { d: SHAPES[style.marker](13, 6, style.size), fill: ink(style) }));
    return make("li", {}, key, mark.label);
  });
  return items.length ? [make("ul", { class: "gd-legend" }, ...items)] : [];
}
