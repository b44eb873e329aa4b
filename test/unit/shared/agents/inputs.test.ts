import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { inputSchemaOf, toolInputs } from '../../../../src/shared/agents/inputs.ts';
import { toolNames } from '../../../../src/shared/agents/toolNames.ts';
import { documentedCapabilities } from '../../../../src/shared/capabilities.ts';
import { root } from '../../../support/paths.mjs';
import { toolContributions } from '../../../support/toolContributions.ts';

describe('the tools for agents', () => {
  it('are declared in package.json as the code parses and describes them', () => {
    const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly contributes: { readonly languageModelTools: unknown };
    };
    // As JSON has it: what is undefined is not there.
    assert.deepEqual(
      contributes.languageModelTools,
      JSON.parse(JSON.stringify(toolContributions())),
      'run `npm run tools`',
    );
  });

  it('offer what the table of models has, and nothing else', () => {
    const { properties } = inputSchemaOf('generate') as {
      readonly properties: Readonly<Record<string, { readonly enum?: readonly unknown[] }>>;
    };
    const made = (of: (model: (typeof documentedCapabilities)[number]) => readonly unknown[]): ReadonlySet<unknown> =>
      new Set(documentedCapabilities.flatMap((model) => [...of(model)]));
    const offered = (name: string): ReadonlySet<unknown> => new Set(properties[name]?.enum);
    assert.deepEqual(
      offered('model'),
      made(({ id }) => [id]),
    );
    assert.deepEqual(
      offered('duration'),
      made(({ durations }) => durations),
    );
    assert.deepEqual(
      offered('aspectRatio'),
      made(({ aspectRatios }) => aspectRatios),
    );
    assert.deepEqual(
      offered('resolution'),
      made(({ resolutions }) => resolutions),
    );
  });

  it('take no field by which an agent could agree for a person', () => {
    for (const field of [
      'approved',
      'consented',
      'confirm',
      'maxCredits',
      'webhookUrl',
      'metadata',
      'baseUrl',
      '__proto__x',
    ]) {
      const input = { prompt: 'Waves', [field]: true };
      assert.equal(toolInputs.generate.safeParse(input).success, false, field);
    }
  });

  it('refuse what is of the wrong type, whatever a schema promised', () => {
    const wrong: readonly unknown[] = [
      undefined,
      null,
      'Waves',
      [],
      {},
      { prompt: '' },
      { prompt: 5 },
      { prompt: 'Waves', files: 'a.png' },
      { prompt: 'Waves', files: ['1', '2', '3', '4', '5', '6'] },
      { prompt: 'Waves', duration: '5' },
      { prompt: 'Waves', duration: 5.5 },
      { prompt: 'Waves', duration: 1e9 },
      { prompt: 'Waves', model: 'seedance-9' },
      { prompt: 'x'.repeat(20_001) },
    ];
    for (const input of wrong) assert.equal(toolInputs.generate.safeParse(input).success, false, JSON.stringify(input));
  });

  it('say of each whether it costs something', () => {
    const [generate] = toolContributions();
    assert.match(String(generate?.['modelDescription']), /COSTS CREDITS/);
    for (const tool of toolContributions().filter(({ name }) => /status|wait|list|describe/.test(String(name))))
      assert.match(String(tool['modelDescription']), /\bFree\./);
    assert.equal(toolContributions().length, toolNames.length);
  });
});
