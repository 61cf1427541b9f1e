// What every page of this view is drawn from: one version of the table, a day, and links that stay in that version.
import type { Schema } from "../api/client.ts";
import type { Table } from "./prices.ts";
import { hrefOf, type Place } from "./route.ts";

export type Versions = Schema<"Versions">;
export type PublishedTable = Schema<"PublishedTable">;

export interface Reading {
  table: Table;
  day: string;
  href(place: Place): string;
}

export const reading = (table: Table, day: string, version: string): Reading => ({
  table,
  day,
  href: (place) => hrefOf({ place, version }),
});
