import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { WatchedFile } from '../../src/editor/preview/watchedFile.ts';
import { until } from './until.ts';

describe('A file that is looked at', () => {
  let folder: string;
  let file: WatchedFile;
  let told: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-watched-'));
    told = 0;
  });
  afterEach(() => {
    file.dispose();
    rmSync(folder, { recursive: true });
  });

  /** Begins to look, and counts what is told. */
  function watch(): string {
    const path = join(folder, 'clip.mp4');
    file = new WatchedFile(vscode.Uri.file(path));
    file.onDidChange(() => told++);
    return path;
  }

  it('is found when it comes back though no watcher tells of it', async () => {
    const unheard = vscode.workspace.getConfiguration('files');
    await unheard.update('watcherExclude', { [`${folder}/**`]: true }, vscode.ConfigurationTarget.Global);
    try {
      const path = watch();
      file.missed = true;
      writeFileSync(path, 'a clip');
      await until('the clip that came back', () => told === 1);
      file.missed = false;
    } finally {
      await unheard.update('watcherExclude', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.equal(told, 1);
  });

  it('is watched only while it is, and what became of it in between is told once it is again', async () => {
    const silent = new vscode.EventEmitter<vscode.Uri>();
    const events = { onDidDelete: silent.event, onDidChange: silent.event, onDidCreate: silent.event };
    const watchers = new Set<object>();
    const watched = (): number => watchers.size;
    const { createFileSystemWatcher } = vscode.workspace;
    Reflect.set(vscode.workspace, 'createFileSystemWatcher', () => {
      const watcher: object = { ...events, dispose: () => watchers.delete(watcher) };
      watchers.add(watcher);
      return watcher;
    });
    try {
      const path = watch();
      // It was seen that it is not there.
      file.missed = true;
      file.missed = false;
      file.watched = true;
      assert.equal(watched(), 1);
      file.watched = false;
      assert.equal(watched(), 0);
      writeFileSync(path, 'a clip');
      file.watched = true;
      assert.equal(watched(), 1);
      await until('the clip that came meanwhile', () => told === 1);
      file.dispose();
      assert.equal(watched(), 0);
    } finally {
      Reflect.set(vscode.workspace, 'createFileSystemWatcher', createFileSystemWatcher);
    }
  });

  it('is found when it comes back before its watcher tells that it went', async () => {
    const deleted = new vscode.EventEmitter<vscode.Uri>();
    const silent = new vscode.EventEmitter<vscode.Uri>();
    const events = { onDidDelete: deleted.event, onDidChange: silent.event, onDidCreate: silent.event };
    const { createFileSystemWatcher } = vscode.workspace;
    Reflect.set(vscode.workspace, 'createFileSystemWatcher', () => ({ ...events, dispose: () => undefined }));
    try {
      const path = watch();
      file.missed = true;
      writeFileSync(path, 'a clip');
      deleted.fire(vscode.Uri.file(path));
      await until('the clip that came back', () => told === 1);
    } finally {
      Reflect.set(vscode.workspace, 'createFileSystemWatcher', createFileSystemWatcher);
    }
  });
});
