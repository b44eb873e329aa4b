import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputSchemaOf } from '../../src/shared/agents/inputs.ts';
import { toolNames } from '../../src/shared/agents/toolNames.ts';
import { toolTexts } from '../../src/shared/agents/toolTexts.ts';
import { root } from './paths.mjs';

const icons = {
  generate: 'device-camera-video',
  status: 'info',
  wait: 'watch',
  list: 'list-unordered',
  cancel: 'circle-slash',
  describe: 'file-media',
} as const;

/** What package.json declares of our tools, made from the tables of the code: what a model is told is what is parsed. */
export function toolContributions(): readonly Record<string, unknown>[] {
  return toolNames.map((name) => ({
    name: `seedance_${name}`,
    toolReferenceName: `seedance${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    displayName: `%tool.${name}%`,
    userDescription: `%tool.${name}.description%`,
    modelDescription: toolTexts[name].description,
    icon: `$(${icons[name]})`,
    canBeReferencedInPrompt: true,
    tags: ['seedance', 'video'],
    inputSchema: inputSchemaOf(name),
  }));
}

// `npm run tools` writes them.
if (process.argv.includes('--write')) {
  const file = join(root, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { contributes: Record<string, unknown> };
  manifest.contributes['languageModelTools'] = toolContributions();
  writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
}
