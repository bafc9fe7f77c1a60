import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/**
Writes what is known of a crash to a file of its own, and answers its path; undefined where that fails, too.
Synchronous: nothing else may run once the program is broken.
*/
export const writeCrashLog = (
	stateFolder: string,
	error: unknown,
	{version, now}: {readonly version: string; readonly now: Date},
): string | undefined => {
	const path = join(stateFolder, `crash-${now.toISOString().replaceAll(':', '')}-${process.pid}.log`);

	try {
		mkdirSync(stateFolder, {recursive: true, mode: 0o700});
		writeFileSync(path, report(error, version, now), {mode: 0o600, flag: 'wx'});
		return path;
	} catch {
		return undefined;
	}
};

const report = (error: unknown, version: string, now: Date) =>
	[
		`skep ${version}`,
		`time ${now.toISOString()}`,
		`node ${process.version} ${process.platform} ${process.arch}`,
		'',
		...chain(error),
		'',
	].join('\n');

/** An error and what caused it, at most so deep: causes may go round in circles. */
const chain = (error: unknown, depth = 5): readonly string[] => {
	const text = error instanceof Error ? (error.stack ?? String(error)) : String(error);
	const cause = error instanceof Error ? error.cause : undefined;

	return cause === undefined || depth === 0 ? [text] : [text, 'caused by:', ...chain(cause, depth - 1)];
};
