import { builtinModules } from 'node:module';

/**
 * Loads modules of Node when something of them is first used. An `import` of one makes Node load it before anything
 * runs and read each of its members, which loads further modules: longer than Node itself takes to start.
 */
export const lateBuiltins = {
  name: 'late-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?[a-z_]+(\/[a-z]+)?$/ }, ({ path, kind, namespace }) => {
      const name = path.replace(/^node:/, '');
      const isOurs = kind === 'import-statement' && namespace !== 'late' && builtinModules.includes(name);
      return isOurs ? { path: name, namespace: 'late', sideEffects: false } : undefined;
    });
    onResolve({ filter: /^late$/ }, ({ path }) => ({ path, namespace: 'late', sideEffects: false }));
    onLoad({ filter: /./, namespace: 'late' }, async ({ path }) => ({
      contents: path === 'late' ? shared : await lateModule(path),
    }));
  },
};

/** Node loads these before it runs anything, so that asking for them costs nothing. */
const loadedByNode = new Set([
  'buffer',
  'events',
  'fs',
  'module',
  'path',
  'process',
  'timers',
  'url',
  'util',
  'vm',
]);

const shared = `
import { createRequire } from 'node:module';
const require = process.getBuiltinModule ?? createRequire(import.meta.url);
const loaded = {};
export const load = (name) => (loaded[name] ??= require('node:' + name));
export const member = (name, key) => load(name)[key];
export const lateClass = (name, key) => new Proxy(function () {}, {
  construct: (_, args, target) => Reflect.construct(member(name, key), args, target),
  get: (_, property) => member(name, key)[property],
});`;

async function lateModule(name) {
  const all = await import(`node:${name}`);
  const members = Object.keys(all).filter((key) => key !== 'default' && /^[a-z_$][\w$]*$/i.test(key));
  const isLoaded = loadedByNode.has(name);
  const standIn = {
    function: (key) => `export function ${key}(...args) { return load('${name}').${key}(...args); }`,
    class: (key) => `export const ${key} = /* @__PURE__ */ lateClass('${name}', '${key}');`,
    value: (key) => `export const ${key} = /* @__PURE__ */ member('${name}', '${key}');`,
  };
  const whole = members.map((key) => `get ${key}() { return member('${name}', '${key}'); }`);
  const isLate = !isLoaded && Object.getPrototypeOf(all.default) === Object.prototype;
  return [
    `import { lateClass, load, member } from 'late';`,
    ...members.map((key) => standIn[isLoaded ? 'value' : kindOf(all[key])](key)),
    `export default ${isLate ? `{ ${whole.join(', ')} }` : `/* @__PURE__ */ load('${name}')`};`,
  ].join('\n');
}

/** What stands in for a member: only a function without members of its own can be called for another one. */
function kindOf(value) {
  if (typeof value !== 'function') return 'value';
  const hasOwn = (of, ...known) => Object.getOwnPropertyNames(of).some((key) => !known.includes(key));
  if (String(value).startsWith('class') || hasOwn(value.prototype ?? {}, 'constructor')) return 'class';
  return hasOwn(value, 'length', 'name', 'prototype') ? 'value' : 'function';
}
