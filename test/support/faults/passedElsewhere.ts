/**
 * What the engine waits for or writes and no kill scenario comes by, by the reason why that is no hole. Each is the beginning of a
 * place as `KillPoint` names it: a folder, a file, a function of it, or one of its lines of code.
 */
export const passedElsewhere: Readonly<Record<string, readonly string[]>> = {
  'a gesture that is one write, with no job, clip or cancel under way in it': [
    'engine.ts judge:',
    'engine.ts discard:',
    'engine.ts claimQuestion:',
    'jobs/prompts.ts ',
    'jobs/store.ts claimRepair:',
    'jobs/store.ts claimNotification:',
    'jobs/windows.ts claimQuestion:',
    'jobs/windows.ts answerQuestion:',
    'references/uploads.ts consent:',
    'references/uploads.ts forgetConsents:',
    'references/uploads.ts forgetUrl:',
    'references/uploads.ts forget:',
  ],
  'the write of homecoming.ts, which is killed, asked for by a person': ['engine.ts retryDownload:'],
  'looks at what there is and writes nothing: a window that dies there leaves what it found': [
    'api/client.ts models:',
    'clips/clipRecords.ts ',
    'engine.ts capabilities:',
    'engine.ts lastAnswer:',
    'engine.ts picture:',
    'engine.ts recordOfClip:',
    'jobs/asking.ts ask: await trial',
    'online.ts capabilities:',
    'online.ts lastAnswer:',
    'references/contents.ts versionOf:',
    'references/look.ts ',
    'references/references.ts #assertSeen: await this.#contents.versionOf',
    'references/picture.ts ',
  ],
  'a person tries a bucket or empties it, with no job under way in it': [
    'engine.ts removeUpload:',
    'engine.ts tryBucket:',
    'online.ts removeObject:',
    'online.ts tryBucket:',
    'references/bucket/bucketClient.ts remove:',
    'references/bucket/tryBucket.ts ',
  ],
  'a way of references that only reads, as git has the file already; it comes before anything is sent': [
    'references/git/',
  ],
  'a URL that a person types for a file: read, or one write that may be lost': [
    'references/givenUrl.ts ',
    'references/references.ts forgetTypedUrl:',
    'references/typedUrl.ts ',
  ],
  'kinds of media and of answers beside the picture that travels: all of them read, before anything is sent': [
    'clips/recordBox.ts ',
    'downloads/isCut.ts isCut: await isWebmCut',
    'downloads/isCut.ts isWebmCut:',
    'references/diskFile.ts openDiskFile: await handle.close()',
    'references/media/',
    'references/memoryFile.ts pieces: await whole()',
    'references/probe.ts ',
  ],
  'a file of references that is on no disk, for an upload program: a copy in a folder of the system for what is passing':
    ['references/uploaderWay.ts #onDisk:'],
  'a bucket that turns an upload away, before anything is sent to the service (s3 suite)': [
    'references/bucket/bucketClient.ts #ask: await delay',
    'references/bucket/bucketClient.ts #hidden:',
    'references/bucket/bucketClient.ts #try: await this.#hidden',
    'references/uploads.ts abandon:',
    'references/uploads.ts doubt:',
  ],
  'the way out changes, which ends no job (engine.test.ts)': [
    'engine.ts connectionChanged:',
    'jobs/poller.ts forgetFailures:',
    'jobs/poller.ts setFocused:',
    'online.ts networkChanged:',
  ],
  'the second way out is of VS Code, and taken where nothing was sent by the first (proxies.test.ts)': [
    'api/fetchWay.ts ',
    'api/secondWay.ts ',
  ],
  'a database that is damaged, in another version or locked by somebody else (database, repairRace and twoVersions.test.ts)':
    [
      'jobs/database.ts #attempt:',
      'jobs/database.ts #open:',
      'jobs/database.ts useWal:',
      'jobs/repair.ts ',
      'jobs/repairLock.ts ',
      'jobs/salvage.ts ',
      'jobs/schema.ts migrate:',
    ],
  'a database that takes no write just as an answer comes (disk.test.ts)': [
    'jobs/isOutOfRoom.ts ',
    'jobs/submit.ts writeDown: store.insert',
    'jobs/submit.ts writeDown: await new Promise',
    'jobs/submit.ts end: deps.store.insert',
  ],
  'a client that has lost its machine, and remembers (engine.test.ts)': ['jobs/recovery.ts adopt:'],
  'a window that gets its lease taken in the middle of it, as it stood still (severalWindows and randomKills.test.ts)':
    [
      'downloads/download.ts bring: await clear()',
      'downloads/move.ts move: await rm(path',
      'downloads/record.ts removeBeside:',
      'downloads/settle.ts settle: await rm(',
      'downloads/settle.ts settle: await removeBeside(',
    ],
  'a folder or a disk that takes no more in the middle of it: what was begun is taken away, then or at the next try (secondPlace.test.ts)':
    [
      'downloads/copyWhole.ts copyWhole: await folder.delete(begun).catch',
      'downloads/download.ts keepAside: await removeParts(deps.secondPlace',
      'downloads/download.ts takeOverPart: await rename(',
      'downloads/move.ts copyInto: await removeParts(path, job, lease).catch',
      'downloads/place.ts placeByRename: await rm(final',
      'downloads/settle.ts giveUpName: await rm(',
      'downloads/record.ts withRecord: await rm(path',
      "jobs/downloads.ts fetch: store.apply(job.id, { type: 'downloadFailed'",
    ],
  'a host that knows no ranges and has another file by now: its part is shorter then, as after a lost write (download.test.ts)':
    ['downloads/beyond.ts beyond: await file.truncate('],
  'a host that is gone for good: the service is asked as where an address is over (download.test.ts)': [
    'downloads/fetchClip.ts fetchClip: await otherUrl(',
    'downloads/fetchClip.ts otherUrl:',
  ],
  'Stop, while a create waits that was turned away: the same write as where it is withdrawn for another reason': [
    'jobs/submit.ts send: withdraw(kept.job',
  ],
  'a part of the transaction that writes the next try of a refused draft': ['jobs/store.ts #hide:'],
  'when jobs without news were looked at: lost, they are looked at sooner': ['jobs/quietLooks.ts #write:'],
  'pieces that come quicker than the disk takes them, where they do': ['downloads/pieceWriter.ts add:'],
};
