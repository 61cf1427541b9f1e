// Sentences of what has no capital yet, since it stands within others too.

/** The text as the head of a sentence. */
export const capitalised = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;
