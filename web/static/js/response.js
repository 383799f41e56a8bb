/** What a customer types as a code, made into what the server expects. */

const DIGITS_ONLY = new Set(["sms", "ib_key", "ib_key_ios", "ib_key_android", "dsc_plus", "dsc", "gold", "platinum"]);

/** Full-width forms, spaces and hyphens go; devices that answer in digits keep digits only. */
export function normalise(kind, typed) {
  const folded = typed.normalize("NFKC").replace(/[\s\u2010-\u2015\u2212-]/g, "");
  return DIGITS_ONLY.has(kind) ? folded.replace(/\D/g, "") : folded.toUpperCase();
}

/** Whether the keypad of numbers is enough to type the code of this kind of device. */
export const isNumeric = (kind) => DIGITS_ONLY.has(kind);
