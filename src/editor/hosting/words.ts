import * as vscode from 'vscode';
import type { Bucket } from '../../engine/references/bucket/bucket.ts';
import { plain } from '../plain.ts';
import type { Fault } from './answers.ts';
import type { BucketForm, Step, TextStep } from './form.ts';
import type { ServiceId } from './presets.ts';

/** What a service is called in the wizard. */
export function serviceName(service: ServiceId): string {
  switch (service) {
    case 'aws':
      return 'AWS S3';
    case 'r2':
      return 'Cloudflare R2';
    case 'minio':
      return 'MinIO';
    case 'b2':
      return 'Backblaze B2';
    case 'other':
      return vscode.l10n.t('Another S3-Compatible Service');
  }
}

/** The bucket and where it is: “media” at s3.example.com. */
export function bucketName({ name, endpoint }: Pick<Bucket, 'name' | 'endpoint'>): string {
  return vscode.l10n.t('“{0}” at {1}', plain(name), new URL(endpoint).host);
}

/** What is asked, and an example of an answer. */
export function question(step: TextStep, form: BucketForm): { readonly prompt: string; readonly placeholder?: string } {
  const { service, accessKeyId } = form;
  switch (step) {
    case 'account':
      return {
        prompt: vscode.l10n.t('Account id, or the S3 API address that the settings of the bucket show'),
        placeholder: 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/my-bucket',
      };
    case 'region':
      if (service === 'aws') return { prompt: vscode.l10n.t('Region of the bucket'), placeholder: 'eu-central-1' };
      if (service === 'b2')
        return {
          prompt: vscode.l10n.t('Region of the bucket, or its endpoint, which names the region'),
          placeholder: 's3.us-west-004.backblazeb2.com',
        };
      return { prompt: vscode.l10n.t('Region of the bucket. A server of your own mostly takes us-east-1.') };
    case 'endpoint':
      return {
        prompt: vscode.l10n.t('Address of the service’s S3 API'),
        placeholder: service === 'minio' ? 'https://minio.example.com:9000' : 'https://s3.example.com',
      };
    case 'name':
      return { prompt: vscode.l10n.t('Name of the bucket that references are uploaded to') };
    case 'prefix':
      return { prompt: vscode.l10n.t('Folder in the bucket for what is uploaded. Empty: none.') };
    case 'accessKeyId':
      return {
        prompt: vscode.l10n.t('Access key id. It needs the right to put, read and delete objects in that folder.'),
        ...(service === 'b2' && { placeholder: 'keyID' }),
      };
    case 'secretAccessKey':
      return {
        prompt: vscode.l10n.t('Secret key of {0}. It is kept in the secret storage of VS Code.', accessKeyId),
        ...(service === 'b2' && { placeholder: 'applicationKey' }),
      };
    case 'sessionToken':
      return { prompt: vscode.l10n.t('Session token, where the key is a temporary one. Empty: none.') };
    case 'linkHours':
      return {
        prompt: vscode.l10n.t('Hours that a link lives, 1 to 168. The service fetches references soon after Generate.'),
      };
    case 'publicUrl':
      return {
        prompt: vscode.l10n.t('Address under which everybody can read the bucket’s files'),
        placeholder: 'https://media.example.com',
      };
  }
}

/** What is wrong with an answer, and what to do. */
export function faultText(fault: Fault, step: TextStep, { service }: BucketForm): string {
  switch (fault) {
    case 'empty':
      return vscode.l10n.t('This is needed. Escape leaves without saving anything.');
    case 'notAddress':
      return vscode.l10n.t('This is no address, such as https://s3.example.com.');
    case 'notHttps':
      return vscode.l10n.t('The address starts with https://, or with http:// for a service on this machine.');
    case 'addressWithPassword':
      return vscode.l10n.t('Leave name and password out of the address. The keys are asked for later.');
    case 'addressWithPath':
      return vscode.l10n.t('Leave out what stands behind the host. One name there is taken for the bucket.');
    case 'region':
      if (service === 'aws') return vscode.l10n.t('Regions look like {0}.', 'eu-central-1');
      if (service === 'b2') return vscode.l10n.t('Regions look like {0}.', 'us-west-004');
      return vscode.l10n.t('A region has letters, digits and hyphens only.');
    case 'account':
      return vscode.l10n.t('An account id has 32 characters, 0 to 9 and a to f.');
    case 'name':
      return vscode.l10n.t('A bucket’s name has 3 to 63 small letters, digits, hyphens or dots, and no spaces.');
    case 'prefix':
      return vscode.l10n.t('A folder has no “..” and no backslash in it, and 200 characters at most.');
    case 'key':
      return step === 'sessionToken'
        ? vscode.l10n.t('A session token has no spaces and no letters beyond ASCII. Copy it once more.')
        : vscode.l10n.t('A key has no spaces and no letters beyond ASCII. Copy it once more.');
    case 'tokenNeeded':
      return vscode.l10n.t('An id that starts with ASIA is that of a temporary key: its session token is needed.');
    case 'hours':
      return vscode.l10n.t('A number from 1 to 168, which is a week.');
    case 'publicNotHttps':
      return vscode.l10n.t('The service fetches addresses that start with https:// only.');
    case 'publicWithQuery':
      return vscode.l10n.t('Leave out what starts with “?” or “#”.');
  }
}

/** The button that leads to a question. */
export function changeText(step: Step): string {
  switch (step) {
    case 'account':
      return vscode.l10n.t('Change Account');
    case 'region':
      return vscode.l10n.t('Change Region');
    case 'endpoint':
      return vscode.l10n.t('Change Address');
    case 'style':
      return vscode.l10n.t('Change Address Style');
    case 'name':
      return vscode.l10n.t('Change Bucket');
    case 'prefix':
      return vscode.l10n.t('Change Folder');
    case 'accessKeyId':
      return vscode.l10n.t('Change Access Key');
    case 'secretAccessKey':
      return vscode.l10n.t('Change Secret Key');
    case 'sessionToken':
      return vscode.l10n.t('Change Session Token');
    case 'links':
    case 'linkHours':
    case 'publicUrl':
      return vscode.l10n.t('Change Links');
  }
}
