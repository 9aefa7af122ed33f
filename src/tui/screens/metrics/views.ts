/** The views of the metrics, in their order: the first is the screen itself, the others belong to it. */
export const views = [{ id: 'metrics', name: 'figures' }] as const;
