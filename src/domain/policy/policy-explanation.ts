import type { EffectiveSetting } from './effective.ts';
import type { LayerName, MergedRequirements } from './requirement-layers.ts';
import type { SeenSetting } from './session-check.ts';

/** A layer as it was found: its file, or why it has none. */
export type FoundLayer = { name: LayerName; file: string | undefined; note: string | undefined };

/** What a user really gets, and how we know. */
export type PolicyExplanation = {
  version: string;
  layers: readonly FoundLayer[];
  merged: MergedRequirements;
  settings: readonly (EffectiveSetting & { seen: SeenSetting })[];
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

/** Whether the CLI does what we say it does, as far as it was asked. */
export function isConfirmed({ settings, session }: PolicyExplanation): boolean {
  return session.type !== 'refused' && settings.every(({ seen }) => seen.type !== 'other');
}
