// A thread that reads session files, a list of them a message.
import { parentPort } from 'node:worker_threads';
import { type ReadJob, readSessionFile } from './read-session-file.ts';

parentPort?.on('message', async (jobs: readonly ReadJob[]) => {
  const answers = [];
  for (const job of jobs) answers.push(await readSessionFile(job));
  // As a text: to copy thousands of objects takes longer.
  parentPort?.postMessage(JSON.stringify(answers));
});
