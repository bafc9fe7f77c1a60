import {type NodeId, shortId} from '../../swarm/ids.ts';
import {type Availability, isAlive} from '../../swarm/node.ts';
import {nodeOf, type Snapshot} from '../../swarm/snapshot.ts';
import {missingLabels, type Twins, twinsOf} from '../../swarm/twins.ts';
import type {Json, Labels} from '../../swarm/values.ts';
import {activateNode} from '../node/activate-node.ts';
import {demoteNode} from '../node/change-role.ts';
import {drainNode} from '../node/drain-node.ts';
import {labelNode} from '../node/label-node.ts';
import {pauseNode} from '../node/pause-node.ts';
import {removeNode} from '../node/remove-node.ts';
import {anyOperation, type NodeOperation} from '../operation.ts';
import {docker} from '../shell.ts';
import type {NodeTarget} from '../target.ts';
import {nodeNow, nothingToEnter} from '../targets.ts';
import type {GuidedKind, Step} from './guided.ts';
import {doneStepByStep} from './guided-operation.ts';
import {onNode} from './moves.ts';

type Replacement = {
	readonly name: string;
	readonly old: NodeId;
	readonly fresh: NodeId;
	readonly labels: Labels;
	readonly labelsBefore: Labels;
	readonly availability: Availability;
	readonly availabilityBefore: Availability;
	readonly wasManager: boolean;
};

const read = (input: Json) => input as unknown as Replacement;

const setters = {active: activateNode, pause: pauseNode, drain: drainNode};

const has = (snapshot: Snapshot, id: NodeId, labels: Labels) =>
	Object.entries(labels).every(([key, value]) => nodeOf(snapshot, id)?.labels[key] === value);

const labelStep = ({fresh, name}: Replacement, set: Labels, remove: readonly string[], title: string): Step => ({
	title,
	isDone: ({snapshot}) =>
		has(snapshot, fresh, set) && !remove.some(key => Object.hasOwn(nodeOf(snapshot, fresh)?.labels ?? {}, key)),
	write: snapshot => onNode(anyOperation(labelNode), snapshot, fresh, {set, remove}),
	trouble: ({snapshot}) => (nodeOf(snapshot, fresh) === undefined ? `The new ${name} has left the swarm.` : undefined),
});

const availabilityStep = (id: NodeId, availability: Availability, title: string): Step => ({
	title,
	isDone: ({snapshot}) => nodeOf(snapshot, id)?.availability === availability,
	write: snapshot => onNode(anyOperation(setters[availability]), snapshot, id),
});

const stepsOf = (about: Replacement): readonly Step[] => {
	const {name, old, fresh, labels, availability, wasManager} = about;
	return [
		labelStep(about, labels, [], `Give the new ${name} the labels of the old one`),
		availabilityStep(fresh, availability, `Make it as available: ${availability}`),
		...(wasManager
			? [
					{
						title: `Demote the old ${name} (${shortId(old)})`,
						isDone: ({snapshot}) => {
							const node = nodeOf(snapshot, old);
							return node === undefined || (node.role === 'worker' && node.manager === undefined);
						},
						write: snapshot => onNode(anyOperation(demoteNode), snapshot, old),
					} satisfies Step,
				]
			: []),
		{
			title: `Remove the old ${name} (${shortId(old)})`,
			isDone: ({snapshot}) => snapshot.nodes !== undefined && nodeOf(snapshot, old) === undefined,
			write: snapshot => onNode(anyOperation(removeNode), snapshot, old),
			trouble: ({snapshot}) =>
				isAlive(nodeOf(snapshot, old)) ? `The old ${name} is up again: it is not removed.` : undefined,
		},
	];
};

export const replaceTwinKind: GuidedKind = {
	id: 'replaceTwin',
	steps: input => stepsOf(read(input)),
	undoing(input, begun) {
		const about = read(input);
		const added = Object.keys(about.labels).filter(key => !Object.hasOwn(about.labelsBefore, key));
		const kept = Object.fromEntries(Object.entries(about.labelsBefore).filter(([key]) => key in about.labels));
		return [
			...(begun > 1
				? [availabilityStep(about.fresh, about.availabilityBefore, `${about.name} as available as before`)]
				: []),
			...(begun > 0 ? [labelStep(about, kept, added, `${about.name} with the labels it had`)] : []),
		];
	},
	undoWords: input => [
		`The new ${read(input).name} gets back the labels and the availability it had. The old entry stays, or stays removed.`,
	],
	watches: input => ({services: [], node: read(input).fresh}),
};

