/**
 * Loaded before Strapi with `--require`: measures the server from the inside, so the product needs no code
 * for it. The parent asks with the messages `reset` and `read`.
 */
const Module = require('node:module');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const v8 = require('node:v8');
const vm = require('node:vm');

/** A package that the server must not find by `require` or `import`, as if it were not installed. */
const hidden = process.env.BENCH_HIDDEN_PACKAGE;
if (hidden) {
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (request, ...rest) => {
    if (request === hidden) {
      throw Object.assign(new Error(`Cannot find module '${hidden}'`), {
        code: 'MODULE_NOT_FOUND',
      });
    }
    return resolve(request, ...rest);
  };
  const hook = `export const resolve = (name, context, next) => {
    if (name === ${JSON.stringify(hidden)}) {
      throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    }
    return next(name, context);
  };`;
  Module.register(`data:text/javascript,${encodeURIComponent(hook)}`);
}

const SAMPLE_MS = 25;
const RESOLUTION_MS = 5;
const toMs = (nanoseconds) => nanoseconds / 1e6;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc');

/** What the server needs, without what only waits for the garbage collector. */
const usedMemory = () => {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

let peak = 0;
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, SAMPLE_MS).unref();

process.on('message', (message) => {
  if (message !== 'reset' && message !== 'read') {
    return;
  }
  // The histogram contains the interval of the timer itself.
  const longestStallMs = Math.max(0, toMs(delay.max) - RESOLUTION_MS);
  const peakRss = peak;
  const heap = usedMemory();
  if (message === 'reset') {
    delay.reset();
    peak = process.memoryUsage.rss();
  }
  process.send({
    longestStallMs,
    heap,
    peakRss,
    rss: process.memoryUsage.rss(),
  });
});
process.channel?.unref();
