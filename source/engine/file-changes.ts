import type {FileChange} from './changes.ts';
import type {RawTaskSpec} from './decode/raw.ts';
import {isObject, listOf} from './decode/values.ts';

/** What a ContainerSpec has of a file: `SecretID` or `ConfigID`, its name beside it, and where it goes. */
type RawUse = Readonly<Record<string, unknown>>;

type RawContainer = Readonly<Record<string, unknown>> & {
	readonly Secrets?: readonly RawUse[] | null;
	readonly Configs?: readonly RawUse[] | null;
	readonly Privileges?: unknown;
};

const words = {secret: 'Secret', config: 'Config'} as const;

/** One file in place of another wherever containers have it: path, owner and mode stay. */
export const withFile = (task: RawTaskSpec, {file, from, to}: FileChange): RawTaskSpec => {
	const word = words[file];
	const container = (task.ContainerSpec ?? {}) as RawContainer;
	const uses = listOf(container[`${word}s`] ?? undefined).map(use =>
		use[`${word}ID`] === from ? {...use, [`${word}ID`]: to.id, [`${word}Name`]: to.name} : use,
	);
	const privileges = file === 'config' ? withCredentials(container.Privileges, from, to.id) : {};
	return {
		...task,
		ContainerSpec: {...container, [`${word}s`]: uses, ...privileges} as NonNullable<RawTaskSpec['ContainerSpec']>,
	};
};

/** Windows containers may take their credential spec out of a config. */
const withCredentials = (privileges: unknown, from: string, to: string): {readonly Privileges?: unknown} => {
	const spec = isObject(privileges) ? privileges['CredentialSpec'] : undefined;
	return isObject(spec) && spec['Config'] === from
		? {Privileges: {...(privileges as object), CredentialSpec: {...spec, Config: to}}}
		: {};
};
