/** How far a source of plugins is trusted: `unknown` until somebody decides. */
export const SOURCE_STATES = ['unknown', 'experiment', 'team standard', 'blocked'] as const;

export type SourceState = (typeof SOURCE_STATES)[number];

/** The bytes of a plugin that somebody looked at. */
export type PluginTree = { plugin: string; treeSha256: string };

/** The newest decision about a source, as the log tells it. */
export type SourceDecision = {
  source: string;
  state: SourceState;
  reason: string;
  seq: number;
  at: string;
  actor: string;
  revision: string | null;
  trees: readonly PluginTree[];
};
