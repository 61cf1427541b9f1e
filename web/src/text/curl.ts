// A request to the API as a command for a shell.

interface Command {
  method: "GET" | "POST" | "PUT";
  address: string;
  /** What is sent as JSON. */
  body?: unknown;
  /** Whether the API wants a key; the shell has it in API_KEY. */
  withKey: boolean;
}

export function curl({ method, address, body, withKey }: Command): string {
  const usual = body === undefined ? "GET" : "POST"; // what curl does by itself
  return [
    `curl ${method === usual ? "" : `-X ${method} `}${quoted(address)}`,
    ...(body === undefined ? [] : ["-H 'content-type: application/json'"]),
    ...(withKey ? ['-H "x-api-key: $API_KEY"'] : []),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body, null, 2))}`]),
  ].join(" \\\n  ");
}

// Within single quotes a shell reads nothing but the next quote.
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
