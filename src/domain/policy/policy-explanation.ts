import type { Finding } from '../base/shape/finding.ts';
import type { EffectiveSetting } from './config/effective.ts';
import type { SeenSetting } from './config/session-check.ts';
import { ourVerdict } from './policy-report.ts';
import type { LayerName, MergedRequirements } from './requirements/requirement-layers.ts';
import type { RulesReport } from './rules/rules-report.ts';

/** A layer as it was found: its file, or why it has none. */
export type FoundLayer = { name: LayerName; file: string | undefined; note: string | undefined };

/** What a user really gets, and how we know. */
export type PolicyExplanation = {
  version: string;
  layers: readonly FoundLayer[];
  merged: MergedRequirements;
  /** What is wrong with the files of the layers; an ignored key has no effect. */
  findings: readonly Finding[];
  settings: readonly (EffectiveSetting & { seen: SeenSetting })[];
  /** Rules files of the person or the machine that the CLI cannot read: for one of them it drops every rule. */
  brokenRules: RulesReport['broken'];
  /** What the CLI said when it was really started. */
  session:
    | {
        type: 'started';
        warnings: readonly string[];
        /** Whether it merged the layers itself, or was given them merged: cloud and MDM only come that way. */
        given: 'the files' | 'the merged requirements';
      }
    | { type: 'refused'; message: string }
    | { type: 'not asked'; reason: string };
};

/** Whether every layer says what it means and the CLI does what we say it does, as far as it was asked. */
export function isConfirmed({ findings, settings, session, brokenRules }: PolicyExplanation): boolean {
  return (
    ourVerdict(findings) !== 'fail' &&
    brokenRules.length === 0 &&
    session.type !== 'refused' &&
    settings.every(({ seen }) => seen.type !== 'other')
  );
}
