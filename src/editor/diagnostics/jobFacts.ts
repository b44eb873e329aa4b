import { failureWords } from '../../engine/api/failure.ts';
import type { KnownJob } from '../../engine/jobs/databaseFacts.ts';
import type { Job } from '../../engine/jobs/job.ts';

/** Names of the columns that `jobFacts` fills. */
export const jobColumns = [
  'Job',
  'Request',
  'Service',
  'State',
  'Made',
  'Times',
  'Credits',
  'Looks',
  'Trouble',
  'Clip',
];

/** What is told of a job: when what happened to it. Nothing that a person wrote, no name of a file, no address. */
export function jobFacts(known: KnownJob): readonly string[] {
  const { job } = known;
  return [
    name(job.id),
    name(job.requestId),
    job.service,
    stateOf(known),
    new Date(job.createdAt).toISOString(),
    times(job),
    job.creditsCharged === undefined ? '' : String(job.creditsCharged),
    `${job.polls}, ${job.pollFailures} failed last`,
    troubles(job),
    clip(job),
  ];
}

function stateOf({ job, withdrawn, removed }: KnownJob): string {
  if (withdrawn) return 'withdrawn, nothing was sent';
  return [
    job.status === undefined ? job.state : `${job.state} (${name(job.status)})`,
    ...(job.notCharged === true ? ['not charged, as its user saw'] : []),
    ...(removed ? ['removed from view'] : []),
  ].join(', ');
}

/** Ids and words of the service are a stranger's: what is more than a name is not repeated. */
function name(text: string | undefined): string {
  if (text === undefined) return '';
  return /^[\w.:-]{1,100}$/.test(text) ? text : '(no name)';
}

function clip({ download }: Job): string {
  if (download.state === 'done' && download.aside !== undefined) return `kept aside: ${download.aside}`;
  return download.state === 'failed' && download.trouble !== undefined ? `failed: ${download.trouble}` : download.state;
}

/** Seconds from the click. */
function times({ createdAt, sentAt, acceptedAt, processingAt, endedAt }: Job): string {
  return Object.entries({ sent: sentAt, accepted: acceptedAt, processing: processingAt, ended: endedAt })
    .flatMap(([what, at]) => (at === undefined ? [] : [`${what} +${((at - createdAt) / 1000).toFixed(1)} s`]))
    .join(', ');
}

function troubles({ failure, error, pollFailure }: Job): string {
  return [
    failure && failureWords(failure),
    error && failureWords({ kind: 'generation', ...error }),
    pollFailure && `look: ${failureWords(pollFailure)}`,
  ]
    .filter((text) => text !== undefined)
    .join('; ');
}
