// A window that sends four takes of one draft and dies with its parent's word. Arguments: its folder, and the origin of the service.
import { clipsOf } from '../../../src/engine/drafts/series.ts';
import { Engine } from '../../../src/engine/engine.ts';
import { documentedCapabilities } from '../../../src/shared/capabilities.ts';
import { draftOf } from './fixtures.ts';
import { NodePorts } from './ports.ts';

const [folder = '', baseUrl = ''] = process.argv.slice(2);
const engine = new Engine({ folder, ports: new NodePorts(baseUrl) });
const target = { service: 'live', baseUrl, folder: 'file:///nowhere', fileName: 'waves' } as const;
await engine.submitSeries(clipsOf(draftOf(), { takes: 4, eachImage: false }), () => target, documentedCapabilities, {
  signal: new AbortController().signal,
});
