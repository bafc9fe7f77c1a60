import {type Availability, isAlive} from '../../swarm/node.ts';
import type {Service} from '../../swarm/service.ts';
import {type Snapshot, tasksOnNode} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import {stuckSentences} from '../foresight-sentences.ts';
import {isCrashLooping} from '../node/tasks-on-nodes.ts';
import type {NodeOperation} from '../operation.ts';
import {docker, nodeArgument, serviceArgument} from '../shell.ts';
import type {NodeTarget} from '../target.ts';
import {nodeName, nodeNow} from '../targets.ts';
import {agree, count, listed} from '../words.ts';
import type {GentleDrain} from './gentle-drain.ts';
import {doneStepByStep} from './guided-operation.ts';
import {type Affected, affectedBy, isRoomed, type Stuck, stuckAmong} from './room-elsewhere.ts';

/** Which services run more elsewhere first: all that can without an empty volume, none, or these. */
type Choice = {readonly room: 'all' | 'none' | readonly string[]};

const isChosen =
	({room}: Choice) =>
	({name}: Service, hasVolume: boolean) =>
		room === 'all' ? !hasVolume : room !== 'none' && room.includes(name);

const affected = ([target]: readonly NodeTarget[], choice: Choice, snapshot: Snapshot) =>
	target === undefined ? [] : affectedBy(snapshot, target.id, isChosen(choice));

const parseRoom = (text: string): Choice => {
	const words = text.split(/[\s,]+/).filter(word => word !== '');
	const [only] = words;
	return {room: words.length === 1 && (only === 'all' || only === 'none') ? only : words.length === 0 ? 'none' : words};
};

/** As pause comes first, what was drained or paused before stays so when it is undone. */
const inputOf = (targets: readonly NodeTarget[], choice: Choice, snapshot: Snapshot): GentleDrain => {
	const [target] = targets;
	const node = target && nodeNow(target, snapshot);

	if (node === undefined) {
		throw new Error('a gentle drain without a node');
	}

	return {
		node: node.id,
		name: nodeName(node, snapshot),
		before: node.availability satisfies Availability,
		services: affected(targets, choice, snapshot)
			.filter(isRoomed)
			.map(({service: {id, name}, replicas, tasks}) => ({id, name, replicas, extra: tasks})),
	};
};

export const gentleDrain: NodeOperation<Choice> = {
	...doneStepByStep,
	on: 'node',
	id: 'gentleDrain',
	title: 'Gently drain node',
	verb: 'drain gently',
	doing: 'Draining gently',
	done: 'drained gently',
	danger: 'disruptive',
	blockedBy(target, snapshot) {
		const node = nodeNow(target, snapshot);
		return node.availability === 'drain'
			? 'already drained'
			: isAlive(node)
				? undefined
				: `${node.state}: nothing can move off it`;
	},
	fields: () => [
		{
			name: 'room',
			label: 'room first',
			initial: 'all',
			hint: 'services that run more elsewhere before anything stops: all (without local volumes), none, or names',
		},
	],
	meaning(values, targets, snapshot) {
		const choice = parseRoom(values['room'] ?? '');
		const all = affected(targets, choice, snapshot);
		const strangers = strangersIn(choice, all);
		const roomed = all.filter(isRoomed);

		if (strangers.length > 0) {
			return strangers;
		}

		return roomed.length === 0 ? ['none: a plain drain'] : [listed(roomed.map(({service}) => service.name))];
	},
	parse: values => ({kind: 'input', input: parseRoom(values['room'] ?? '')}),
	needs: targets => ({nodes: true, tasksOn: targets.map(({id}) => id)}),
	plan(targets, choice, snapshot) {
		const all = affected(targets, choice, snapshot);
		const roomed = all.filter(isRoomed);
		const crashing = all.filter(({service}) => isCrashLooping(service, snapshot));
		const steady = all.filter(one => !crashing.includes(one));
		const ids = targets.map(({id}) => id);
		const stuck = stuckAmong(all, ids, snapshot);
		const name = listed(targets.map(target => nodeName(nodeNow(target, snapshot), snapshot)));
		return {
			effects: [
				`${name} is paused first, and drained once every extra task runs; nothing stops before.`,
				...roomed.map(moreSentence),
				...plainSentences(steady),
				...rollbackSentence(roomed),
				'It can be undone at any time: the node is active again, replicas go back; tasks that moved stay where they are.',
			],
			// What crashes is on this node now and on another the next moment.
			forecast: plainSentences(crashing),
			warnings: [...stuckSentences(stuck), ...downSentences(all, targets, stuck, snapshot)],
			refusals: refusalsOf(targets, choice, all, snapshot),
		};
	},
	cli({saw}, choice, snapshot) {
		const node = nodeArgument(saw, snapshot);
		const roomed = affectedBy(snapshot, saw.id, isChosen(choice)).filter(isRoomed);
		const scale = (replicas: (one: Affected) => number) =>
			roomed.length === 0
				? []
				: [
						docker(
							'service',
							'scale',
							...roomed.map(one => `${serviceArgument(one.service, snapshot)}=${replicas(one)}`),
						),
					];
		const availability = (word: string) => docker('node', 'update', '--availability', word, node);
		return [
			availability('pause'),
			...scale(({replicas, tasks}) => replicas + tasks),
			availability('drain'),
			...scale(({replicas}) => replicas),
		].join(' && ');
	},
	guided: (targets, choice, snapshot) => {
		const input = inputOf(targets, choice, snapshot);
		return {kind: 'gentleDrain', title: `Gentle drain of ${input.name}`, input: input as unknown as Json};
	},
};

