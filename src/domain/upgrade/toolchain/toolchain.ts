import * as z from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What is noted beside an installed CLI version, in `toolchain.json` (docs/upgrade.md, "Toolchains"). */
export const toolchainSchema = z.object({
  v: z.literal(1),
  version: z.string(),
  /** As npm names it, such as `linux-x64`. */
  platform: z.string(),
  /** An ISO 8601 time. */
  installedAt: z.string(),
  /** The digests that the registry records of the two packages, as Subresource Integrity. */
  integrity: z.object({ wrapper: z.string(), native: z.string() }),
  /** SHA-256 of each program of the install; `native` is the CLI itself. */
  programs: z.record(z.string(), sha256),
});

/** A CLI version that was installed beside others. */
export type Toolchain = z.infer<typeof toolchainSchema>;

/** The programs that are no longer as they were installed, by name. */
export function alteredPrograms(
  { programs }: Pick<Toolchain, 'programs'>,
  found: Readonly<Record<string, string>>,
): readonly string[] {
  const names = new Set([...Object.keys(programs), ...Object.keys(found)]);
  return [...names].filter((name) => programs[name] !== found[name]).toSorted();
}
