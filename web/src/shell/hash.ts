// The hash of the address: the view's name, and behind it, between slashes, what the view shows.

/** The parts between the slashes, as they were before they were encoded. */
export const partsOf = (hash: string): string[] => hash.replace(/^#/, "").split("/").map(decoded);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return part; // an address that somebody cut or wrote by hand
  }
}
