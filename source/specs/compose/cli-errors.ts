import {entriesOf, entryAt, lineOf, syntaxProblem, type WrittenFile} from './file-lines.ts';
import {forbiddenKeys} from './ignored-keys.ts';
import {basename} from './paths.ts';

/** What the command line didn't like, in one sentence, at its line where that can be told. */
export const explainConfigError = (said: string, path: string, file: WrittenFile | undefined): string => {
	const name = basename(path);
	const line = file && lineOfError(said, file);
	const where = line === undefined ? name : `${name}, line ${line}`;
	return `${where}: ${wordsOf(said, path, file)}.`;
};

const wordsOf = (said: string, path: string, file: WrittenFile | undefined): string => {
	const [, missing] = /open (.+): no such file or directory/.exec(said) ?? [];
	const [, locked] = /open (.+): permission denied/.exec(said) ?? [];

	if (missing !== undefined) {
		return missing === path ? 'there is no such file' : `it needs the file ${missing}, which isn't there`;
	}

	if (locked !== undefined) {
		return locked === path ? 'this user may not read it' : `it needs the file ${locked}, which this user may not read`;
	}

	if (/^yaml:/.test(said)) {
		// What stands in backquotes is a piece of the file.
		const words = said.replace(/^yaml: (?:unmarshal errors:\s*)?(?:line \d+: )?/, '').replaceAll(/`[^`]*`/g, 'it');
		return `this is no YAML: ${lowerFirst((file && syntaxProblem(file.text)?.problem) ?? words)}`;
	}

	const forbidden = file && forbiddenIn(file);

	if (/forbidden properties|contains unsupported options/.test(said) && forbidden !== undefined) {
		return `${forbidden.service} has ${forbidden.key}, which no stack can: ${forbidden.why}`;
	}

	const [, required] = /required variable (.+)"/.exec(said) ?? [];
	if (required !== undefined) {
		return `the variable ${required}`;
	}

	// What it quotes there is a value, which may be a password.
	const [, place] = /invalid interpolation format for ([\w.-]+)/.exec(said) ?? [];
	return place === undefined
		? said.replace(/\.$/, '').replace(/\ba (?=integer|array|object)/, 'an ')
		: `${place} has a $ that starts no variable: one that stands for itself is written $$`;
};

const lineOfError = (said: string, file: WrittenFile): number | undefined => {
	if (/^yaml:/.test(said)) {
		return syntaxProblem(file.text)?.line ?? (Number(/line (\d+)/.exec(said)?.[1]) || undefined);
	}

	if (/forbidden properties|contains unsupported options/.test(said)) {
		return forbiddenIn(file)?.line;
	}

	const [, missing] = /open (.+): (?:no such file|permission denied)/.exec(said) ?? [];

	if (missing !== undefined) {
		return lineWith(basename(missing), file.text);
	}

	const [place] = /\b(?:services|networks|volumes|secrets|configs)(?:\.[\w-]+)+/.exec(said) ?? [];
	return place === undefined ? undefined : lineOf(place.split('.'), file);
};

const lineWith = (part: string, text: string): number | undefined =>
	text.split('\n').findIndex(line => line.includes(part)) + 1 || undefined;

const forbiddenIn = (file: WrittenFile) => {
	const services = entriesOf(entryAt(file.document.contents, 'services', file)?.value, file);
	const [found] = services.flatMap(service =>
		entriesOf(service.value, file)
			.filter(({key}) => Object.hasOwn(forbiddenKeys, key))
			.map(({key, line}) => ({service: service.key, key, line, why: forbiddenKeys[key] ?? ''})),
	);
	return found;
};

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
