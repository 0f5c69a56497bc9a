// Speaks a text to a screen reader when it changes; shows nothing.
function render({ model, el }) {
  const aloud = document.createElement("p");
  aloud.className = "gd-aloud";
  aloud.setAttribute("role", "status");
  el.append(aloud);
  const speak = () => { aloud.textContent = model.get("text"); };
  model.on("change:text", speak);
  return () => model.off("change:text", speak);
}
export default { render };
