import type { CompliancePlace } from '../events/compliance.ts';

/** What the records that are asked for have in common; an absent part is any. */
export type RecordFilter = {
  /** E-mail address or id, in any case, or the name of a key as the log shortens it. */
  person?: string | undefined;
  /** A part of the name of the repository. */
  repository?: string | undefined;
  /** A part of the name of the model. */
  model?: string | undefined;
  /** Moments, RFC 3339 UTC; the second one is excluded. */
  from?: string | undefined;
  to?: string | undefined;
};

/** A record of a compliance log, as far as the question who ran what goes. What the log does not say is empty. */
export type KnownRecord = {
  eventId: string;
  /** The entry that has it. */
  seq: number;
  at: string;
  place: CompliancePlace;
  log: string;
  eventType: string;
  person: string;
  apiKey: string;
  client: string;
  tool: string;
  model: string;
  status: string;
  session: string;
  repositories: readonly string[];
  /** The record names an environment alone; the repositories are those that the log says the environment has. */
  isOfEnvironment: boolean;
};
