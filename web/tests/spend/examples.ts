// Answers of the API as small as they can be, for the tests of the view of spend.
import type { LimitStatus, OnModel, Saving, Spend, Spent } from "../../src/spend/report.ts";

const NOTHING = {
  records: 0,
  unpriced_records: 0,
  total_usd: "0",
  base_usd: "0",
  fine_tuned_usd: "0",
  training_usd: "0",
  unknown_usd: "0",
  cache_saving_usd: "0",
  batch_saving_usd: "0",
};

export const spent = (name: string | null, changes: Partial<Spent> = {}): Spent => ({ ...NOTHING, name, ...changes });

export const spend = (changes: Partial<Spend> = {}): Spend => ({
  ...NOTHING,
  since: "2026-06",
  month: "2026-11",
  project: null,
  as_of: "2026-11-27",
  by_month: [],
  by_day: [],
  by_project: [],
  by_provider: [],
  by_model: [],
  fine_tunes: [],
  budgets: [],
  forecast_method: "the mean of the last days",
  rates_version: "2026-11-25",
  ...changes,
});

export const onModel = (model: string, changes: Partial<OnModel> = {}): OnModel => ({
  model,
  provider: null,
  base_model: null,
  category: "base",
  records: 1,
  unpriced_records: 0,
  cost_usd: "0",
  cache_saving_usd: "0",
  batch_saving_usd: "0",
  input_tokens: 0,
  cached_input_tokens: 0,
  cache_write_tokens: 0,
  output_tokens: 0,
  ...changes,
});

export const saved = (usd: string) => ({
  calls: 10,
  baseline_usd: "600",
  fine_tuned_usd: "50",
  hosting_usd: "0",
  saving_usd: usd,
});

export const saving = (changes: Partial<Saving> = {}): Saving => ({
  name: "tickets",
  model: "ft:tickets",
  status: "measured",
  reason: null,
  in_use_from: "2026-08-01",
  month: saved("100"),
  to_date: saved("500"),
  unpriced_records: 0,
  promised_usd_per_month: "100",
  promised_to_date_usd: "400",
  share_of_promise: "1.25",
  one_time_usd: "450",
  left_to_repay_usd: "0",
  repaid_on: "2026-11-17",
  expected_repaid_on: null,
  promised_repaid_on: "2026-11-28",
  assumptions: [],
  warnings: [],
  ...changes,
});

export const status = (changes: Partial<LimitStatus> = {}): LimitStatus => ({
  project: "support",
  limit: "total",
  monthly_usd: "200",
  spent_usd: "160",
  share: "0.8",
  forecast_usd: "190",
  ...changes,
});
