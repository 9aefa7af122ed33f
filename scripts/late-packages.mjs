/**
 * Loads packages that most starts do not need when something of them is first used.
 *
 * @param packages by name, the functions and classes that are imported of each; `default` is the whole of a CommonJS one
 * @param fileOf the file that has a package, named from the one that is built; by default it is built into that one
 */
export const latePackages = (packages, fileOf = (name) => name) => ({
  name: 'late-packages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z]/ }, ({ path, kind, namespace, resolveDir }) => {
      const isLate = kind === 'import-statement' && namespace === 'file' && Object.hasOwn(packages, path);
      return isLate
        ? { path, namespace: 'late-package', sideEffects: false, pluginData: { resolveDir } }
        : undefined;
    });
    onLoad({ filter: /./, namespace: 'late-package' }, ({ path, pluginData: { resolveDir } }) => ({
      contents: latePackage(fileOf(path), packages[path]),
      resolveDir,
    }));
  },
});

/** In a bundle, `require` of a package runs it on the first call. */
function latePackage(file, members) {
  const standIns = members.map((member) =>
    member === 'default'
      ? 'export default /* @__PURE__ */ standIn(load);'
      : `export const ${member} = /* @__PURE__ */ standIn(() => load().${member});`,
  );
  return `
let loaded;
const load = () => (loaded ??= require('${file}'));
const standIn = (member) => new Proxy(function () {}, {
  apply: (_, self, args) => Reflect.apply(member(), self, args),
  construct: (_, args, target) => Reflect.construct(member(), args, target),
  get: (_, property) => member()[property],
});
${standIns.join('\n')}`;
}
