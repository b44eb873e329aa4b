export const root: string;
export const cache: string;
export const out: string;
export const node: string;
export const floorNode: string;
export const codeServer: string;
export const vscode: string;
export const vsix: string;
