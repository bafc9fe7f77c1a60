import {isScalar, isSeq} from 'yaml';
import {type Entry, entriesOf, entryAt, lineOf, scalarsIn, type WrittenFile} from './file-lines.ts';
import {ignoredKeys} from './ignored-keys.ts';
import {variablesIn} from './variables.ts';

/** Something to know of a line of the file before it is deployed. */
export type FileNote = {readonly line: number; readonly text: string};

const byLine = (a: FileNote, b: FileNote) => a.line - b.line;

const servicesOf = (file: WrittenFile): readonly Entry[] =>
	entriesOf(entryAt(file.document.contents, 'services', file)?.value, file);

/** The keys that Swarm passes over, with what to do instead. */
export const ignoredIn = (file: WrittenFile): readonly FileNote[] =>
	servicesOf(file)
		.flatMap(service => [
			...entriesOf(service.value, file).flatMap(entry => ignoredKey(service, entry, file)),
			...fixedAddresses(service, file),
			...boundPorts(service, file),
		])
		.toSorted(byLine);

const ignoredKey = (service: Entry, {key, value, line}: Entry, file: WrittenFile): readonly FileNote[] => {
	if (key === 'restart') {
		return restartNote(service, line, isScalar(value) ? String(value.value) : '', file);
	}

	const why = Object.hasOwn(ignoredKeys, key) ? ignoredKeys[key] : undefined;
	return why === undefined ? [] : [{line, text: `${service.key}: Swarm ignores ${key}: ${why}`}];
};

/** The command line calls it ignored, and sends it all the same where there is no restart policy. */
const restartNote = (service: Entry, line: number, value: string, file: WrittenFile): readonly FileNote[] => {
	const deploy = entryAt(service.value, 'deploy', file);

	if (entryAt(deploy?.value, 'restart_policy', file) !== undefined) {
		return [{line, text: `${service.key}: restart counts for nothing beside deploy.restart_policy`}];
	}

	return value === 'no' || value === 'false'
		? [
				{
					line,
					text: `${service.key}: Swarm ignores restart: "no" and restarts what ends; deploy.restart_policy.condition: none would not`,
				},
			]
		: [];
};

const fixedAddresses = (service: Entry, file: WrittenFile): readonly FileNote[] =>
	entriesOf(entryAt(service.value, 'networks', file)?.value, file)
		.flatMap(network => entriesOf(network.value, file))
		.filter(({key}) => key === 'ipv4_address' || key === 'ipv6_address')
		.map(({key, line}) => ({line, text: `${service.key}: Swarm ignores ${key}: it gives tasks addresses itself`}));

const boundPorts = (service: Entry, file: WrittenFile): readonly FileNote[] => {
	const ports = entryAt(service.value, 'ports', file)?.value;
	return (isSeq(ports) ? scalarsIn(ports, file) : [])
		.filter(({text}) => /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]+\]):/i.test(text))
		.map(({text, line}) => ({
			line,
			text: `${service.key}: Swarm ignores the address in ${text}: the port is open on every address`,
		}));
};

const interpolated = ['services', 'volumes', 'networks', 'secrets', 'configs'];

/** Variables that the environment lacks and that have no default: they become empty texts. */
export const unsetIn = (file: WrittenFile, isSet: (name: string) => boolean): readonly FileNote[] => {
	const sections = interpolated.flatMap(name => entryAt(file.document.contents, name, file) ?? []);
	const found = sections.flatMap(({value}) => scalarsIn(value, file));
	const unset = found.flatMap(({text, line}) =>
		variablesIn(text)
			.filter(({name, hasDefault}) => !hasDefault && !isSet(name))
			.map(({name}) => ({line, text: `\${${name}} is not set here, and becomes an empty text`})),
	);
	return [...unset, ...bareVariables(file, isSet)].toSorted(byLine);
};

/** `environment: [NAME]` takes the value from the environment of whoever deploys. */
const bareVariables = (file: WrittenFile, isSet: (name: string) => boolean): readonly FileNote[] =>
	servicesOf(file).flatMap(service => {
		const environment = entryAt(service.value, 'environment', file)?.value;
		const listed = isSeq(environment) ? scalarsIn(environment, file).filter(({text}) => !text.includes('=')) : [];
		const empty = entriesOf(environment, file)
			.filter(({value}) => value === null || (isScalar(value) && value.value === null))
			.map(({key, line}) => ({text: key, line}));
		return [...listed, ...empty]
			.filter(({text}) => !isSet(text))
			.map(({text, line}) => ({
				line,
				text: `${service.key}: ${text} is not set here, and has no value in the container`,
			}));
	});

/** A sentence with the line it is about, where there is one. */
export const placed = (path: readonly string[], sentence: string, file: WrittenFile): string => {
	const line = lineOf(path, file);
	return line === undefined ? sentence : `line ${line}: ${sentence}`;
};
