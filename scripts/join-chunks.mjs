import { relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Joins chunks that are loaded together. esbuild makes a chunk of the modules that the same entries share, so a command
 * would load dozens of small files, and finding and linking those takes Node longer than running them.
 *
 * @param options.root of which the paths in `outputs` are relative
 * @param options.folder where esbuild wrote the chunks
 * @param options.outputs what it wrote (`metafile.outputs`)
 * @param options.joined the files to be made: each takes the chunks that the entries `of` load, and where `besides` names
 *   entries, only those that no other entry loads; where `both` names two entries, also what both of them load. A chunk
 *   is in the first file that takes it
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
  const below = new Map();
  for (const [path, { entryPoint }] of Object.entries(outputs))
    if (entryPoint !== undefined) below.set(entryPoint, chunksBelow(outputs, path));
  const homes = new Map();
  for (const [name, { of, both = [], besides = below.keys() }] of Object.entries(joined)) {
    const allowed = new Set([...of, ...besides]);
    for (const entry of of) {
      const isShared = (chunk) => [...below].some(([other, all]) => !allowed.has(other) && all.has(chunk));
      for (const chunk of below.get(entry)) if (!homes.has(chunk) && !isShared(chunk)) homes.set(chunk, name);
    }
    const [one, other] = both.map((entry) => below.get(entry));
    for (const chunk of one ?? []) if (!homes.has(chunk) && other.has(chunk)) homes.set(chunk, name);
  }
  return homes;
}

function chunksBelow(outputs, path, found = new Set()) {
  for (const { path: below, kind, external } of outputs[path].imports) {
    if (external || kind !== 'import-statement' || found.has(below)) continue;
    found.add(below);
    chunksBelow(outputs, below, found);
  }
  return found;
}
