import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Which room may import from which. Whatever is not named here is refused; the same table stands in CONTRIBUTING.md. */
const rooms = {
  shared: [],
  sandbox: [],
  engine: ['shared'],
  webview: ['shared'],
  mcp: ['shared'],
  editor: ['engine', 'shared', 'sandbox'],
};

/** Only the editor knows that it runs inside VS Code. */
const withoutVscode = ['shared', 'sandbox', 'engine', 'webview', 'mcp'];

const directions = Object.entries(rooms).map(([room, allowed]) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        paths: withoutVscode.includes(room) ? ['vscode'] : [],
        patterns: Object.keys(rooms)
          .filter((other) => other !== room && !allowed.includes(other))
          .map((other) => ({
            regex: `^(\\.\\./)+${other}/`,
            message: `src/${room} may import from: ${allowed.join(', ') || 'no other room'}.`,
          }))
          .concat({ regex: '/extension\\.ts$', message: 'Nothing imports the entry point.' }),
      },
    ],
  },
}));

/** The build hands on what a file exports when it has run: a variable that changes later would not change for others. */
const changingExport = {
  selector: 'ExportNamedDeclaration > VariableDeclaration[kind!="const"]',
  message: 'An export is a const: the build hands on its first value.',
};

/** What would write past the one that takes secrets out: src/editor/log.ts. */
const unsafeLog = {
  files: ['src/**/*.ts'],
  ignores: ['src/editor/log.ts', 'src/editor/safeLines.ts'],
  rules: {
    'no-console': 'error',
    'no-restricted-syntax': [
      'error',
      {
        selector: 'Identifier[name=/^(LogOutputChannel|OutputChannel|createOutputChannel)$/]',
        message: 'Lines go through SafeLog of src/editor/log.ts, which takes secrets out.',
      },
      changingExport,
    ],
  },
};

export default defineConfig(
  // Fixtures of versions are bundles.
  globalIgnores(['dist', 'out', '.vscode-test', '**/node_modules', 'media', 'test/fixtures/versions']),
  {
    files: ['**/*.ts'],
    extends: [eslint.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'src/webview/tsconfig.json', 'test/unit/webview/sound/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // node:test and Mocha hand back promises that they themselves wait for.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'describe', 'it', 'suite'] },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [eslint.configs.recommended],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  unsafeLog,
  // Run by hand, it says where it is.
  { files: ['src/sandbox/main.ts'], rules: { 'no-console': 'off' } },
  ...directions,
);
