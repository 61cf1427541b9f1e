// The models of the rate table as a picker offers them: what they cost, and for how long they answer.
import type { Schema } from "../api/client.ts";
import { whoCanTrain } from "../text/availability.ts";
import { dayText, moneyText } from "../text/figures.ts";
import { holding } from "../text/search.ts";

type Models = Schema<"Models">;
type Model = Schema<"ModelListing">;

export interface Choice {
  provider: string;
  id: string;
  title: string;
  /** What it costs, in a few words. */
  costs: string;
  /** What to know before it is chosen: dates, who may train. */
  notes: readonly string[];
  searched: string;
}

/** The models that answer by the token. */
export const toCall = (models: Models): Choice[] =>
  choices(models, (model) => model.base !== null, callCosts, callNotes);

/** The models that can be fine-tuned, by anybody, some or none any more. */
export const toTrain = (models: Models): Choice[] =>
  choices(
    models,
    (model) => Object.keys(model.training).length > 0 || model.trainable.length > 0,
    trainingCosts,
    trainingNotes,
  );

type OpenTo = Schema<"Availability">["open_to"];

function choices(
  models: Models,
  offered: (model: Model) => boolean,
  costs: (model: Model) => string,
  notes: (model: Model, openTo?: OpenTo) => string[],
): Choice[] {
  const providers = new Map(models.providers.map((provider) => [provider.id, provider]));
  return models.models.filter(offered).map((model) => {
    const provider = providers.get(model.provider);
    const title = provider?.title ?? model.provider;
    return {
      provider: model.provider,
      id: model.id,
      title,
      costs: costs(model),
      notes: notes(model, provider?.availability?.open_to),
      searched: [model.provider, title, model.id, ...model.aliases].join(" "),
    };
  });
}

function callCosts({ base }: Model): string {
  if (!base) return "no price is known";
  return `${perMillion(base.usd_per_million_input_tokens)} in, ${perMillion(base.usd_per_million_output_tokens)} out`;
}

function trainingCosts({ fine_tuned, training }: Model): string {
  const trained = Object.entries(training).map(([method, price]) => {
    if (price.usd_per_million_training_tokens) {
      return `${method} ${moneyText(price.usd_per_million_training_tokens)} a million tokens`;
    }
    if (price.usd_per_training_hour) return `${method} ${moneyText(price.usd_per_training_hour)} an hour`;
    return `${method} by the GPU`;
  });
  const called = fine_tuned
    ? `then ${perMillion(fine_tuned.usd_per_million_input_tokens)} in, ${perMillion(fine_tuned.usd_per_million_output_tokens)} out`
    : "no price of its calls is known";
  return `${trained.length ? `Training ${trained.join(", ")}` : "No price of training is known"}; ${called}`;
}

const perMillion = (usd: string | null | undefined): string => (usd ? moneyText(usd) : "?");

const callNotes = ({ retires_on }: Model): string[] => (retires_on ? [`shut down on ${dayText(retires_on)}`] : []);

function trainingNotes({ training_closes_on, fine_tunes_retire_on }: Model, openTo?: OpenTo): string[] {
  return [
    ...(openTo && openTo !== "everyone" ? [whoCanTrain(openTo)] : []),
    ...(training_closes_on ? [`can be trained until ${dayText(training_closes_on)}`] : []),
    ...(fine_tunes_retire_on ? [`fine-tunes shut down on ${dayText(fine_tunes_retire_on)}`] : []),
  ];
}

/** The choices in which every word of the text stands; all of them for none. */
export function matching(choices: readonly Choice[], text: string): Choice[] {
  const holds = holding(text);
  return choices.filter(({ searched }) => holds(searched));
}

/** What is known of a model as it is named: at its provider where one is said, and only where one alone is meant. */
export function found(models: Models, choices: readonly Choice[], name: string, provider: string): Choice | null {
  const providers = models.providers.filter(
    ({ id, aliases }) => !provider || id === provider || aliases.includes(provider),
  );
  const named = models.models.filter(
    ({ id, aliases, provider: at }) =>
      (id === name || aliases.includes(name)) &&
      providers.some(({ id, reseller }) => id === at && (provider || !reseller)),
  );
  const [model] = named;
  if (named.length !== 1 || !model) return null;
  return choices.find(({ id, provider: at }) => id === model.id && at === model.provider) ?? null;
}
