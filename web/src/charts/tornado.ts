// A tornado: how far the payback moves with each input alone, from its low to its high.
import type { ChartConfiguration } from "chart.js";
import type { Schema } from "../api/client.ts";
import { INPUTS } from "../inputs/catalogue.ts";
import { monthsText, numberText } from "../text/figures.ts";
import type { Drawing } from "./element.ts";
import { tint } from "./palette.ts";

type Sensitivity = Schema<"SensitivityAnswer">;
type Swing = Sensitivity["inputs"][number];

const MOST_BARS = 10;

export const inputLabel = (path: string): string => INPUTS.get(path)?.label ?? path;

export const paybackText = (months: string | null): string => (months === null ? "never" : monthsText(months));

/** Where a payback lies on the scale; one that is never reached lies at the edge. */
export const placeOf = (months: string | null, edge: number): number => (months === null ? edge : Number(months));

/** A little beyond the longest payback that there is. */
export function edgeOf({ months, inputs }: Sensitivity): number {
  const known = inputs.flatMap(({ low, high }) => [low.months, high.months]).filter((each) => each !== null);
  return Math.max(...[...known, months ?? 0].map(Number), 1) * 1.1;
}

export function tornadoDrawing(sensitivity: Sensitivity): Drawing {
  const swings = sensitivity.inputs.slice(0, MOST_BARS);
  const told = swings.map(
    ({ input, low, high }) => `${inputLabel(input)}: ${paybackText(low.months)} to ${paybackText(high.months)}`,
  );
  return {
    name: `Payback, ${paybackText(sensitivity.months)} as asked, by each input from low to high. ${told.join("; ")}`,
    config: () => configOf(sensitivity, swings),
  };
}

function configOf(sensitivity: Sensitivity, swings: readonly Swing[]): ChartConfiguration<"bar", [number, number][]> {
  const edge = edgeOf(sensitivity);
  const base = placeOf(sensitivity.months, edge);
  const side = (label: string, end: (swing: Swing) => string | null, colour: string) => ({
    label,
    data: swings.map((swing): [number, number] => [base, placeOf(end(swing), edge)]),
    backgroundColor: colour,
    grouped: false,
    barPercentage: 0.7,
  });
  return {
    type: "bar",
    data: {
      labels: swings.map(({ input }) => inputLabel(input)),
      datasets: [
        side("at its low", ({ low }) => low.months, tint("cached")),
        side("at its high", ({ high }) => high.months, tint("cheaper")),
      ],
    },
    options: {
      indexAxis: "y",
      scales: {
        x: { min: 0, max: edge, title: { display: true, text: "months until it pays back" } },
        y: { grid: { display: false } },
      },
      plugins: {
        legend: { position: "bottom", align: "start" },
        tooltip: {
          callbacks: {
            label: ({ datasetIndex, dataIndex }) => {
              const swing = swings[dataIndex];
              if (!swing) return "";
              const end = datasetIndex === 0 ? swing.low : swing.high;
              return `${numberText(end.value)}: ${paybackText(end.months)}`;
            },
          },
        },
      },
    },
  };
}
