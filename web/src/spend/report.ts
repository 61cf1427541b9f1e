// What the view shows, as the API answers it: spend of the months, every budget, and the alerts of a project.
import { get, type Schema } from "../api/client.ts";
import type { Asked } from "./asked.ts";

export type Spend = Schema<"SpendAnswer">;
export type Spent = Schema<"SpentIn">;
export type OnModel = Schema<"SpentOnModel">;
export type Saving = Schema<"SavingAnswer">;
export type LimitStatus = Schema<"LimitStatus">;
export type Budget = Schema<"Budget-Output">;
export type Alert = Schema<"Announced">;

export interface Report {
  asked: Asked;
  spend: Spend;
  /** Projects that have records in these months, or a budget. */
  projects: readonly string[];
  budgets: Readonly<Record<string, Budget>>;
  alerts: readonly Alert[];
}

export async function fetchReport(asked: Asked, signal: AbortSignal): Promise<Report> {
  const { since, month, project } = asked;
  const [whole, own, { budgets }] = await Promise.all([
    get<Spend>("v1/spend", { since, month }, signal),
    // The answer of one project names no other, and the others are there to be chosen.
    project === null ? null : get<Spend>("v1/spend", { since, month, project }, signal),
    get<Schema<"Budgets">>("v1/budgets", {}, signal),
  ]);
  return {
    asked,
    spend: own ?? whole,
    projects: projectsIn(whole, budgets),
    budgets,
    alerts: project !== null && project in budgets ? await alertsOf(asked, project, signal) : [],
  };
}

async function alertsOf({ since, month }: Asked, project: string, signal: AbortSignal): Promise<readonly Alert[]> {
  const path = `v1/budgets/${encodeURIComponent(project)}`;
  const { alerts } = await get<Schema<"BudgetAnswer">>(path, {}, signal);
  return alerts.filter((alert) => since <= alert.month && alert.month <= month);
}

export function projectsIn(whole: Spend, budgets: Readonly<Record<string, Budget>>): string[] {
  const named = whole.by_project.flatMap(({ name }) => (name === null ? [] : [name]));
  return [...new Set([...named, ...Object.keys(budgets)])].sort((one, other) => one.localeCompare(other));
}
