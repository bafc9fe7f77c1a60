import {createHash} from 'node:crypto';

/** What the simulated registry has under a name and tag: always the same. */
export const digestOf = (image: string) => `sha256:${createHash('sha256').update(image).digest('hex')}`;
