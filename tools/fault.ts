/** `npm run fault -- skat hang`: makes a source misbehave; `npm run fault -- skat off`: takes it off; alone: lists all. */
import { runFaultCommand } from './fault/fault-command.js';

const controlUrl = `http://127.0.0.1:${process.env['TEST_SOURCES_CONTROL_PORT'] || 4091}`;
const { exitCode, stdout, stderr } = await runFaultCommand(process.argv.slice(2), controlUrl);
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exitCode;
