import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { AwsV4Signer } from 'aws4fetch';
import { freePort } from './free-port.ts';
import { startGroup, type ProcessGroup } from './process-group.ts';
import { until } from './until.ts';

const run = promisify(execFile);

/** A real S3 storage on this machine: Ceph with its objects in memory, and the gateway that speaks S3. */
export interface BucketServer {
  /** Where it answers, buckets in the path. */
  readonly origin: string;
  /** The name under which it knows buckets before the host; nobody resolves it. */
  readonly host: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Makes a bucket; `publicRead` lets everybody read what is in it. */
  createBucket(name: string, options?: { readonly publicRead?: boolean }): Promise<void>;
  /** Sends a signed request of a test's own; the path begins with the bucket, and its query follows. */
  ask(method: string, path: string, body?: string): Promise<Response>;
  /** Gives the memory of deleted objects back now. */
  collectGarbage(): Promise<void>;
  stop(): Promise<void>;
}

/** Long enough for a machine that is busy with something else, ms. */
const PATIENCE = 60_000;

/** More than the tests ever put there at a time, bytes. Only what is used is taken. */
const STORE = 2 * 1024 ** 3;

const programs = ['ceph', 'ceph-authtool', 'ceph-mon', 'ceph-osd', 'monmaptool', 'radosgw', 'radosgw-admin'];

/** Whether Ceph is installed here. */
export function hasCeph(): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return programs.every((program) => folders.some((folder) => existsSync(join(folder, program))));
}

/**
 * Starts a storage of its own, in about a second. It must be stopped; its processes end with this one in any case, and where this
 * one is killed, the next start removes the folder.
 */
export async function startBucketServer(): Promise<BucketServer> {
  forgetKilled();
  const folder = mkdtempSync(join(tmpdir(), `ceph-${process.pid}-`));
  const forget = (): void => rmSync(folder, { recursive: true, force: true });
  process.on('exit', forget);
  const daemons: ProcessGroup[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    forget();
    process.off('exit', forget);
  };
  try {
    return { ...(await start(folder, daemons)), stop };
  } catch (cause) {
    await stop();
    const said = daemons.map((daemon) => daemon.output().slice(-2000)).join('\n');
    throw new Error(`Ceph did not start:\n${said}`, { cause });
  }
}

/** Removes the folders of processes that were killed. */
function forgetKilled(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^ceph-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function start(folder: string, daemons: ProcessGroup[]): Promise<Omit<BucketServer, 'stop'>> {
  const ports = { gateway: await freePort(), monitor: await freePort(), oldMonitor: await freePort() };
  const monitors = `[v2:127.0.0.1:${ports.monitor},v1:127.0.0.1:${ports.oldMonitor}]`;
  const cluster = randomUUID();
  const host = 's3.test';
  const config = join(folder, 'ceph.conf');
  const withConfig = ['--conf', config];
  for (const part of ['mon', 'osd', 'rgw']) mkdirSync(join(folder, part));
  writeFileSync(config, configOf({ folder, cluster, monitors, host, port: ports.gateway }));
  writeFileSync(join(folder, 'keyring'), await keyring());

  const tool = (program: string, ...args: string[]): Promise<unknown> => run(program, args, { timeout: PATIENCE });
  const daemon = (program: string, ...args: string[]): void => {
    daemons.push(startGroup(program, [...withConfig, '--foreground', ...args]));
  };
  const map = join(folder, 'monmap');
  await tool('monmaptool', '--create', '--addv', 'a', monitors, '--fsid', cluster, map);
  await tool('ceph-mon', ...withConfig, '--mkfs', '--id', 'a', '--monmap', map);
  daemon('ceph-mon', '--id', 'a');
  const store = randomUUID();
  await tool('ceph', ...withConfig, 'osd', 'new', store);
  await tool('ceph-osd', ...withConfig, '--id', '0', '--mkfs', '--osd-uuid', store);
  daemon('ceph-osd', '--id', '0');
  daemon('radosgw', '--name', 'client.rgw');
  const [accessKeyId, secretAccessKey] = ['AKTEST', 'SECRETTEST'];
  const user = ['--uid=test', '--display-name=test', `--access-key=${accessKeyId}`, `--secret-key=${secretAccessKey}`];
  await tool('radosgw-admin', ...withConfig, 'user', 'create', ...user);

  const origin = `http://127.0.0.1:${ports.gateway}`;
  await until('the gateway answers', () => fetch(origin).then(({ ok }) => ok), PATIENCE);
  const ask = async (method: string, path: string, body?: string): Promise<Response> => {
    const signer = new AwsV4Signer({
      ...{ accessKeyId, secretAccessKey, service: 's3', region: 'us-east-1' },
      ...{ method, url: `${origin}/${path}`, body: body ?? null },
    });
    const { url, headers } = await signer.sign();
    return await fetch(url, { method, headers, body: body ?? null });
  };
  return {
    origin,
    host,
    accessKeyId,
    secretAccessKey,
    ask,
    async createBucket(name, { publicRead = false } = {}) {
      await successful(ask('PUT', name));
      if (!publicRead) return;
      const reading = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${name}/*` };
      await successful(ask('PUT', `${name}?policy`, JSON.stringify({ Version: '2012-10-17', Statement: [reading] })));
    },
    async collectGarbage() {
      await tool('radosgw-admin', ...withConfig, 'gc', 'process', '--include-all');
    },
  };
}

async function successful(asked: Promise<Response>): Promise<void> {
  const response = await asked;
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

interface Place {
  readonly folder: string;
  readonly cluster: string;
  readonly monitors: string;
  readonly host: string;
  readonly port: number;
}

/**
 * One copy of everything, no waiting for votes of others, few placement groups: what makes a start of twelve seconds one of less than
 * one. Left alone, Ceph takes deleted objects out of the store after hours.
 */
function configOf({ folder, cluster, monitors, host, port }: Place): string {
  return `
[global]
fsid = ${cluster}
mon_host = ${monitors}
public_network = 127.0.0.0/8
run_dir = ${folder}
admin_socket =
pid_file =
log_file =
log_to_stderr = true
mon_cluster_log_file =
debug_rocksdb = 0
keyring = ${folder}/keyring
paxos_propose_interval = 0.01
paxos_min_wait = 0
objecter_tick_interval = 0.2
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
mon_data = ${folder}/mon
osd_data = ${folder}/osd
osd_objectstore = memstore
memstore_device_bytes = ${STORE}

[client.rgw]
rgw_data = ${folder}/rgw
rgw_frontends = beast endpoint=127.0.0.1:${port}
rgw_dns_name = ${host}
rgw_gc_obj_min_wait = 1
rgw_gc_processor_period = 2
rgw_gc_processor_max_time = 2
`;
}

/** Keys of all parts, in one file that all of them read. */
async function keyring(): Promise<string> {
  const rights = {
    'mon.': { mon: 'allow *' },
    'client.admin': { mon: 'allow *', osd: 'allow *' },
    'client.rgw': { mon: 'allow rw', osd: 'allow rwx' },
    'osd.0': { mon: 'allow profile osd', osd: 'allow *' },
  };
  const entries = Object.entries(rights).map(async ([name, caps]) => {
    const { stdout: key } = await run('ceph-authtool', ['--gen-print-key']);
    const lines = Object.entries(caps).map(([service, cap]) => `caps ${service} = "${cap}"`);
    return [`[${name}]`, `key = ${key.trim()}`, ...lines, ''].join('\n');
  });
  return (await Promise.all(entries)).join('');
}
