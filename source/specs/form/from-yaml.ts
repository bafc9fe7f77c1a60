import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import type {Problem} from '../edit/problem.ts';
import {writeSpec} from '../edit/write-spec.ts';
import type {Names} from '../names.ts';
import {at, itemsOf, type Tree, treeOf} from '../tree.ts';
import {serviceNameProblem} from './basics.ts';
import {portProblem} from './port-clash.ts';

const lineOf = (text: string, pattern: RegExp) =>
	Math.max(
		0,
		text.split('\n').findIndex(line => pattern.test(line)),
	) + 1;

const portsIn = (spec: Json) => itemsOf(at(spec, ['EndpointSpec', 'Ports'])).map(treeOf);

const portProblems = (spec: Json, text: string, known: Snapshot): readonly Problem[] =>
	portsIn(spec).flatMap(port => {
		const sentence = portProblem(port, known);
		return sentence === undefined
			? []
			: [
					{
						line: lineOf(text, new RegExp(`\\bPublishedPort:\\s*${port['PublishedPort']}\\b`)),
						sentence: `${sentence}.`,
					},
				];
	});

/** What the swarm says to a spec that a service is to be made of: a name or a port that it has already. */
export const newSpecProblems = (spec: Json, text: string, known: Snapshot): readonly Problem[] => {
	const name = at(spec, ['Name']);
	const problem = serviceNameProblem(typeof name === 'string' ? name : '', known);
	return [
		...(problem === undefined ? [] : [{line: lineOf(text, /^Name:/), sentence: `Name: ${problem}.`}]),
		...portProblems(spec, text, known),
	];
};

/** A stack's own: what carries it is removed and updated with the stack. */
const stackLabel = /^com\.docker\.stack\./;

const withoutStack = (labels: Json | undefined): Tree =>
	Object.fromEntries(Object.entries(treeOf(labels)).filter(([key]) => !stackLabel.test(key)));

/** The same service under another name: without the ports that the first one has, and in no stack. */
export const copyOf = (spec: Json, name: string): Json => {
	const {EndpointSpec: endpoint, TaskTemplate: task, ...rest} = treeOf(spec);
	const {ForceUpdate: _, ...template} = treeOf(task);
	const container = treeOf(template['ContainerSpec']);
	const {Ports: __, ...found} = treeOf(endpoint);
	return {
		...rest,
		Name: name,
		Labels: withoutStack(rest['Labels']),
		EndpointSpec: found,
		TaskTemplate: {...template, ContainerSpec: {...container, Labels: withoutStack(container['Labels'])}},
	};
};

const portWords = (port: Tree) =>
	`${port['PublishedPort'] ?? 'any'}:${port['TargetPort']}/${port['Protocol'] ?? 'tcp'}`;

/** The copy as YAML, with what was left out of it. */
export const copyText = (spec: Json, {from, name, names}: {from: string; name: string; names: Names}): string => {
	const ports = portsIn(spec).map(portWords);
	const isOfStack = Object.keys(treeOf(at(spec, ['Labels']))).some(key => stackLabel.test(key));
	return writeSpec(
		copyOf(spec, name),
		'service',
		[
			`A new service, as ${from} is now.`,
			'',
			'Save it and leave the editor: what it would do is shown before anything is sent.',
			'Leave it as it is, or delete everything, and nothing happens.',
			...(ports.length > 0 ? [`Left out are the ports that ${from} has: ${ports.join(', ')}.`] : []),
			...(isOfStack ? [`Left out are the labels of its stack: the copy is part of none.`] : []),
			'Lengths of time are 10s or 1m30s, sizes 64MiB, processors 0.5 CPU, file modes 0o444.',
			'What follows a # is a note: it is read by nobody, and kept nowhere.',
		],
		names,
	);
};

/** A name that nobody has: `web-copy`, `web-copy-2`. */
export const freeName = (from: string, {services}: Pick<Snapshot, 'services'>): string => {
	const taken = new Set([...(services?.items.values() ?? [])].map(({name}) => name));
	const stem = `${from.slice(0, 55)}-copy`;
	const names = [stem, ...Array.from({length: taken.size + 1}, (_, index) => `${stem}-${index + 2}`)];
	return names.find(name => !taken.has(name)) ?? stem;
};
