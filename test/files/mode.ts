import {statSync} from 'node:fs';

/** `600`: who may do what with it. */
export const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
