// Required by each process of a VS Code: appends the name of each file of code that is read to the file that `SEEDANCE_READS` names.
const childProcess = require('node:child_process');
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const { appendFileSync } = fs;
const { fork } = childProcess;

function note(file) {
  const name = file instanceof URL ? file.pathname : String(file);
  if (/\.[cm]?js$/.test(name)) appendFileSync(process.env.SEEDANCE_READS, `${name}\n`);
}

// Node's own loader of CommonJS reads by the first.
for (const holder of [fs, fs.promises])
  for (const name of ['readFileSync', 'readFile', 'openSync', 'open', 'createReadStream']) {
    const read = holder[name];
    if (read === undefined) continue;
    holder[name] = function (file, ...rest) {
      note(file);
      return Reflect.apply(read, this, [file, ...rest]);
    };
  }

// VS Code takes `NODE_OPTIONS` away from its extension host.
childProcess.fork = (file, args, options) =>
  fork(file, args, { ...options, execArgv: [...(options?.execArgv ?? process.execArgv), '--require', __filename] });

syncBuiltinESMExports();
