import {homedir} from 'node:os';
import {isAbsolute, join} from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where skep keeps what it keeps, by the XDG Base Directory Specification. */
export type Places = {
	/** What users write. */
	readonly config: string;
	/** What must last: the journal, kept specs, crash logs. */
	readonly state: string;
	/** What may be lost. */
	readonly cache: string;
};

/** The specification has relative paths ignored. */
const folder = (given: string | undefined, usual: string) =>
	join(given !== undefined && isAbsolute(given) ? given : usual, 'skep');

export const placesIn = (environment: Environment, home = environment['HOME'] || homedir()): Places => ({
	config: folder(environment['XDG_CONFIG_HOME'], join(home, '.config')),
	state: folder(environment['XDG_STATE_HOME'], join(home, '.local', 'state')),
	cache: folder(environment['XDG_CACHE_HOME'], join(home, '.cache')),
});
