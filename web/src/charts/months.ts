// Spend over time as stacked bars. Amounts become numbers here, to be drawn; what is read is the digits of the API.
import type { ChartConfiguration, ChartDataset } from "chart.js";
import { moneyText } from "../text/figures.ts";
import type { Drawing } from "./element.ts";
import { type Tint, tint } from "./palette.ts";
import { type Filling, filled } from "./patterns.ts";

export interface Series {
  label: string;
  tint: Tint;
  filling: Filling;
  /** USD of each bar, as the API writes it. */
  usd: readonly string[];
}

export interface Bars {
  /** What is seen, in words. */
  name: string;
  /** Under each bar, in lines. */
  labels: readonly (readonly string[])[];
  series: readonly Series[];
  /** What may be spent of a month. */
  limit: { label: string; usd: string } | null;
  /** What the last bar is expected to come to. */
  forecast: { label: string; usd: string } | null;
}

type Mixed = ChartDataset<"bar" | "line", (number | null)[]>;

export const monthsDrawing = (bars: Bars): Drawing => ({ name: bars.name, config: () => config(bars) });

function config(bars: Bars): ChartConfiguration {
  const { labels, series, limit, forecast } = bars;
  const stacked = series.map(
    (each): Mixed => ({
      label: each.label,
      data: each.usd.map(Number),
      backgroundColor: filled(tint(each.tint), tint("paper"), each.filling),
      maxBarThickness: 72,
      pointStyle: "rect",
      stack: "spend",
    }),
  );
  const said = series.map(({ usd }) => usd.map(moneyText));
  const drawn: Mixed[] = [...stacked];
  if (forecast) {
    const spent = series.reduce((sum, { usd }) => sum + Number(usd.at(-1) ?? 0), 0);
    drawn.push({
      label: forecast.label,
      data: labels.map((_, index) => (index === labels.length - 1 ? Math.max(Number(forecast.usd) - spent, 0) : null)),
      backgroundColor: tint("ink", 0.12),
      borderColor: tint("ink"),
      borderWidth: 1,
      maxBarThickness: 72,
      pointStyle: "rect",
      stack: "spend",
    });
    said.push(labels.map(() => `${moneyText(forecast.usd)} by the end of the month`));
  }
  if (limit) {
    drawn.push({
      type: "line",
      label: limit.label,
      data: labels.map(() => Number(limit.usd)),
      borderColor: tint("limit"),
      backgroundColor: tint("limit"),
      borderDash: [6, 4],
      borderWidth: 2,
      pointRadius: 0,
      pointStyle: "line",
      pointHitRadius: 0,
    });
    said.push(labels.map(() => moneyText(limit.usd)));
  }
  return {
    type: "bar",
    data: { labels: labels.map((lines) => [...lines]), datasets: drawn },
    options: {
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { stacked: true, grid: { display: false } },
        y: {
          stacked: true,
          beginAtZero: true,
          ticks: { callback: (value) => moneyText(String(value)), maxTicksLimit: 7 },
        },
      },
      plugins: {
        legend: { position: "bottom", labels: { usePointStyle: true, pointStyleWidth: 26, padding: 16 } },
        tooltip: {
          filter: ({ raw }) => raw !== null,
          callbacks: {
            label: ({ dataset, datasetIndex, dataIndex }) =>
              `${dataset.label}: ${said[datasetIndex]?.[dataIndex] ?? ""}`,
          },
        },
      },
    },
  };
}
