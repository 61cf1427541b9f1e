// What changed, in the API's own sentences: put together by what they are about.

interface Group {
  title: string;
  sentences: string[];
}

export const REST = "Rented GPUs and policy";

/** By the provider that each begins with, in the order in which the API tells them; the rest last. */
export function grouped(sentences: readonly string[], providers: readonly string[]): Group[] {
  // "Google Gemini API" before "Google": the longest name that fits is the one that is meant.
  const titles = providers.toSorted((a, b) => b.length - a.length);
  const groups = new Map<string, string[]>();
  for (const sentence of sentences) {
    const title = titles.find(
      (each) => sentence === each || sentence.startsWith(`${each} `) || sentence.startsWith(`${each},`),
    );
    const group = title ?? REST;
    groups.set(group, [...(groups.get(group) ?? []), sentence]);
  }
  return [...groups].map(([title, all]) => ({ title, sentences: all }));
}

/** A sentence below the name of its provider need not say it again. */
export const without = (title: string, sentence: string): string =>
  sentence.startsWith(`${title} `) ? sentence.slice(title.length + 1) : sentence;
