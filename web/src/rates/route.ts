// Where the address leads within this view, and in which version: `#rates/openai/gpt-4o?version=…`. A link opens it again.
import { partsOf } from "../shell/hash.ts";

export type Place =
  | { at: "models" }
  | { at: "model"; provider: string; model: string }
  | { at: "provider"; provider: string }
  | { at: "providers" }
  | { at: "changes"; since: string };

export interface Route {
  place: Place;
  /** Empty for the version in force. */
  version: string;
}

export function routeOf(hash: string): Route {
  const [path = "", query = ""] = hash.split("?");
  const asked = new URLSearchParams(query);
  const [, first = "", second = ""] = partsOf(path);
  return { place: placeOf(first, second, asked.get("since") ?? ""), version: asked.get("version") ?? "" };
}

function placeOf(first: string, second: string, since: string): Place {
  if (first === "changes") return { at: "changes", since };
  if (first === "providers") return { at: "providers" };
  if (first && second) return { at: "model", provider: first, model: second };
  return first ? { at: "provider", provider: first } : { at: "models" };
}

export function hrefOf({ place, version }: Route): string {
  const query = new URLSearchParams();
  if (version) query.set("version", version);
  if (place.at === "changes" && place.since) query.set("since", place.since);
  const path = pathOf(place);
  // main.ts reads the view's name up to the first slash.
  return query.size ? `#rates/${path}?${query}` : `#rates${path ? `/${path}` : ""}`;
}

/** The place without version and query: what tells one page of this view from another. */
export function pathOf(place: Place): string {
  switch (place.at) {
    case "models":
      return "";
    case "model":
      return `${encodeURIComponent(place.provider)}/${encodeURIComponent(place.model)}`;
    case "provider":
      return encodeURIComponent(place.provider);
    default:
      return place.at;
  }
}
