// Importing `node:process` makes Node read every member of it, those included that are made when first read.
export default globalThis.process;
export const { platform, execPath, execArgv, env } = globalThis.process;
export const cwd = () => globalThis.process.cwd();
export const hrtime = globalThis.process.hrtime;
