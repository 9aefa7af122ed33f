import type { Place } from '../../base/documents/place.ts';
import type { Pipeline } from './read/pipeline.ts';

/** How much a finding weighs, the heaviest first. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Something that a rule found. */
export type Fault = {
  place: Place;
  /** What is there, without the value of a secret. */
  message: string;
  /** Where it differs from that of the rule. */
  severity?: Severity;
};

/** What rules may know besides the file. */
export type Facts = {
  /** The pin of the team; undefined when it is not known. */
  pin: string | undefined;
};

/** A rule for pipelines that start Codex. */
export type Rule = {
  id: string;
  severity: Severity;
  /** What is wrong, as a title. */
  title: string;
  /** What can happen. */
  why: string;
  fix: string;
  /** The section of docs/workflows.md that says more. */
  source: string;
  find: (pipeline: Pipeline, facts: Facts) => readonly Fault[];
};
