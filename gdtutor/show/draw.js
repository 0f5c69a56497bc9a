// Draws the panels of a scene that Python computed: looks numbers and words up and places them on the page.
const SVG = "http://www.w3.org/2000/svg";
const MARGIN = { left: 56, right: 14, top: 10, bottom: 42 };
const TALLEST = 380; // of a plot with equal axes
const VALUES = 62; // room for numbers at the right-hand edge

function make(tag, attributes = {}, ...children) {
  const svg = ["svg", "g", "path", "text", "rect"].includes(tag);
  const node = svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
const set = (node, attributes) => { for (const name in attributes) node.setAttribute(name, attributes[name]); };

const ink = (style) => `var(--gd-${style.colour})`;
const SHAPES = {
  circle: (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
  square: (x, y, r) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`,
  plus: (x, y, r, t = r / 3) => `M${x - r} ${y - t}H${x - t}V${y - r}H${x + t}V${y - t}H${x + r}V${y + t}H${x + t}V${y + r}H${x - t}V${y + t}H${x - r}Z`,
  down: (x, y, r) => `M${x} ${y + r}L${x + r} ${y - r}H${x - r}Z`,
  triangle: (x, y, r) => `M${x} ${y - r}L${x + r} ${y + r}H${x - r}Z`,
  diamond: (x, y, r) => `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`,
};
function linePath(points) {
  let path = "", pen = "M";
  for (const [x, y] of points) {
    if (Number.isNaN(x + y)) { pen = "M"; continue; }
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`; pen = "L";
  }
  return path;
}
const areaPath = (points) => linePath(points).replace(/(?!^)M/g, "ZM") + "Z";
const seen = (points) => points.filter(([x, y]) => !Number.isNaN(x + y));

function makePlot(panel, data) {
  // an inner svg clips at its edges, without a name that another plot on the page could have too
  const axes = make("g", { class: "gd-axes" }), inside = make("svg", { "aria-hidden": "true" }), texts = make("g");
  const svg = make("svg", { role: "img", class: "gd-plot" }, axes, inside, texts);
  const drawn = panel.marks.map((mark) => {
    const { style } = mark, colour = ink(style);
    const line = make("path", { class: "gd-line", stroke: colour, "stroke-width": style.width,
      "stroke-dasharray": style.dash.join(" "), fill: "none", opacity: style.opacity });
    if (mark.kind === "area") set(line, { fill: colour, "fill-opacity": style.fill, stroke: "var(--gd-ink)" });
    const dots = make("path", { fill: colour, stroke: "var(--gd-paper)", "stroke-width": style.size > 4 ? 1.5 : 0 });
    if (mark.kind === "bars") set(dots, { stroke: "var(--gd-ink)", "stroke-width": 1 });
    const labels = mark.texts.map(() => make("text", mark.kind === "bars" ? { class: "gd-value" } : { class: "gd-note-text", "text-anchor": "middle" }));
    inside.append(line, dots); texts.append(...labels);
    return { mark, line, dots, labels, still: mark.upto < 0 && !mark.texts.length && [mark.x, mark.y].every(({ shape }) => shape.slice(0, -1).every((n) => n === 1)) };
  });
  let place, size, box;
  function resize(width) {
    const right = MARGIN.right + (panel.marks.some((m) => m.kind === "bars" && m.texts.length) ? VALUES : 0), { x, y } = panel;
    let w = width - MARGIN.left - right, h = Math.min(320, Math.max(210, width * 0.62)) - MARGIN.top - MARGIN.bottom;
    if (panel.equal) {
      const shape = (y.high - y.low) / (x.high - x.low);
      h = Math.min(TALLEST, w * shape); w = h / shape;
    }
    size = { width, height: Math.round(h + MARGIN.top + MARGIN.bottom) };
    box = { x: MARGIN.left, y: MARGIN.top, width: w, height: h };
    // far points are pulled to ten spans off the picture: the page's drawing cannot hold 1e30
    const near = (share) => Math.max(-10, Math.min(11, share));
    place = ([a, b]) => [MARGIN.left + w * near((a - x.low) / (x.high - x.low)),
      MARGIN.top + h - h * near((b - y.low) / (y.high - y.low))];
    set(svg, { width, height: size.height, viewBox: `0 0 ${width} ${size.height}` });
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
    svg.setAttribute("aria-label", say(panel.summary, at, data));
    for (const { mark, line, dots, labels, still } of drawn) {
      if (still && !all) continue;
      const count = mark.x.shape.at(-1), shown = mark.upto < 0 ? count : Math.min(count, at[mark.upto] + 1);
      const [fromX, fromY] = [mark.x, mark.y].map(({ offset, shape }) => offset + entry(shape.slice(0, -1), at) * count);
      const points = Array.from({ length: shown }, (_, k) => place([data[fromX + k], data[fromY + k]]));
      const { width, size: r, marker } = mark.style;
      if (mark.kind === "bars") {
        const [zero] = place([0, 0]), thick = Math.min(22, (0.7 * box.height) / (panel.y.high - panel.y.low)); // rows are 1 apart
        set(dots, { d: seen(points).map(([x, y]) => `M${zero} ${y - thick / 2}H${x}v${thick}H${zero}Z`).join("") });
      } else if (mark.kind === "area") {
        set(line, { d: areaPath(points) });
      } else if (mark.kind === "line") {
        if (width) set(line, { d: linePath(points) });
        if (r) set(dots, { d: seen(points).map(([x, y]) => SHAPES[marker](x, y, r)).join("") });
      }
      labels.forEach((label, k) => {
        const [x, y] = points[k], missing = Number.isNaN(x + y);
        if (!missing) set(label, { x: mark.kind === "bars" ? size.width - VALUES + 2 : x, y: y + 4 });
        label.textContent = missing ? "" : say(mark.texts[k], at, data);
      });
    }
  }
  const valueAt = (px, py) => [panel.x.low + ((px - box.x) / box.width) * (panel.x.high - panel.x.low),
    panel.y.high - ((py - box.y) / box.height) * (panel.y.high - panel.y.low)];
  return { node: svg, resize, draw, valueAt };
}

function makeTable(panel, data) {
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
  const table = make("table", panel.total ? { class: "gd-summed" } : {}, make("thead", {}, head), body);
  return { node: table, resize() {}, draw(at) { for (const [node, cell] of cells) node.textContent = say(cell, at, data); } };
}

function makeLegend(panel) {
  const items = (panel.marks || []).filter((mark) => mark.label).map((mark) => {
    const { style } = mark, key = make("svg", { width: 26, height: 12, "aria-hidden": "true" });
    if (mark.kind === "bars") key.append(make("rect", { x: 4, y: 1, width: 18, height: 10, fill: ink(style), stroke: "var(--gd-ink)" }));
    if (mark.kind === "area") key.append(make("rect", { x: 2, y: 1, width: 22, height: 10, fill: ink(style), "fill-opacity": style.fill,
      stroke: "var(--gd-ink)", "stroke-width": style.width, "stroke-dasharray": style.dash.join(" ") }));
    else if (style.width) key.append(make("path", { d: "M0 6h26", stroke: ink(style), "stroke-width": style.width,
      "stroke-dasharray": style.dash.join(" "), opacity: style.opacity }));
    if (style.size) key.append(make("path", { d: SHAPES[style.marker](13, 6, style.size), fill: ink(style) }));
    return make("li", {}, key, mark.label);
  });
  return items.length ? [make("ul", { class: "gd-legend" }, ...items)] : [];
}
