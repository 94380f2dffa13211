import { jest } from '@jest/globals';
import { SYSTEM_TIMEOUT_MS } from './stack.js';

/** System tests start whole stacks; a busy machine takes its time. */
jest.setTimeout(SYSTEM_TIMEOUT_MS);
