/** The four phases of a rollout, in the order in which it passes them. */
export const PHASE_IDS = ['pilot', 'standardize', 'govern', 'scale'] as const;

export type PhaseId = (typeof PHASE_IDS)[number];
