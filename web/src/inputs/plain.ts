// Sentences of the API that name inputs by their paths, in the words of the form.
import { INPUTS } from "./catalogue.ts";

/** Paths with a dot alone: `task` and the like are words of any sentence, but for those with an underscore. */
const PATHS = [...INPUTS.keys()].filter((path) => /[._]/.test(path)).sort((a, b) => b.length - a.length);
const NAMED = new RegExp(`(?<![\\w.])(?:${PATHS.map((path) => path.replaceAll(".", "\\.")).join("|")})(?![\\w])`, "g");

export const inPlainWords = (text: string): string => text.replace(NAMED, (path) => INPUTS.get(path)?.label ?? path);
