// Draws numbers in shaded cells.
const CELL = { largest: 58, smallest: 24 };

function makeGrid(panel, data) {
  const { values, framed, scale } = panel, [rows, columns] = values.shape.slice(-2);
  const svg = make("svg", { role: "img", class: "gd-cells" });
  const cells = Array.from({ length: rows * columns }, () => {
    const shade = make("rect", { class: "gd-cell" }), text = make("text", { "text-anchor": "middle", "aria-hidden": "true" });
    svg.append(shade, text);
    return { shade, text };
  });
  const frames = make("path", { class: "gd-cell-frame" });
  svg.append(frames);
  let side = CELL.largest;
  function resize(width) {
    side = Math.max(CELL.smallest, Math.min(CELL.largest, (width - 4) / columns));
    set(svg, { width: columns * side + 4, height: rows * side + 4, viewBox: `-2 -2 ${columns * side + 4} ${rows * side + 4}` });
    cells.forEach(({ shade, text }, k) => {
      const x = (k % columns) * side, y = ((k - (k % columns)) / columns) * side;
      set(shade, { x, y, width: side, height: side });
      set(text, { x: x + side / 2, y: y + side / 2 + 4, "font-size": side < 36 ? 10 : 13 });
    });
  }
  const block = ({ offset, shape }, at) => {
    const from = offset + entry(shape.slice(0, -2), at) * rows * columns;
    return data.subarray(from, from + rows * columns);
  };
  function draw(at) {
    svg.setAttribute("aria-label", say(panel.summary, at, data));
    const numbers = block(values, at), marked = block(framed, at);
    let path = "";
    cells.forEach(({ shade, text }, k) => {
      const value = numbers[k], empty = Number.isNaN(value);
      const strength = empty ? 0 : 0.55 * Math.min(1, Math.abs(value) / scale);
      set(shade, { fill: value < 0 ? "var(--gd-orange)" : "var(--gd-sky)", "fill-opacity": strength });
      text.textContent = empty ? "" : readable(value, panel.digits);
      if (marked[k]) path += `M${(k % columns) * side} ${((k - (k % columns)) / columns) * side}h${side}v${side}h${-side}Z`;
    });
    set(frames, { d: path });
  }
  const valueAt = (x, y) => [(x - 2) / side - 0.5, (y - 2) / side - 0.5];
  return { node: svg, resize, draw, valueAt };
}
