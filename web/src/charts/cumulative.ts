// Cumulative cost over the horizon: today, the same prompt cached, the cheapest base model, fine-tuned, self-hosted.
import type { ChartConfiguration, ChartDataset } from "chart.js";
import type { Schema } from "../api/client.ts";
import { daysBetween } from "../text/days.ts";
import { dayText, moneyText, monthsText, numberText, type Range } from "../text/figures.ts";
import type { Drawing } from "./element.ts";
import { type Tint, tint } from "./palette.ts";

type Decision = Schema<"DecisionAnswer">;
type Cumulative = Decision["horizon"]["cumulative"][number];

interface Line {
  approach: string;
  label: string;
  tint: Tint;
  dash: number[];
  points: readonly Range[];
}

/** Dashes tell the lines apart where colours do not. */
const SHOWN: readonly (readonly [approach: string, label: string, tint: Tint, dash: number[]])[] = [
  ["today", "Today", "today", []],
  ["prompt_caching", "The prompt cached", "cached", [8, 4]],
  ["cheaper_model", "Cheapest base model", "cheaper", [2, 3]],
  ["fine_tuning", "Fine-tuned", "tuned", []],
  ["self_hosted_lora", "Your own GPUs", "hosted", [10, 3, 2, 3]],
];

/** The lines to draw; of the cheaper models the one that costs least over the horizon, whose quality is unknown. */
export function linesOf({ horizon }: Decision): Line[] {
  return SHOWN.flatMap(([approach, label, colour, dash]) => {
    const [least] = horizon.cumulative.filter((each) => each.approach === approach).sort((a, b) => atEnd(a) - atEnd(b));
    if (!least) return [];
    const named = approach === "cheaper_model" ? `${label}: ${least.model}` : label;
    return [{ approach, label: named, tint: colour, dash, points: least.usd_by_month }];
  });
}

const atEnd = ({ usd_by_month }: Cumulative): number =>
  Number(usd_by_month.at(-1)?.expected ?? Number.POSITIVE_INFINITY);

interface Mark {
  x: number;
  label: string;
}

/** When the fine-tune has repaid its cost, as far as that is within the horizon. */
export function breakEven({ payback, horizon, monthly }: Decision): Mark | null {
  const months = payback.months?.expected ?? null;
  if (months === null || Number(months) > horizon.months) return null;
  const worth = isWorth(monthly) ? `, with ${moneyText(monthly.quality_value_usd)} a month for better quality` : "";
  return { x: Number(months), label: `Break-even after ${monthsText(months)}${worth}` };
}

/** What better quality is worth is no cost, so it is in no line: the break-even is not where two of them cross then. */
const isWorth = ({ quality_value_usd }: Decision["monthly"]): boolean => Number(quality_value_usd) !== 0;

/** When the fine-tuned model is shut down, as far as that is within the horizon. */
export function retirement({ payback, horizon, rates }: Decision): Mark | null {
  if (!payback.retires_on) return null;
  const x = daysBetween(rates.as_of, payback.retires_on) / Number(horizon.days_per_month);
  if (x < 0 || x > horizon.months) return null;
  return { x, label: `Fine-tunes shut down on ${dayText(payback.retires_on)}` };
}

/** What an amount is at a month between two that are known. */
export function between(points: readonly Range[], month: number): number {
  const before = Math.min(Math.floor(month), points.length - 1);
  const from = Number(points[before]?.expected ?? 0);
  const to = Number(points[Math.min(before + 1, points.length - 1)]?.expected ?? from);
  return from + (to - from) * (month - before);
}

export function cumulativeDrawing(decision: Decision): Drawing {
  const lines = linesOf(decision);
  const marks = [breakEven(decision), retirement(decision)].filter((mark): mark is Mark => mark !== null);
  const ends = lines.map(({ label, points }) => `${label} ${moneyText(points.at(-1)?.expected ?? "0")}`);
  return {
    name: `Cumulative cost after ${decision.horizon.months} months: ${ends.join("; ")}. ${marks.map(({ label }) => label).join(". ")}`,
    config: () => configOf(decision, lines),
  };
}

