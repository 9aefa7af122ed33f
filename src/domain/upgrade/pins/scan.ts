import type { Place } from '../../base/documents/place.ts';
import type { Drift, Mention } from './mention.ts';

/** A place that decides which CLI is used, and how it relates to the pin. */
export type FoundPin = {
  place: Place;
  form: Mention['form'];
  spec: string;
  drift: Drift;
  isFixable: boolean;
};

/** What a scan found, and what it could not look at. */
export type PinScan = {
  pin: string;
  found: readonly FoundPin[];
  /** Number of files that were read. */
  files: number;
  /** Files that may name a version and could not be read, with the reason. */
  unread: readonly { file: string; reason: string }[];
  /** Patches that name the pin, for the files in which that can be done. */
  fixes: readonly { file: string; before: string; after: string; written: number }[];
};

/** The places that still name a version after the pin moved away from it. */
export type LeftMentions = {
  version: string;
  /** What was searched, as it was named. */
  folders: readonly string[];
  places: number;
  files: number;
  /** Places among them that a patch sets right. */
  fixable: number;
  /** Files that may name a version and could not be read. */
  unread: number;
  /** Why nothing could be searched; undefined when it was. */
  fault: string | undefined;
};

/** Counts the places of a scan that name one exact version. */
export function countLeft(
  { found, unread }: PinScan,
  { version, folders }: Pick<LeftMentions, 'version' | 'folders'>,
): LeftMentions {
  const left = found.filter(({ drift }) => drift.state === 'differs' && drift.version === version);
  return {
    ...{ version, folders, places: left.length, unread: unread.length, fault: undefined },
    files: new Set(left.map(({ place }) => place.file)).size,
    fixable: left.filter(({ isFixable }) => isFixable).length,
  };
}

/** The places that do not name the pin. */
export function driftedPins({ found }: PinScan): readonly FoundPin[] {
  return found.filter(({ drift }) => drift.state !== 'same');
}

/** Where a place without a fix is set right. */
export function remedyOf({ form, drift, isFixable }: FoundPin, pin: string): string {
  if (isFixable) return `Name ${pin}: codex-cockpit pins scan --fix --write`;
  switch (form) {
    case 'lock':
      return `Name ${pin} in the manifest, then let the package manager write the lock.`;
    case 'action':
      return 'Name the commit of the release that you have reviewed.';
    case 'action-version':
      return `Add codex-version: "${pin}" below with.`;
    case 'formula':
      return `Install the version by another way, such as npm install -g @openai/codex@${pin}.`;
    case 'update':
      return 'Remove it; the pin moves by a decision.';
    case 'release':
      return `Download release rust-v${pin}.`;
    case 'package':
    case 'tool':
      return drift.state === 'unresolved' ? `See that it is ${pin} where it is set.` : `Name ${pin}.`;
  }
}
