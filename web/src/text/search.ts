// Search by words, as it is done wherever something is looked for.

/** Tells of a text whether every word of the search stands in it, in capitals or not; all texts hold a search for nothing. */
export function holding(search: string): (text: string) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => {
    const searched = text.toLowerCase();
    return words.every((word) => searched.includes(word));
  };
}