const twinOf = (id: NodeId, snapshot: Snapshot): Twins | undefined =>
	twinsOf(snapshot).find(({old, fresh}) => old.id === id || fresh.id === id);

const inputOf = ({old, fresh}: Twins, twins: Twins): Replacement => ({
	name: fresh.hostname,
	old: old.id,
	fresh: fresh.id,
	labels: missingLabels(twins),
	labelsBefore: fresh.labels,
	availability: old.availability,
	availabilityBefore: fresh.availability,
	wasManager: old.manager !== undefined || old.role === 'manager',
});

export const replaceTwin: NodeOperation<null> = {
	...doneStepByStep,
	on: 'node',
	id: 'replaceTwin',
	title: 'Replace the old entry of node',
	verb: 'replace',
	doing: 'Replacing the old entry of',
	done: 'replaced',
	danger: 'destructive',
	blockedBy: ({id}, snapshot) =>
		twinOf(id, snapshot) === undefined ? 'no other node that is down has its name' : undefined,
	parse: nothingToEnter,
	needs: targets => ({nodes: true, tasksOn: targets.map(({id}) => id)}),
	plan(targets, _input, snapshot) {
		const twins = targets.flatMap(({id}) => twinOf(id, snapshot) ?? []);
		const labelled = twins.map(({fresh}): NodeTarget => ({kind: 'node', id: fresh.id, saw: fresh}));
		const changes = twins.map((pair, index) => planOf(pair, labelled[index], snapshot));
		return {
			effects: changes.flatMap(({effects}) => effects),
			warnings: changes.flatMap(({warnings}) => warnings),
			refusals: targets.length > 1 ? ['One node at a time.'] : changes.flatMap(({refusals}) => refusals),
		};
	},
	cli({id}, _input, snapshot) {
		const twins = twinOf(id, snapshot);

		if (twins === undefined) {
			return '';
		}

		const flags = Object.entries(missingLabels(twins)).flatMap(([key, value]) => ['--label-add', `${key}=${value}`]);
		const {old, fresh} = twins;
		return [
			docker('node', 'update', ...flags, '--availability', old.availability, fresh.id),
			...(old.manager === undefined ? [] : [docker('node', 'demote', old.id)]),
			docker('node', 'rm', old.id),
		].join(' && ');
	},
	guided(targets, _input, snapshot) {
		const [target] = targets;
		const twins = target && twinOf(target.id, snapshot);

		if (twins === undefined) {
			throw new Error(`${target?.saw.hostname ?? 'The node'} has no other entry any more.`);
		}

		const input = inputOf(twins, twins);
		return {kind: 'replaceTwin', title: `Replacing the old entry of ${input.name}`, input: input as unknown as Json};
	},
};

const planOf = (twins: Twins, target: NodeTarget | undefined, snapshot: Snapshot) => {
	const {old, fresh} = twins;
	const labels = Object.entries(missingLabels(twins)).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
	const set = missingLabels(twins);
	const labelling = target && labels.length > 0 ? labelNode.plan([target], {set, remove: []}, snapshot) : undefined;
	const demotion = old.manager && demoteNode.plan([{kind: 'node', id: old.id, saw: old}], null, snapshot);
	const now = target ? nodeNow(target, snapshot) : fresh;
	return {
		effects: [
			`${fresh.hostname} is in the swarm twice: ${shortId(old.id)} is down, ${shortId(fresh.id)} is up and newer.`,
			labels.length > 0
				? `The new one gets the labels that it lacks: ${labels.join(', ')}.`
				: 'The new one has all labels of the old one.',
			...(now.availability === old.availability
				? []
				: [`The new one becomes ${old.availability}, as the old one was.`]),
			...(demotion ? [`The old one is demoted. ${demotion.effects[0] ?? ''}`] : []),
			`The old one (${shortId(old.id)}) is removed.`,
		],
		warnings: [...(labelling?.warnings ?? []), ...(demotion ? demotion.warnings : [])],
		refusals: demotion ? demotion.refusals : [],
	};
};
