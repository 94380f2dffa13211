/** Ends with 0 when the address answers 200, else with 1. The image has no curl. */
import { get } from 'node:http';

const [address] = process.argv.slice(2);
if (address === undefined) process.exit(1);

const request = get(address, { timeout: 2_000 }, (response) => {
  response.resume();
  process.exitCode = response.statusCode === 200 ? 0 : 1;
});
request.on('timeout', () => request.destroy());
request.on('error', () => {
  process.exitCode = 1;
});
