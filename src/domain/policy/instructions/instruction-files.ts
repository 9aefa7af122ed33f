/** An instruction file on disk. */
export type FoundFile = { path: string; bytes: number; sha256: string; isEmpty: boolean };

/** The instruction files of one folder, the one that counts first. */
export type FolderFiles = readonly FoundFile[];

/** How the CLI uses an instruction file. */
export type ChainFile = FoundFile & {
  state: 'loaded' | 'cut' | 'shadowed' | 'empty' | 'dropped';
  /** Why, in words; empty for a file that is simply loaded. */
  note: string;
};

/** What an instruction chain is made of. */
export type ChainSources = {
  /** The global folder first, then the project's from its root down; each with its files. */
  folders: readonly FolderFiles[];
  /** What the CLI says that it loads, in its order; undefined when it does not say. */
  loaded: readonly string[] | undefined;
  /** Bytes of project files that the CLI takes at most. */
  limit: number;
};

/**
 * Says how the CLI uses each instruction file: an override takes the place of its neighbour, an empty file
 * empties its folder, and what crosses the limit is silently cut or dropped
 * (docs/codex-facts.md, "Instruction files").
 */
export function describeChain({ folders, loaded, limit }: ChainSources): readonly ChainFile[] {
  let sum = 0;
  return folders.flatMap((files, index) => {
    const [counting, ...others] = files;
    if (!counting) return [];
    // The global file does not count towards the limit of the project's.
    const before = sum;
    if (index > 0 && !counting.isEmpty) sum += counting.bytes;
    const shadowed = others.map(
      (file): ChainFile => ({
        ...file,
        state: 'shadowed',
        note: `${nameOf(counting)} takes its place`,
      }),
    );
    return [judge(counting, { loaded, beyond: index > 0 && sum > limit, left: limit - before }), ...shadowed];
  });
}

function judge(
  file: FoundFile,
  { loaded, beyond, left }: { loaded: readonly string[] | undefined; beyond: boolean; left: number },
): ChainFile {
  if (file.isEmpty) return { ...file, state: 'empty', note: 'no instructions are loaded from its folder' };
  if (loaded && !loaded.includes(file.path)) {
    const note = beyond ? 'the files before it use up the limit' : 'the CLI does not load it';
    return { ...file, state: 'dropped', note };
  }
  if (beyond) return { ...file, state: 'cut', note: `only its first ${Math.max(0, left)} bytes are loaded` };
  return { ...file, state: 'loaded', note: '' };
}

function nameOf({ path }: FoundFile): string {
  return path.split('/').at(-1) ?? path;
}
