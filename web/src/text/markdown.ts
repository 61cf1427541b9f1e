// A decision as Markdown, for a ticket or a document. All of it is what the answer says.
import type { Schema } from "../api/client.ts";

type Decision = Schema<"DecisionAnswer">;

const MARKS = { pass: "✅", fail: "❌", unknown: "❔" } as const;

export function markdown(decision: Decision, link: string): string {
  const { monthly, one_time, payback, rates } = decision;
  const rows = [
    ["A month today", usd(monthly.current_usd)],
    ["A month fine-tuned", usd(monthly.fine_tuned_usd)],
    ["Saved a month", range(monthly.saving_usd, usd)],
    ["Paid once", range(one_time.total_usd, usd)],
    [
      "Pays back in",
      payback.months ? range(payback.months, months) : one_time.total_usd && monthly.saving_usd ? "never" : "not known",
    ],
    ...(payback.retires_on ? [["Fine-tunes shut down on", payback.retires_on]] : []),
  ];
  return [
    `## ${escaped(decision.headline)}`,
    "",
    table(["", ""], rows),
    "",
    "### What decided",
    "",
    ...decision.rules.flatMap(({ outcome, question, observed, required, flips_when }) => [
      `- ${MARKS[outcome]} **${escaped(question)}** ${escaped(observed)}${outcome === "pass" ? "" : `; needed: ${escaped(required)}`}`,
      ...flips_when.map(({ text }) => `  - passes with ${escaped(text)}`),
    ]),
    "",
    "### What else there is",
    "",
    table(
      ["Approach", "Model", "A month", "Once", `Over ${decision.horizon.months} months`, "Quality"],
      decision.alternatives.map((each) => [
        escaped(each.approach.replaceAll("_", " ")),
        escaped(`${each.model} at ${each.provider}`),
        usd(each.monthly_usd),
        usd(each.upfront_usd),
        usd(each.total_usd),
        escaped(each.quality_ceiling),
      ]),
    ),
    ...(decision.warnings.length
      ? ["", "### Beware", "", ...decision.warnings.map((each) => `- ${escaped(each)}`)]
      : []),
    "",
    `Rates ${rates.version} as of ${rates.as_of}. [Ask again](${link})`,
    "",
  ].join("\n");
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

const usd = (amount: string | null): string => (amount === null ? "not known" : `${amount} USD`);

const months = (count: string | null): string => (count === null ? "never" : `${count} months`);

function range<Point extends string | null>(
  spread: { low: Point; expected: Point; high: Point } | null,
  text: (point: Point) => string,
): string {
  if (!spread) return "not known";
  const { low, expected, high } = spread;
  return low === high ? text(expected) : `${text(expected)} (${text(low)} to ${text(high)})`;
}

/** What Markdown would take for its own marks is shown as it is. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>|#]/g, "\\$&");
