/** What a team can do about a signal. */
export const CHANGE_KINDS = ['instruction', 'sandbox', 'approval', 'verification'] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Where a change is found: an artifact of the team, a commit, an address, or a file. */
export const REF_TYPES = ['artifact', 'commit', 'url', 'file'] as const;

export type RefType = (typeof REF_TYPES)[number];

/** What came of the signal. */
export const CHANGE_VERDICTS = [
  'moved as expected',
  'moved against',
  'did not move',
  'not enough data',
] as const;

export type ChangeVerdict = (typeof CHANGE_VERDICTS)[number];

/** What the team does with the change in the end. */
export const CHANGE_OUTCOMES = ['keep', 'adjust', 'undo', 'abandon'] as const;

export type ChangeOutcome = (typeof CHANGE_OUTCOMES)[number];
