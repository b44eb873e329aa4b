/** True where a file that begins with these bytes is a web page. `calledHtml`: its host says so, so that any tag is proof. */
export function isHtml(beginning: Uint8Array, calledHtml = false): boolean {
  const start = Buffer.from(beginning.subarray(0, 1024))
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  return /^<(!doctype html|html|head|body)\b/i.test(start) || (calledHtml && start.startsWith('<'));
}