const moreSentence = ({service, replicas, tasks}: Affected) =>
	`${service.name}: ${replicas} -> ${replicas + tasks} -> ${replicas} replicas, never fewer than ${replicas} running.`;

const plainSentences = (all: readonly Affected[]) =>
	all
		.filter(one => !isRoomed(one))
		.map(
			({service, tasks, why}) =>
				`${service.name} gets no room first (${why}): ${count(tasks, 'task')} ${agree(tasks, 'stops', 'stop')} with the drain.`,
		);

const rollbackSentence = (roomed: readonly Affected[]) =>
	roomed.length === 0
		? []
		: [
				`\`docker service rollback\` of ${listed(roomed.map(({service}) => service.name))} then only undoes the number of replicas; skep keeps the spec before in its history.`,
			];

/** Without room, and with nothing elsewhere. */
const downSentences = (
	all: readonly Affected[],
	targets: readonly NodeTarget[],
	{stuck}: Stuck,
	snapshot: Snapshot,
) => {
	const ids = targets.map(({id}) => id);
	const down = all
		.filter(one => !isRoomed(one) && one.service.mode.kind === 'replicated' && one.tasks >= one.replicas)
		.map(({service}) => service)
		.filter(({id}) => !stuck.some(({service}) => service.id === id))
		.map(({name}) => name);
	const elsewhere = ids.some(id => tasksOnNode(snapshot, id).length > 0);
	return down.length > 0 && elsewhere
		? [`${listed(down)} ${agree(down.length, 'goes', 'go')} down until a replacement runs.`]
		: [];
};

const refusalsOf = (targets: readonly NodeTarget[], choice: Choice, all: readonly Affected[], snapshot: Snapshot) => {
	if (targets.length > 1) {
		return ['Gently goes one node at a time: what one gives up must run elsewhere before the next begins.'];
	}

	if (!snapshot.hasAllTasks) {
		return ['Not all tasks were read, so nobody knows what has room where. Drain plainly, or wait.'];
	}

	return strangersIn(choice, all);
};

/** Named, and with nothing on the node. */
const strangersIn = ({room}: Choice, all: readonly Affected[]): readonly string[] => {
	const names = typeof room === 'string' ? [] : room.filter(name => !all.some(({service}) => service.name === name));
	return names.length === 0 ? [] : [`${listed(names)} ${agree(names.length, 'has', 'have')} no task there.`];
};
