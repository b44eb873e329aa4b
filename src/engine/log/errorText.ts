/** An error and what caused it, so far down. */
const maxDepth = 5;

/** Stack frames of an error that are worth a line. */
const maxFrames = 12;

/** Codes that strangers make up can be sentences; these are names. */
const codeShape = /^[\w.-]{1,60}$/;

/**
 * What happened, in the words of a log: the error and its causes. Of a file system's error only the code: its message names a file,
 * which may be called by the words of a prompt.
 */
export function errorText(error: unknown): string {
  const texts: string[] = [];
  for (let each = error, depth = 0; each !== undefined && each !== null && depth < maxDepth; depth++) {
    texts.push(one(each));
    each = each instanceof Error ? each.cause : undefined;
  }
  return texts.join(' ← ');
}

/** Where it happened: the frames of the error's stack, without its message. */
export function stackFrames(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at .*(?::\d+:\d+\)?|\(<anonymous>\)|native\))$/.test(line))
    .slice(0, maxFrames);
}

function one(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, message } = error;
  const code = 'code' in error && typeof error.code === 'string' && codeShape.test(error.code) ? error.code : undefined;
  if (code !== undefined && isOfFiles(error)) return 'syscall' in error ? `${code} (${String(error.syscall)})` : code;
  const inside = error instanceof AggregateError ? error.errors.slice(0, maxDepth).map(one) : [];
  return [code === undefined ? name : `${name} ${code}`, message, ...inside].filter((text) => text !== '').join(': ');
}

/** Node's have a path, VS Code's say so in their name. */
function isOfFiles(error: Error): boolean {
  return 'path' in error || 'dest' in error || error.name.includes('FileSystemError');
}