function configOf(decision: Decision, lines: readonly Line[]): ChartConfiguration<"line"> {
  const top = Math.max(...lines.flatMap(({ points }) => points.map(({ high }) => Number(high))));
  const datasets = [...lines.flatMap(datasetsOf), ...marksOf(decision, lines, top)];
  // What the marks say stands below the chart, where it can be read out too.
  const isLine = (index = 0) => datasets[index] !== undefined && !isMark(datasets[index]);
  return {
    type: "line",
    data: { datasets },
    options: {
      interaction: { mode: "index", intersect: false, axis: "x" },
      scales: {
        x: {
          type: "linear",
          min: 0,
          max: decision.horizon.months,
          title: { display: true, text: "months from the start" },
          ticks: { stepSize: 1, maxRotation: 0 },
        },
        y: {
          type: "linear",
          min: 0,
          title: { display: true, text: "USD, all in all" },
          ticks: { callback: (value) => moneyText(String(value)) },
        },
      },
      plugins: {
        legend: {
          position: "bottom",
          align: "start",
          labels: {
            boxWidth: 34,
            boxHeight: 0,
            filter: ({ text, datasetIndex }) => text !== "" && isLine(datasetIndex),
          },
        },
        tooltip: {
          filter: ({ dataset }) => dataset.label !== "" && !isMark(dataset),
          itemSort: (a, b) => (b.parsed.y ?? 0) - (a.parsed.y ?? 0),
          callbacks: {
            title: ([item]) => (item ? `after ${monthsText(item.parsed.x ?? 0)}` : ""),
            label: ({ dataset, parsed }) => `${dataset.label}: ${moneyText(String(parsed.y ?? 0))}`,
          },
        },
      },
    },
  };
}

type Drawn = ChartDataset<"line">;

const isMark = (dataset: { order?: number | undefined }): boolean => dataset.order === MARKS;
const MARKS = -1;
const BAND = 9;

/** A line; the fine-tuned one lies in the band from its low to its high. */
function datasetsOf({ approach, label, tint: name, dash, points }: Line): Drawn[] {
  const colour = tint(name);
  const line: Drawn = {
    label,
    data: points.map(({ expected }, x) => ({ x, y: Number(expected) })),
    borderColor: colour,
    backgroundColor: colour,
    borderDash: dash,
    borderWidth: approach === "fine_tuning" ? 3 : 2,
    pointRadius: 0,
  };
  if (approach !== "fine_tuning" || points.every(({ low, high }) => low === high)) return [line];
  const edge = (end: "low" | "high", fill: Drawn["fill"]): Drawn => ({
    label: "",
    data: points.map((range, x) => ({ x, y: Number(range[end]) })),
    borderWidth: 0,
    pointRadius: 0,
    pointHoverRadius: 0,
    backgroundColor: tint(name, 0.18),
    fill: fill ?? false,
    order: BAND,
  });
  return [edge("low", false), edge("high", "-1"), line];
}

function marksOf(decision: Decision, lines: readonly Line[], top: number): Drawn[] {
  const even = breakEven(decision);
  const end = retirement(decision);
  const tuned = lines.find(({ approach }) => approach === "fine_tuning");
  const marks: Drawn[] = [];
  if (even && isWorth(decision.monthly)) {
    marks.push(upright(even, top, tint("ink")));
  } else if (even && tuned) {
    marks.push({
      label: even.label,
      data: [{ x: even.x, y: between(tuned.points, even.x) }],
      borderColor: tint("ink"),
      backgroundColor: tint("paper"),
      borderWidth: 2,
      pointRadius: 7,
      pointStyle: "circle",
      showLine: false,
      order: MARKS,
    });
  }
  if (end) marks.push(upright(end, top, tint("limit")));
  return marks;
}

/** A line over a month. */
const upright = ({ x, label }: Mark, top: number, colour: string): Drawn => ({
  label,
  data: [
    { x, y: 0 },
    { x, y: top },
  ],
  borderColor: colour,
  backgroundColor: colour,
  borderDash: [6, 4],
  borderWidth: 2,
  pointRadius: 0,
  order: MARKS,
});

/** The months of the table beside the chart: all of a year, every so many of a longer horizon. */
export function monthsShown(months: number): number[] {
  const step = Math.max(1, Math.ceil(months / 12));
  return Array.from({ length: months + 1 }, (_, month) => month).filter(
    (month) => month % step === 0 || month === months,
  );
}

export const monthTitle = (month: number): string => (month === 0 ? "at the start" : `after ${numberText(month)}`);
