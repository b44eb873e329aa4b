import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { commands, ConfigurationTarget, extensions, window, workspace } from 'vscode';
import { until } from './until.ts';

describe('without a key and without a job', () => {
  let server: Server;
  let asked = 0;

  before(async () => {
    server = createServer((_, response) => {
      asked++;
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await workspace
      .getConfiguration()
      .update('seedance.baseUrl', `http://127.0.0.1:${port}`, ConfigurationTarget.Global);
  });

  after(async () => {
    await workspace.getConfiguration().update('seedance.baseUrl', undefined, ConfigurationTarget.Global);
    await commands.executeCommand('workbench.action.closeAllEditors');
    server.close();
  });

  it('nothing is asked of the service, neither at the start nor for a composer', async () => {
    await extensions.getExtension('seedance-studio.seedance-studio')?.activate();
    await commands.executeCommand('seedance.jobs.focus');
    await commands.executeCommand('seedance.refresh');
    await commands.executeCommand('seedance.generateFromText');
    await until('the composer opens', () =>
      window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'Generate Video')),
    );
    assert.equal(asked, 0);
  });
});
