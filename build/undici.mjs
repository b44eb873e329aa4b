// undici as far as we use it. Its own entry loads all of it (fetch, WebSocket, caches, mocks), and CommonJS cannot be shaken.

/** What our code imports; esbuild fails for a name that is not here. */
const entry = `
export { default as Agent } from './lib/dispatcher/agent.js';
export { default as Pool } from './lib/dispatcher/pool.js';
export { default as EnvHttpProxyAgent } from './lib/dispatcher/env-http-proxy-agent.js';
export { default as DecoratorHandler } from './lib/handler/decorator-handler.js';
export { default as errors } from './lib/core/errors.js';
import Dispatcher from './lib/dispatcher/dispatcher.js';
import api from './lib/api/index.js';
// As undici's own entry does.
Object.assign(Dispatcher.prototype, api);
`;

/** A plugin of esbuild: `undici` becomes the parts that a client of HTTP needs. */
export const leanUndici = {
  name: 'lean-undici',
  setup({ initialOptions, onLoad }) {
    // Leaves out a second parser that one can try, as Node's own copy does.
    initialOptions.define = { ...initialOptions.define, esbuildDetection: 'true' };
    onLoad({ filter: /[\\/]undici[\\/]index\.js$/ }, () => ({ contents: entry }));
    // Asked for only where a body is a form: ours are text and bytes.
    onLoad({ filter: /[\\/]undici[\\/]lib[\\/]web[\\/]/ }, () => ({ contents: "throw new Error('left out');" }));
    // The same parser once more, for processors that are faster with it. Where it does not load undici takes the one for all: it reads
    // heads alone, of which we have few.
    onLoad({ filter: /[\\/]llhttp_simd-wasm\.js$/ }, () => ({ contents: "throw new Error('left out');" }));
  },
};
