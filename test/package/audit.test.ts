import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReport, weaknesses } from '../support/audit.mjs';

/** What npm prints of one weak package that ships, one that does not, and one that only uses a weak one. */
const printed = JSON.stringify({
  auditReportVersion: 2,
  vulnerabilities: {
    shipped: {
      name: 'shipped',
      nodes: ['node_modules/shipped'],
      via: [
        { severity: 'high', title: 'bad', url: 'https://a.example' },
        { severity: 'moderate', title: 'not so bad', url: 'https://b.example' },
      ],
    },
    user: { name: 'user', nodes: ['node_modules/user'], via: ['shipped'] },
    tool: {
      name: 'tool',
      nodes: ['node_modules/tool'],
      via: [{ severity: 'critical', title: 'worse', url: 'https://c.example' }],
    },
  },
});

test('an audit tells of the high weaknesses of what ships, and of no other', () => {
  const report = readReport(printed);
  assert.ok(report);
  const found = weaknesses(report, ['node_modules/shipped', 'node_modules/user']);
  assert.deepEqual(found, ['shipped: high: bad (https://a.example)']);
  assert.deepEqual(weaknesses(report, ['node_modules/other']), []);
});

test('an outage of the audit’s service is no report', () => {
  for (const text of ['', 'ENOTFOUND', '{"message":"request failed","error":{"code":"ENOTFOUND"}}', 'null', '[]'])
    assert.equal(readReport(text), undefined, text);
});
