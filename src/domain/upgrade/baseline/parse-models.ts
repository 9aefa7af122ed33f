import * as z from 'zod';
import type { Models } from './baseline.ts';

const catalog = z.looseObject({
  models: z.array(
    z.looseObject({
      slug: z.string(),
      visibility: z.string(),
      upgrade: z.union([z.null(), z.string(), z.looseObject({ model: z.string() })]).optional(),
    }),
  ),
});

/** Reads `codex debug models --bundled`; undefined when it is no model catalog. */
export function parseModels(stdout: string): Models | undefined {
  try {
    const { models } = catalog.parse(JSON.parse(stdout));
    return models.map(({ slug, visibility, upgrade }) => ({
      slug,
      visibility,
      upgrade: typeof upgrade === 'object' && upgrade !== null ? upgrade.model : (upgrade ?? null),
    }));
  } catch {
    return undefined;
  }
}
