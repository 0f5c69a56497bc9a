// Words of a scene: looks up what Python computed, and writes numbers as numbers.py does.

// the entry of a broadcast array: an axis of length 1 does not depend on its dial
const entry = (shape, at) => shape.reduce((sum, length, k) => sum * length + Math.min(at[k], length - 1), 0);

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const withoutZeros = (text) => (text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text);
const raise = (exponent) => exponent.replace("+", "").replace("-", "⁻").replace(/\d/g, (digit) => RAISED[digit]);

function readable(value, digits) {
  if (Number.isNaN(value)) return "undefined";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value), sign = value < 0 ? "−" : "";
  const [mantissa, power] = size.toExponential(60).split("e"), all = mantissa.replace(".", "");
  const plain = size >= 1e-3 && size < 1e6, kept = plain ? Math.max(digits, Number(power) + 1) : digits;
  // Python rounds a tie to the even digit, JavaScript upwards
  const tie = /^50*$/.test(all.slice(kept)) && "02468".includes(all[kept - 1]);
  const near = tie ? size * (1 - 1e-12) : size;
  if (plain) return sign + withoutZeros(near.toFixed(kept - 1 - Number(power)));
  const [rounded, exponent] = near.toExponential(digits - 1).split("e");
  return `${sign}${withoutZeros(rounded)}×10${raise(exponent)}`;
}

function saySlot(slot, at, data) {
  const found = ({ offset, shape }) => data[offset + entry(shape, at)];
  if (slot.texts) return slot.texts[entry(slot.shape, at)];
  if (slot.options) return say(slot.options[found(slot.which)], at, data);
  const text = readable(found(slot.numbers), slot.digits);
  return slot.brackets && text.startsWith("−") ? `(${text})` : text;
}
const say = (words, at, data) => words.template.replace(/\{(\d+)\}/g, (_, k) => saySlot(words.slots[k], at, data));
