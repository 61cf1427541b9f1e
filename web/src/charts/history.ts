// A history of prices: steps that end today, and go on with dashes to what is announced.
import type { ChartConfiguration, ChartDataset } from "chart.js";
import { dayOf } from "../text/days.ts";
import { dayText, monthText, priceText } from "../text/figures.ts";
import type { Drawing } from "./element.ts";
import { type Tint, tint } from "./palette.ts";
import { monthTicks, niceTop, type Point, type Span } from "./steps.ts";

export interface PriceLine {
  label: string;
  tint: Tint;
  points: readonly Point[];
}

export interface History {
  /** What is seen, in words. */
  name: string;
  lines: readonly PriceLine[];
  span: Span;
  today: number;
  /** The highest price of all charts that stand side by side, so that they can be compared. */
  highest: number;
}

export const historyDrawing = (history: History): Drawing => ({
  name: history.name,
  config: () => configOf(history),
});

const NOW = "Today";

function configOf(history: History): ChartConfiguration<"line"> {
  const { lines, span, today, highest } = history;
  const { top, step } = niceTop(highest);
  const datasets: ChartDataset<"line", Point[]>[] = lines.map((line) => dataset(line, today));
  return {
    type: "line",
    data: { datasets: today < span.to ? [...datasets, nowLine(today, top)] : datasets },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      interaction: { mode: "nearest", axis: "xy", intersect: true },
      scales: {
        x: {
          type: "linear",
          min: span.from,
          max: span.to,
          grid: { display: false },
          afterBuildTicks: (scale) => {
            scale.ticks = monthTicks(span, Math.max(2, Math.floor(scale.width / 80))).map((value) => ({ value }));
          },
          ticks: { maxRotation: 0, autoSkip: false, callback: (value) => monthText(dayOf(Number(value)).slice(0, 7)) },
        },
        y: {
          min: 0,
          max: top,
          ticks: { stepSize: step, callback: (value) => priceText(String(Number(Number(value).toPrecision(6)))) },
        },
      },
      plugins: {
        legend: {
          position: "bottom",
          labels: { usePointStyle: true, pointStyle: "line", pointStyleWidth: 22, padding: 14 },
        },
        tooltip: {
          boxPadding: 4,
          filter: ({ dataset }) => dataset.label !== NOW,
          callbacks: {
            title: ([item]) => (item ? `From ${dayText(dayOf(item.parsed.x ?? today))}` : ""),
            label: ({ dataset, parsed }) => `${dataset.label}: ${priceText(String(parsed.y))}`,
          },
        },
      },
    },
  };
}

/** A dot is an entry, hollow where nobody confirms it; what only carries the line on has none, and cannot be pointed at. */
function dataset({ label, tint: of, points }: PriceLine, today: number): ChartDataset<"line", Point[]> {
  const colour = tint(of);
  return {
    label,
    data: [...points],
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 2,
    clip: 8, // a dot at the edge is whole
    pointRadius: points.map(({ entry }) => (entry ? 4 : 0)),
    pointHitRadius: points.map(({ entry }) => (entry ? 8 : 0)),
    pointHoverRadius: points.map(({ entry }) => (entry ? 6 : 0)),
    pointBackgroundColor: points.map(({ confirmed }) => (confirmed ? colour : tint("paper"))),
    pointBorderColor: colour,
    pointBorderWidth: 2,
    segment: { borderDash: ({ p0 }) => ((p0.parsed.x ?? 0) >= today ? [5, 4] : undefined) },
  };
}

function nowLine(today: number, top: number): ChartDataset<"line", Point[]> {
  const at = (y: number): Point => ({ x: today, y, entry: false, confirmed: true });
  return {
    label: NOW,
    data: [at(0), at(top)],
    borderColor: tint("soft"),
    borderWidth: 1,
    pointRadius: 0,
    pointHitRadius: 0,
    pointStyle: "line",
  };
}
