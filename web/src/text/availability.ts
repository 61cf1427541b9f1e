// Who may have models trained at a provider, in words.
import type { Schema } from "../api/client.ts";

type OpenTo = Schema<"Availability">["open_to"];

const WHO: Readonly<Record<OpenTo, string>> = {
  everyone: "everyone",
  organizations_that_have_fine_tuned: "only organisations that have fine-tuned before",
  organizations_with_recent_fine_tuned_inference: "only organisations that called a fine-tune in the last 60 days",
  nobody: "nobody",
};

/** "nobody can train", to stand within a sentence. */
export const whoCanTrain = (openTo: OpenTo): string => `${WHO[openTo]} can train`;
