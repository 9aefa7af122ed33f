/**
 * Runs packages that most starts do not need when something of them is first used, and not when the file that has them
 * is loaded.
 *
 * @param packages by name, the functions and classes that are imported of each; `default` is the whole of a CommonJS one
 */
export const latePackages = (packages) => ({
  name: 'late-packages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z]/ }, ({ path, kind, namespace, resolveDir }) => {
      const isLate = kind === 'import-statement' && namespace === 'file' && Object.hasOwn(packages, path);
      return isLate
        ? { path, namespace: 'late-package', sideEffects: false, pluginData: { resolveDir } }
        : undefined;
    });
    onLoad({ filter: /./, namespace: 'late-package' }, ({ path, pluginData: { resolveDir } }) => ({
      contents: latePackage(path, packages[path]),
      resolveDir,
    }));
  },
});

/** In a bundle, `require` of a package runs it on the first call. */
function latePackage(name, members) {
  const standIns = members.map((member) =>
    member === 'default'
      ? 'export default /* @__PURE__ */ standIn(load);'
      : `export const ${member} = /* @__PURE__ */ standIn(() => load().${member});`,
  );
  return `
let loaded;
const load = () => (loaded ??= require('${name}'));
const standIn = (member) => new Proxy(function () {}, {
  apply: (_, self, args) => Reflect.apply(member(), self, args),
  construct: (_, args, target) => Reflect.construct(member(), args, target),
  get: (_, property) => member()[property],
});
${standIns.join('\n')}`;
}
