const units = { '': 1, B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;

/** Reads `64KiB`, `1MiB` or `4096` as a number of bytes; undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d{1,9})(|B|KiB|MiB|GiB)$/.exec(text.trim());
  return match ? Number(match[1]) * units[match[2] as keyof typeof units] : undefined;
}

/** A number of bytes as people read it: `512 B`, `1.4 MiB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const unit = (['GiB', 'MiB', 'KiB'] as const).find((one) => bytes >= units[one]) ?? 'KiB';
  return `${(bytes / units[unit]).toFixed(1)} ${unit}`;
}
