/**
 * Loaded before Strapi with `--require`: measures the server from the inside, so the product needs no code
 * for it. The parent asks with the messages `reset` and `read`.
 */
const Module = require('node:module');
const { constants, monitorEventLoopDelay, PerformanceObserver } = require('node:perf_hooks');
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

const memoryNow = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** What the server needs, without what only waits for the garbage collector. */
const usedMemory = () => {
  collectGarbage();
  return memoryNow();
};

/**
 * The most that the server needed at any time. It is read after the full collections that Node.js makes anyway,
 * because a forced one would stop the event loop.
 */
let peakHeap = 0;
new PerformanceObserver((list) => {
  const isFull = ({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
  if (list.getEntries().some(isFull)) {
    peakHeap = Math.max(peakHeap, memoryNow());
  }
}).observe({ entryTypes: ['gc'] });

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
  const highestHeap = Math.max(peakHeap, heap);
  if (message === 'reset') {
    delay.reset();
    peak = process.memoryUsage.rss();
    peakHeap = heap;
  }
  process.send({
    longestStallMs,
    heap,
    peakHeap: highestHeap,
    peakRss,
    rss: process.memoryUsage.rss(),
  });
});
process.channel?.unref();
