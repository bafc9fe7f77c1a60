import {isEqualJson} from '../../swarm/equal.ts';
import type {Json} from '../../swarm/values.ts';
import {idOf, type Names} from '../names.ts';
import {at, isTree, itemsOf, type Tree, treeOf} from '../tree.ts';
import type {Fault} from './problem.ts';
import {similar} from './similar.ts';

type Kind = {
	readonly list: 'Secrets' | 'Configs';
	readonly id: string;
	readonly name: string;
	readonly word: string;
	readonly known: ReadonlyMap<string, string> | undefined;
};

const container = ['TaskTemplate', 'ContainerSpec'];

const kindsOf = ({secrets, configs}: Names): readonly Kind[] => [
	{list: 'Secrets', id: 'SecretID', name: 'SecretName', word: 'secret', known: secrets},
	{list: 'Configs', id: 'ConfigID', name: 'ConfigName', word: 'config', known: configs},
];

/** Where a file goes that nothing is said of: as `docker service create --secret NAME` has it. */
const usualFile = (name: string): Tree => ({Name: name, UID: '0', GID: '0', Mode: 0o444});

type Resolved = {readonly item: Json; readonly sentence?: string};

/** One entry with both its id and its name, and with a file. */
const resolve = (item: Tree, {id: idKey, name: nameKey, word, known}: Kind): Resolved => {
	const [id, name] = [item[idKey], item[nameKey]];
	const given = typeof id === 'string' && id !== '' ? id : name;

	if (typeof given !== 'string' || given === '') {
		return {item, sentence: `name the ${word} by ${nameKey}`};
	}

	if (known === undefined) {
		// Nobody could look it up: the engine will say.
		return {item};
	}

	const found = idOf(known, given);
	const called = found === undefined ? undefined : known.get(found);

	if (found === undefined || called === undefined) {
		const meant = similar(given, [...known.values()]);
		return {item, sentence: `there is no ${word} ${given}${meant === undefined ? '' : `; is ${meant} meant?`}`};
	}

	if (typeof name === 'string' && name !== '' && name !== called) {
		return {
			item,
			sentence: `${idKey} is that of ${called}, not of ${name}: delete the line ${idKey}, and it is looked up`,
		};
	}

	const file = isTree(item['Runtime']) ? {} : {File: {...usualFile(called), ...treeOf(item['File'])}};
	return {item: {...item, ...file, [idKey]: found, [nameKey]: called}};
};

/** The spec with the ids and names of its secrets and configs filled in where one of them is new and has but one. */
export const resolveReferences = (
	spec: Json,
	before: Json,
	names: Names,
): {readonly spec: Json; readonly faults: readonly Fault[]} => {
	const lists = kindsOf(names).map(kind => {
		const path = [...container, kind.list];
		const old = itemsOf(at(before, path));
		const resolved = itemsOf(at(spec, path)).map(
			(item): Resolved => (!isTree(item) || old.some(other => isEqualJson(other, item)) ? {item} : resolve(item, kind)),
		);
		return {kind, path, resolved};
	});
	const changed = lists.filter(({resolved}) => resolved.length > 0);
	const filled = Object.fromEntries(changed.map(({kind, resolved}) => [kind.list, resolved.map(({item}) => item)]));
	return {
		spec: changed.length === 0 ? spec : withContainer(spec, filled),
		faults: lists.flatMap(({path, resolved}) =>
			resolved.flatMap(({sentence}, index) => (sentence === undefined ? [] : [{path: [...path, index], sentence}])),
		),
	};
};

const withContainer = (spec: Json, fields: Tree): Json => {
	const task = treeOf(at(spec, ['TaskTemplate']));
	return {...treeOf(spec), TaskTemplate: {...task, ContainerSpec: {...treeOf(task['ContainerSpec']), ...fields}}};
};
