import type { SourceIdentity } from './source-identity.ts';

/** How far a source of plugins is trusted: `unknown` until somebody decides. */
export const SOURCE_STATES = ['unknown', 'experiment', 'team standard', 'blocked'] as const;

export type SourceState = (typeof SOURCE_STATES)[number];

/** How a real upgrade of a marketplace came out. `interrupted`: it was found unfinished later. */
export const UPGRADE_OUTCOMES = ['as reviewed', 'not as reviewed', 'failed', 'interrupted'] as const;

/** The bytes of a plugin that somebody looked at. */
export type PluginTree = { plugin: string; treeSha256: string };

/** Trees as entries record them, and JSON documents. */
export function recordTrees(trees: readonly PluginTree[]): { plugin: string; tree_sha256: string }[] {
  return trees.map(({ plugin, treeSha256 }) => ({ plugin, tree_sha256: treeSha256 }));
}

/** The trees that an entry records. */
export function readTrees(trees: readonly { plugin: string; tree_sha256: string }[]): readonly PluginTree[] {
  return trees.map(({ plugin, tree_sha256 }) => ({ plugin, treeSha256: tree_sha256 }));
}

/** The newest decision about a source, as the log says. */
export type SourceDecision = {
  source: string;
  /** Where it came from; null when nobody recorded that. */
  identity: SourceIdentity | null;
  state: SourceState;
  reason: string;
  seq: number;
  at: string;
  actor: string;
  /** Entry of the review that a promotion to team standard rests on. */
  review: number | null;
  revision: string | null;
  trees: readonly PluginTree[];
};
