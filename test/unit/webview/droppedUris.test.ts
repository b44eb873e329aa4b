import assert from 'node:assert/strict';
import { test } from 'node:test';
import { droppedUris, pastedUrls, uriList } from '../../../src/webview/composer/droppedUris.ts';

function transfer(data: Readonly<Record<string, string>>) {
  return { getData: (format: string) => data[format] ?? '' };
}

test('a URI list is read without its comments, empty lines and what is no URI', () => {
  assert.deepEqual(uriList('# from somewhere\r\nfile:///a%20b.png\r\n\r\nnonsense\nhttps://example.com/c.png\n'), [
    'file:///a%20b.png',
    'https://example.com/c.png',
  ]);
});

test('the list of VS Code comes before the one of the system', () => {
  const dropped = transfer({
    'application/vnd.code.uri-list': 'vscode-remote://ssh/home/a.png',
    'text/uri-list': 'https://window/a.png',
  });
  assert.deepEqual(droppedUris(dropped), ['vscode-remote://ssh/home/a.png']);
});

test('resources named as JSON are read, each once', () => {
  const resourceurls = '["file:///a.png","file:///b.png","file:///a.png",3]';
  assert.deepEqual(droppedUris(transfer({ resourceurls })), ['file:///a.png', 'file:///b.png']);
});

test('plain paths become file URIs, on Windows too', () => {
  assert.deepEqual(droppedUris(transfer({ codefiles: '["/home/a b/c#1.png"]' })), ['file:///home/a%20b/c%231.png']);
  assert.deepEqual(droppedUris(transfer({ codefiles: '["C:\\\\clips\\\\d.mp4"]' })), ['file:///C%3A/clips/d.mp4']);
});

test('a path that begins with two slashes names a host, and half a character in one hinders nothing', () => {
  const codefiles = JSON.stringify(['\\\\server\\share\\x.png', '//server/y.png', '/a\ud800.png']);
  assert.deepEqual(droppedUris(transfer({ codefiles })), [
    'file://server/share/x.png',
    'file://server/y.png',
    'file:///a%EF%BF%BD.png',
  ]);
});

test('broken JSON and plain text bring nothing', () => {
  assert.deepEqual(droppedUris(transfer({ resourceurls: '[', codefiles: '{}', 'text/plain': 'hello' })), []);
});

test('a pasted text is taken only when it is addresses and nothing else', () => {
  assert.deepEqual(pastedUrls(' https://example.com/a.png\nhttp://127.0.0.1:80/b.png '), [
    'https://example.com/a.png',
    'http://127.0.0.1:80/b.png',
  ]);
  assert.deepEqual(pastedUrls('see https://example.com/a.png'), []);
  assert.deepEqual(pastedUrls(''), []);
});
