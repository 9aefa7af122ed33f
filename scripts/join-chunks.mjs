import { relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Joins chunks that are loaded together. esbuild makes a chunk of the modules that the same entries share, so a command
 * would load dozens of small files, and finding and linking those takes Node longer than running them.
 *
 * @param options.root of which the paths in `outputs` are relative
 * @param options.folder where esbuild wrote the chunks
 * @param options.outputs what it wrote (`metafile.outputs`)
 * @param options.joined the files to be made, each with the names of the entries whose chunks it takes; a chunk is in the
 *   first file that takes it
 * @param options.build options for esbuild
 */
export async function joinChunks({ root, folder, outputs, joined, ...options }) {
  const homes = findHomes(outputs, joined);
  const numbers = new Map([...homes.keys()].map((chunk, number) => [chunk, number]));
  // Chunks may export different things under one name.
  const exported = (chunk, from) =>
    `export { ${outputs[chunk].exports.map((name) => `${from(name)} `).join(', ')} }`;
  const unique = (chunk, name) => `${name}$${numbers.get(chunk)}`;

  /** Leaves imports of other files alone, and takes those of joined chunks from the file that has them. */
  const imports = (own) => ({
    name: 'joined-chunks',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./, namespace: 'file' }, ({ path, kind, resolveDir }) => {
        if (kind === 'entry-point') return undefined;
        const chunk = relative(root, resolve(resolveDir, path));
        const home = path.startsWith('.') && kind === 'import-statement' ? homes.get(chunk) : undefined;
        if (home === undefined) return { path, external: true };
        return home === own ? undefined : { path: chunk, namespace: 'joined' };
      });
      onResolve({ filter: /./, namespace: 'joined' }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /./, namespace: 'joined' }, ({ path }) => ({
        contents: `${exported(path, (name) => `${unique(path, name)} as ${name}`)} from './${homes.get(path)}.js';`,
      }));
    },
  });

  await Promise.all([
    build({
      ...options,
      entryPoints: Object.keys(outputs).filter((path) => !homes.has(path)),
      outbase: folder,
      plugins: [imports()],
    }),
    ...Object.keys(joined).map((name) => {
      const chunks = [...homes].filter(([, home]) => home === name).map(([chunk]) => chunk);
      const contents = chunks.map(
        (chunk) =>
          `${exported(chunk, (own) => `${own} as ${unique(chunk, own)}`)} from './${relative(folder, chunk)}';`,
      );
      return build({
        ...options,
        stdin: { contents: contents.join('\n'), resolveDir: resolve(root, folder), sourcefile: `${name}.js` },
        outfile: `${options.outdir}/${name}.js`,
        outdir: undefined,
        plugins: [imports(name)],
      });
    }),
  ]);
}

/** For each chunk that is joined, the name of the file. */
function findHomes(outputs, joined) {
  const homes = new Map();
  const take = (path, name) => {
    for (const { path: below, kind, external } of outputs[path].imports) {
      if (external || kind !== 'import-statement' || homes.has(below)) continue;
      homes.set(below, name);
      take(below, name);
    }
  };
  for (const [name, entries] of Object.entries(joined)) {
    for (const entry of entries) {
      const path = Object.keys(outputs).find((output) => outputs[output].entryPoint === entry);
      if (path === undefined) throw new Error(`there is no chunk of ${entry}`);
      take(path, name);
    }
  }
  return homes;
}
