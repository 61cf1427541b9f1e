// Days of the API (YYYY-MM-DD, UTC), counted.

export const DAY_MS = 86_400_000;

/** How many days it is after the first of 1970. */
export const epochDay = (day: string): number => Date.parse(`${day}T00:00Z`) / DAY_MS;

export const dayOf = (epochDay: number): string => new Date(epochDay * DAY_MS).toISOString().slice(0, 10);

export const daysBetween = (from: string, to: string): number => epochDay(to) - epochDay(from);
