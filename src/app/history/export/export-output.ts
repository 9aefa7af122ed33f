import { AppendFile, type FileMark } from './append-file.ts';

/** Where exported entries go: a file that grows, or the standard output. */
export type ExportOutput = {
  /** Where the first text goes, that of an earlier export included; undefined for a pipe, which has no place. */
  mark: FileMark | undefined;
  append: (text: string) => Promise<FileMark | undefined>;
  close: () => Promise<void>;
};

/** Opens the file at `path`; without one, text goes to `write`. What is new begins with the header. */
export async function openOutput({
  path,
  mark,
  header,
  isFirst,
  write,
}: {
  path: string | undefined;
  mark: FileMark | undefined;
  header: string;
  /** Whether nothing of this export was written before, as far as a pipe is concerned. */
  isFirst: boolean;
  write: (text: string) => Promise<void>;
}): Promise<ExportOutput> {
  if (path !== undefined) {
    const file = await AppendFile.open(path, { mark, header });
    return { mark: file.mark, append: (text) => file.append(text), close: () => file.close() };
  }
  let before = isFirst ? header : '';
  return {
    mark: undefined,
    append: async (text) => {
      const added = before + text;
      before = '';
      if (added !== '') await write(added);
      return undefined;
    },
    close: async () => undefined,
  };
}
