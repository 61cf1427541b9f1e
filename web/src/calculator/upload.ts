// Sends a training file to be checked: along with the request where it is small, or else by a form of its own to S3.
import { get, Problem, post, type Schema } from "../api/client.ts";

export type Report = Schema<"DatasetReport">;
type Waiting = Schema<"CheckWaiting">;
type Standing = Schema<"CheckStanding">;

/** Of the body as the API gets it, where every quote and backslash is escaped once more. */
const MOST_SENT_ALONG = 5 * 1024 * 1024;
const ASKED_EVERY_MS = 1000;

const CHECKS = "v1/datasets/checks";

/** The report on a file; `say` is told how far it is. Throws a `Problem`. */
export async function check(
  file: File,
  terms: Record<string, string>,
  say: (progress: string) => void,
  signal: AbortSignal,
): Promise<Report> {
  if (file.size === 0) throw new Problem(0, "empty", "The file is empty: write an example in each line.");
  if (file.size <= MOST_SENT_ALONG) {
    const body = { ...terms, content: await file.text() };
    signal.throwIfAborted();
    if (JSON.stringify(JSON.stringify(body)).length <= MOST_SENT_ALONG) {
      say("is being checked");
      return post<Report>(CHECKS, body, signal);
    }
  }
  const { upload, result } = await post<Waiting>(CHECKS, { ...terms, upload: {} }, signal);
  if (file.size > upload.maximum_bytes) {
    throw new Problem(
      0,
      "too_large",
      `At most ${megabytes(upload.maximum_bytes)} can be checked: send a part of the file.`,
    );
  }
  say(`is being sent: ${megabytes(file.size)}`);
  await send(file, upload.training, signal);
  return awaited(result.slice(1), say, signal);
}

async function send(file: File, { url, fields }: Schema<"UploadForm">, signal: AbortSignal): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file, "file.jsonl");
  const response = await fetch(url, { method: "POST", body: form, signal, credentials: "omit" }).catch((error) => {
    if (!(error instanceof TypeError)) throw error;
    throw new Problem(
      0,
      "unreachable",
      "The file could not be sent to its place in S3. Check the connection, then try again.",
    );
  });
  if (!response.ok)
    throw new Problem(response.status, "not_taken", `S3 did not take the file (${response.status}); try again.`);
}

async function awaited(result: string, say: (progress: string) => void, signal: AbortSignal): Promise<Report> {
  for (;;) {
    const { status, report, reason, progress } = await get<Standing>(result, {}, signal);
    if (status === "checked" && report) return report;
    if (status === "failed") throw new Problem(0, "not_checked", reason ?? "The file could not be checked.");
    say(
      progress
        ? `${Math.round(progress.share * 100)}% of ${megabytes(progress.of_bytes)} checked`
        : "waits to be checked",
    );
    await new Promise((resolve) => setTimeout(resolve, ASKED_EVERY_MS));
    signal.throwIfAborted();
  }
}

const megabytes = (bytes: number): string =>
  new Intl.NumberFormat(undefined, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(bytes / 1e6);
