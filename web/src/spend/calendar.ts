// Months (YYYY-MM) and days (YYYY-MM-DD) as the API counts them: in UTC.

export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

export const monthOf = (moment: Date): string => moment.toISOString().slice(0, 7);

/** The month so many months later, or earlier. */
export function monthAfter(month: string, count: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return monthOf(new Date(Date.UTC(year, number - 1 + count, 1)));
}

/** Every month from one to another, both included. */
export function monthsFrom(since: string, month: string): string[] {
  const found: string[] = [];
  for (let each = since; each <= month; each = monthAfter(each, 1)) found.push(each);
  return found;
}

export function daysOf(month: string): string[] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: count }, (_, index) => `${month}-${String(index + 1).padStart(2, "0")}`);
}
