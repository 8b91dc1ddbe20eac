import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { root } from '../lib/paths.mjs';
import { DemoError } from './errors.mjs';
import { strapiLogFile } from './files.mjs';
import { createLogFilter, tailOf } from './log.mjs';
import { HOST } from './port.mjs';

const BIN = path.join(root, 'node_modules', '@strapi', 'strapi', 'bin', 'strapi.js');

/** How long Strapi may take to close the database before it is killed. */
const STOP_MS = 10_000;
const POLL_MS = 150;

/** The terminal and npm both deliver one Ctrl-C. Only a later signal is a second Ctrl-C. */
const SAME_SIGNAL_MS = 1000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Writes all output to a file and shows the warnings and errors. */
const showLog = ({ stdout, stderr }) => {
  const verbose = process.env.DEMO_VERBOSE === 'true';
  const file = fs.openSync(strapiLogFile, 'w');
  const follow = (stream, isShown) => {
    readline.createInterface({ input: stream }).on('line', (line) => {
      fs.writeSync(file, `${line}\n`);
      if (verbose || isShown(line)) {
        console.log(line);
      }
    });
  };
  follow(stdout, createLogFilter());
  follow(stderr, () => true);
};

const exitMessage = (reason) =>
  `Strapi exited unexpectedly (${reason}).\n\n${tailOf(strapiLogFile)}\n\nFull log: ${strapiLogFile}\nIf the data is damaged, remove the folder .demo to reset the demo.`;

const isUp = async (port) => {
  try {
    const { ok } = await fetch(`http://${HOST}:${port}/_health`);
    return ok;
  } catch {
    return false;
  }
};

/** Starts Strapi and stops it with this process. */
export const startStrapi = (env, port) => {
  const child = spawn(process.execPath, [BIN, 'start'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  showLog(child);

  let stoppingSince = null;
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    // Unlike `exit`, `close` follows the last line of the log.
    child.once('close', (code, signal) => {
      if (stoppingSince !== null) {
        resolve();
      } else {
        reject(new DemoError(exitMessage(signal ?? `exit code ${code}`)));
      }
    });
  });

  const stop = () => {
    if (stoppingSince !== null) {
      // A second Ctrl-C skips the wait.
      if (Date.now() - stoppingSince > SAME_SIGNAL_MS) {
        child.kill('SIGKILL');
      }
      return;
    }
    stoppingSince = Date.now();
    console.log('\nStopping ...');
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), STOP_MS).unref();
  };
  for (const signal of SIGNALS) {
    process.on(signal, stop);
  }

  const isRunning = () =>
    stoppingSince === null && child.exitCode === null && child.signalCode === null;
  const waitUntilUp = async () => {
    while (isRunning() && !(await isUp(port))) {
      await sleep(POLL_MS);
    }
    return isRunning();
  };

  return {
    /** @returns false if Strapi was stopped before it was ready */
    waitUntilReady: () => Promise.race([waitUntilUp(), ended.then(() => false)]),
    ended,
  };
};
