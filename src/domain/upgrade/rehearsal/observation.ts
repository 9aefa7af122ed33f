import type { Area } from './area.ts';
import type { Subject } from './subject.ts';
import type { WitnessScript } from './witness.ts';

/** One thing that was seen of a CLI. */
export type Fact = {
  /** What was looked at, unique within its area and session: `codex mcp-server`, `model`. */
  key: string;
  /**
   * What was seen, without secrets and without what changes between two runs of one CLI: paths of copies are those of
   * the originals, and ids, ports and times are left out.
   */
  value: string;
  /**
   * The session that it was seen in, where an observer starts several: `services/api under ci.config.toml`. It is
   * compared with the fact of the same session, and a difference that several sessions share is one difference.
   */
  where?: string;
  /** The key of the fact that this is a part of, `codex doctor` of `codex doctor --json`: it goes and comes with it. */
  partOf?: string;
  /** Whom a difference concerns: who uses one of these. */
  subjects?: readonly Subject[];
  /** Seen on the configuration of the team itself, so that a difference concerns the team without a use of it. */
  ofTeam?: true;
  /** A size or a time: only a difference by half and by more than `leeway` counts. */
  amount?: { value: number; unit: 'ms' | 'bytes'; leeway: number };
  /** Shows that this fact is so: exits with 0 on a CLI where it is, with another code on one where it is not. */
  witness?: WitnessScript;
  /** Raw evidence of it, redacted: an answer, a message. */
  raw?: string;
};

/**
 * What could not be looked at in an area, and why. With `where`, nothing of that session was seen; with `hidesAll`, what
 * is missing in the area says nothing.
 */
export type Gap = { what: string; reason: string; where?: string; hidesAll?: true };

/** What was seen of a CLI in one area, or a part of it: several observers may look at one area. */
export type AreaObservation = {
  area: Area;
  facts: readonly Fact[];
  /** Parts that this machine, an absent login or this version cannot show. */
  gaps: readonly Gap[];
  /** Parts that should have been seen and were not: never read as no difference. */
  errors: readonly string[];
};

/** All that was seen of one CLI. */
export type Observation = { version: string; areas: readonly AreaObservation[] };
