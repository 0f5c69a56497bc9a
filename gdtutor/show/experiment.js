// The controls of an experiment: dials, buttons, presets, words. Follows draw.js in the same module.
const NAMES = ["first", "second", "third", "fourth"];
const MAKERS = { plot: makePlot, table: makeTable, grid: makeGrid };
const position = (model) => model.get("layout_spec").dials.map((_, k) => model.get(NAMES[k]));

function move(model, to) {
  to.forEach((index, k) => { if (index >= 0) model.set(NAMES[k], index); });
  model.save_changes();
}

// keep each dial's place and its value the same: once a model, however many views it has
function initialize({ model }) {
  model.get("layout_spec").dials.forEach(({ values }, k) => {
    const name = NAMES[k], held = `${name}_value`;
    model.on(`change:${name}`, () => { model.set(held, values[model.get(name)]); model.save_changes(); });
    // later: a link from the number box does not carry a value back while it is at work
    model.on(`change:${held}`, () => setTimeout(() => {
      const wanted = model.get(held), far = values.map((value) => Math.abs(value - wanted));
      const index = far.indexOf(Math.min(...far));
      if (wanted === values[index] && index === model.get(name)) return;
      model.set(name, index); model.set(held, values[index]); model.save_changes();
    }));
  });
}

function makeButton(text, press, attributes = {}) {
  const button = make("button", { type: "button", "data-lm-suppress-shortcuts": "true", ...attributes }, text);
  button.addEventListener("click", press);
  return button;
}

function makePlayer(model, spec) {
  let timer = 0;
  const { name, values } = spec.dials[spec.play], dial = spec.play;
  const next = () => {
    const to = position(model).map(() => -1);
    to[dial] = (model.get(NAMES[dial]) + 1) % values.length;
    move(model, to);
  };
  const stop = () => { clearInterval(timer); timer = 0; play.textContent = "Play"; };
  const play = makeButton("Play", () => {
    if (timer) return stop();
    next(); play.textContent = "Pause";
    timer = setInterval(() => (model.get(NAMES[dial]) === values.length - 1 ? stop() : next()), spec.pace);
  });
  const step = makeButton("Step", () => { stop(); next(); }, { title: `next ${name}` });
  const reset = makeButton("Reset", () => { stop(); move(model, spec.start); });
  return { nodes: [play, step, reset], stop, playing: () => timer !== 0 };
}

function makePresets(model, spec) {
  const holds = (preset, at) => preset.position.every((index, k) => index < 0 || index === at[k]);
  const buttons = spec.presets.map((preset) => makeButton(preset.name, () => move(model, preset.position)));
  const why = make("p", { class: "gd-why" });
  const draw = (at) => {
    buttons.forEach((button, k) => button.setAttribute("aria-pressed", holds(spec.presets[k], at)));
    why.textContent = spec.presets.find((preset) => holds(preset, at))?.why || "";
  };
  return { nodes: buttons, why, draw };
}

// Notebook 7 looks at a key before the slider does and would go to the next cell: keys without Ctrl and the like are the dial's
function keepKeys({ target, ctrlKey, metaKey, altKey, shiftKey }) {
  target.toggleAttribute("data-lm-suppress-shortcuts", !(ctrlKey || metaKey || altKey || shiftKey));
}

// ipywidgets gives its slider no name and no readable value
function nameSliders(root, spec, at) {
  for (const row of root.closest(".gd-experiment")?.querySelectorAll(".gd-dial") ?? []) {
    for (const kind of ["focusin", "keydown", "keyup"]) row.addEventListener(kind, keepKeys); // again is once
  }
  spec.dials.forEach((dial, k) => {
    const handle = root.closest(".gd-experiment")?.querySelector(`.gd-dial-${k} .noUi-handle`);
    if (handle) set(handle, { "aria-label": dial.label, "aria-valuetext": dial.texts[at[k]] });
  });
}

// a pointer moves one dial along each direction: mouse, pen and finger alike
function followPointer(model, plot, dials) {
  const follow = (event) => {
    if (!event.buttons) return;
    const { left, top } = plot.node.getBoundingClientRect(), values = plot.valueAt(event.clientX - left, event.clientY - top);
    dials.forEach((dial, k) => { if (dial >= 0) model.set(`${NAMES[dial]}_value`, values[k]); });
    model.save_changes();
  };
  plot.node.classList.add(dials.every((dial) => dial >= 0) ? "gd-follows-both" : dials[0] >= 0 ? "gd-follows" : "gd-follows-up");
  plot.node.addEventListener("pointerdown", (event) => { plot.node.setPointerCapture(event.pointerId); follow(event); });
  plot.node.addEventListener("pointermove", follow);
}

function render({ model, el }) {
  const spec = model.get("layout_spec"), bytes = model.get("data");
  const data = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const panels = spec.panels.map((panel) => MAKERS[panel.kind](panel, data));
  const holders = panels.map(({ node }, k) => {
    const title = make("div", { class: "gd-title" });
    title.innerHTML = spec.panels[k].title;
    return make("div", { class: `gd-panel gd-${spec.panels[k].kind}-panel` }, title, node, ...makeLegend(spec.panels[k]));
  });
  const player = makePlayer(model, spec), presets = makePresets(model, spec);
  const caption = make("p", { class: "gd-caption" }), aloud = make("p", { class: "gd-aloud", role: "status" });
  const bar = make("div", { class: "gd-bar", role: "group", "aria-label": "playback and presets" },
    make("div", { class: "gd-buttons" }, ...player.nodes), make("div", { class: "gd-buttons" }, ...presets.nodes));
  const root = make("div", { class: "gd-view", role: "group", "aria-label": spec.name }, bar,
    ...(spec.presets.length ? [presets.why] : []), make("div", { class: "gd-panels" }, ...holders), caption, aloud,
    ...(spec.note ? [make("p", { class: "gd-note" }, spec.note)] : []));
  el.append(root);
  spec.panels.forEach(({ follows }, k) => { if (follows?.some((dial) => dial >= 0)) followPointer(model, panels[k], follows); });

  let timer = 0;
  const opening = say(spec.caption, position(model), data);
  const settle = () => {
    nameSliders(root, spec, position(model));
    if (player.playing()) { timer = setTimeout(settle, 500); return; }
    if (caption.textContent !== opening) aloud.textContent = caption.textContent;
  };
  const update = () => {
    const at = position(model);
    for (const panel of panels) panel.draw(at, false);
    presets.draw(at);
    caption.textContent = say(spec.caption, at, data);
    clearTimeout(timer); timer = setTimeout(settle, 300);
  };
  const observer = new ResizeObserver(() => {
    panels.forEach((panel, k) => { if (holders[k].clientWidth) { panel.resize(holders[k].clientWidth); panel.draw(position(model), true); } });
    nameSliders(root, spec, position(model));
    // a table that is scrolled must be reached by keyboard
    for (const holder of holders) if (holder.scrollWidth > holder.clientWidth) holder.tabIndex = 0; else holder.removeAttribute("tabindex");
  });
  for (const holder of holders) observer.observe(holder);
  panels.forEach((panel) => panel.resize(480));
  update();
  for (const name of NAMES) model.on(`change:${name}`, update);
  root.addEventListener("keydown", (event) => event.stopPropagation()); // else JupyterLab takes Enter and the arrows
  return () => {
    player.stop(); clearTimeout(timer); observer.disconnect();
    for (const name of NAMES) model.off(`change:${name}`, update);
  };
}

export default { initialize, render };
