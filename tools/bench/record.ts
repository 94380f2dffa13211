/** `node dist/tools/bench/record.js`: records anew what the bench replays; needed when the overview document changes. */
import path from 'node:path';
import { recordOverviews } from './recording/record-overviews.js';
import { writeRecording } from './recording/recording.js';

const root = path.resolve(import.meta.dirname, '../../..');
const recording = await recordOverviews(root);
writeRecording(path.join(root, 'tools/bench/recording/overviews.ndjson'), recording);
process.stdout.write(`recorded ${recording.citizens.length} citizens\n`);
