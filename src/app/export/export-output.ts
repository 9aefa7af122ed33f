import { type FileMark, openAppendFile } from './append-file.ts';

/** Where exported entries go: a file that grows, or whoever reads the output. */
export type ExportOutput = {
  /** Where the first text goes, that of an earlier export included; undefined for a pipe, which has no place. */
  mark: FileMark | undefined;
  append: (text: string) => Promise<FileMark | undefined>;
  close: () => Promise<void>;
};

/** Opens the file at `path`; without one, text goes to `write`. */
export async function openOutput({
  path,
  mark,
  write,
}: {
  path: string | undefined;
  mark: FileMark | undefined;
  write: (text: string) => Promise<void>;
}): Promise<ExportOutput> {
  if (path !== undefined) return openAppendFile(path, mark);
  return {
    mark: undefined,
    append: async (text) => {
      await write(text);
      return undefined;
    },
    close: async () => undefined,
  };
}
