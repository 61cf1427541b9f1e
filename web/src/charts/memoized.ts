// What is drawn often and changes seldom is made once.

/** The same result for the same arguments as the last time, so that a chart is drawn anew only where there is another. */
export function memoized<Arguments extends readonly unknown[], Made>(
  make: (...given: Arguments) => Made,
): (...given: Arguments) => Made {
  let last: { given: Arguments; made: Made } | null = null;
  return (...given) => {
    if (last === null || given.some((each, index) => each !== last?.given[index]))
      last = { given, made: make(...given) };
    return last.made;
  };
}
