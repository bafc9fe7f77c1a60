import type {Place} from '../engine/engine.ts';
import {quoted} from './shell.ts';

/** Quoted text and escapes are passed over; else `docker` where a shell would start a program. */
const starts = /\\.|'[^']*'|((?:^|[|;&]\s+)\s*)docker(?= )/gm;

/**
A `docker` command line as it has to be typed to reach the engine that skep talks to: with `--context` or `--host` where
skep was pointed at another one than plain `docker` in the same shell.
*/
export const pointCommand = (command: string, place: Place | undefined): string => {
	if (place === undefined || place.isUsual) {
		return command;
	}
	const docker = ['docker', ...place.docker].map(word => (word === '' ? "''" : quoted(word))).join(' ');
	return command.replaceAll(starts, (found, before?: string) => (before === undefined ? found : `${before}${docker}`));
};
