// How one value is typed: 50k, 1.5M, 20-50, $100, 92%, yes. The same as in Slack's shorthand; nothing is guessed.

export class WrongValue extends Error {}

type Ranged = number | { low: number; expected?: number; high: number };

const NUMBER = /^\$?(\d{1,15}(?:\.\d{1,12})?)([kmb]?)$/i;
const TIMES: Record<string, string> = { "": "e0", k: "e3", m: "e6", b: "e9" };

/** A number such as 200, 50k or 1.5M. */
export function readNumber(text: string): number {
  const found = NUMBER.exec(plain(text));
  if (!found) throw new WrongValue("must be a number, such as 200, 50k or 1.5M");
  return scaled(found);
}

/** A number, or a range: 20-50, or 20-35-50 with the expected one between. */
export function readRange(text: string): Ranged {
  const parts = plain(text).split("-");
  if (parts.length === 1) return readNumber(text);
  const numbers = parts.map((part) => NUMBER.exec(part));
  const [low, second, third] = numbers.map((found) => (found ? scaled(found) : Number.NaN));
  if (parts.length > 3 || numbers.includes(null) || low === undefined || second === undefined) {
    throw new WrongValue("must be a number or a range, such as 20-50");
  }
  return third === undefined ? { low, high: second } : { low, expected: second, high: third };
}

/** A part of one: 92% or 0.92. */
export function readShare(text: string): number {
  const percent = plain(text).endsWith("%");
  const found = NUMBER.exec(plain(text).replace(/%$/, ""));
  if (!found) throw new WrongValue("must be a share, such as 92% or 0.92");
  return percent ? Number(`${scaled(found)}e-2`) : scaled(found);
}

export function readYesNo(text: string): boolean {
  const said = text.trim().toLowerCase();
  if (["yes", "y", "true", "1"].includes(said)) return true;
  if (["no", "n", "false", "0"].includes(said)) return false;
  throw new WrongValue("must be yes or no");
}

export function readDay(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text.trim())) throw new WrongValue("must be a day written as YYYY-MM-DD");
  return text.trim();
}

/** Whether it is a day that the calendar has, unlike 2026-02-30. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text.trim()}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text.trim());
}

export const readEpochs = (text: string): number | string =>
  text.trim().toLowerCase() === "auto" ? "auto" : readNumber(text);

// Commas between thousands are left out, as in Slack; a space is no part of a number.
const plain = (text: string): string => text.trim().replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, "");

// By the exponent, so that 1.1M is 1100000 and not 1100000.0000000002.
const scaled = (found: RegExpExecArray): number => Number(`${found[1]}${TIMES[(found[2] ?? "").toLowerCase()]}`);

/** The three parts of a range as they are typed; one number alone is the expected one. */
export function partsOf(text: string): { low: string; expected: string; high: string } {
  const parts = text.split("-");
  if (parts.length < 2) return { low: "", expected: text, high: "" };
  const [low = "", second = "", third] = parts;
  return third === undefined ? { low, expected: "", high: second } : { low, expected: second, high: third };
}

/** The text of a range from its parts, with a part that is missing left for the reader of it to complain of. */
export function joined({ low, expected, high }: { low: string; expected: string; high: string }): string {
  if (!low && !high) return expected;
  return [low, ...(expected ? [expected] : []), high].join("-");
}
