export function dependencies(): Promise<void>;
export function peerClients(): Promise<void>;
export function vscode(): Promise<void>;
export function floorNode(): Promise<boolean>;
export function systemPackages(): Promise<void>;
export function bucketServer(): Promise<boolean>;
export function chromium(): string | undefined;
