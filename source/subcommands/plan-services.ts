import {docker, nodeArgument, serviceArgument} from '../operations/shell.ts';
import {constraintProblem} from '../specs/edit/constraint-problem.ts';
import {parseConstraint} from '../swarm/constraints.ts';
import {labelForesight} from '../swarm/foresight/node-foresight.ts';
import {scaleForesight} from '../swarm/foresight/scale.ts';
import type {ServiceUpdate} from '../swarm/foresight/template-after.ts';
import {updateForesight} from '../swarm/foresight/update.ts';
import type {Service} from '../swarm/service.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {readCount, readCpus, readMemory} from './amounts.ts';
import {findNode, findService} from './find.ts';
import type {Words} from './options.ts';
import {failed, wrongUsage} from './outcome.ts';
import type {Planned} from './plan.ts';
import {replacing} from './plan-text.ts';

export const planScale = ([order = '', ...more]: readonly string[], snapshot: Snapshot, now: number): Planned => {
	const at = order.lastIndexOf('=');

	if (at < 1 || more.length > 0) {
		return wrongUsage('skep plan scale takes one service and a count, for example: skep plan scale web=5.');
	}

	const service = findService(snapshot, order.slice(0, at));
	const replicas = readCount('the count', order.slice(at + 1));
	const foresight = scaleForesight(snapshot, service.id, replicas, now);
	return foresight === undefined
		? failed(`${service.name} is ${service.mode.kind}: it has no count of replicas to set.`)
		: {
				title: `scale ${service.name} to ${replicas}`,
				foresight,
				titles: replacing,
				command: docker('service', 'scale', `${serviceArgument(service, snapshot)}=${replicas}`),
				refusals: [],
			};
};

export const updateFlags = {
	image: {type: 'string'},
	'constraint-add': {type: 'string', multiple: true},
	'constraint-rm': {type: 'string', multiple: true},
	'reserve-memory': {type: 'string'},
	'reserve-cpu': {type: 'string'},
	'replicas-max-per-node': {type: 'string'},
} as const;

const plain = (constraint: string) => constraint.replaceAll(/\s/g, '');

const readConstraint = (text: string) => {
	const parsed = parseConstraint(text);
	const where = 'problem' in parsed && !parsed.problem.includes(text) ? ` in "${text}"` : '';
	return 'problem' in parsed ? wrongUsage(`--constraint-add: ${parsed.problem}${where}.`) : text;
};

const constraintsOf = ({constraints, name}: Service, words: Words): readonly string[] | undefined => {
	const [added, removed] = [words.texts('constraint-add').map(readConstraint), words.texts('constraint-rm')];
	const missing = removed.find(text => !constraints.some(known => plain(known) === plain(text)));

	if (missing !== undefined) {
		return failed(`${name} has no constraint ${missing}.`);
	}

	const kept = constraints.filter(known => !removed.some(text => plain(text) === plain(known)));
	const fresh = added.filter(text => !kept.some(known => plain(known) === plain(text)));
	return added.length + removed.length === 0 ? undefined : [...kept, ...fresh];
};

const changeOf = (service: Service, words: Words): ServiceUpdate => {
	const [memory, cpus] = [words.text('reserve-memory'), words.text('reserve-cpu')];
	const [image, most] = [words.text('image'), words.text('replicas-max-per-node')];
	const constraints = constraintsOf(service, words);
	const reservations = {
		cpus: cpus === undefined ? service.reservations.cpus : readCpus('--reserve-cpu', cpus),
		memoryBytes: memory === undefined ? service.reservations.memoryBytes : readMemory('--reserve-memory', memory),
	};
	return {
		...(image !== undefined && {image}),
		...(constraints && {constraints}),
		...((memory ?? cpus) !== undefined && {reservations}),
		...(most !== undefined && {maxPerNode: readCount('--replicas-max-per-node', most)}),
	};
};

export const planUpdate = (
	words: Words,
	[name, ...more]: readonly string[],
	snapshot: Snapshot,
	now: number,
): Planned => {
	if (name === undefined || more.length > 0) {
		return wrongUsage('skep plan update takes one service, for example: skep plan update web --reserve-memory 2g.');
	}

	const service = findService(snapshot, name);
	const change = changeOf(service, words);

	if (Object.keys(change).length === 0) {
		return wrongUsage(
			`say what is to change in ${service.name}: ${Object.keys(updateFlags)
				.map(flag => `--${flag}`)
				.join(', ')}.`,
		);
	}

	const foresight = updateForesight(snapshot, service.id, change, now);
	const flags = Object.keys(updateFlags).flatMap(flag => words.texts(flag).flatMap(text => [`--${flag}`, text]));
	return foresight === undefined
		? failed(`the tasks of ${service.name} are not known.`)
		: {
				title: `update ${service.name}`,
				foresight,
				titles: replacing,
				command: docker('service', 'update', ...flags, serviceArgument(service, snapshot)),
				refusals: [],
				// The engine takes it all the same, and then no node fits: or every one.
				notes: words.texts('constraint-add').flatMap(text => constraintProblem(text) ?? []),
			};
};

export const labelFlags = {remove: {type: 'string', multiple: true}, add: {type: 'string', multiple: true}} as const;

export const planLabel = (words: Words, names: readonly string[], snapshot: Snapshot, now: number): Planned => {
	const [remove, add] = [words.texts('remove'), words.texts('add')];

	if (names.length === 0 || remove.length + add.length === 0 || [...add, ...remove].some(text => /^=|^$/.test(text))) {
		return wrongUsage(
			'skep plan label takes a node and labels, for example: skep plan label worker1 --add disk=ssd --remove zone.',
		);
	}

	const nodes = names.map(name => findNode(snapshot, name));
	const [without] = nodes.flatMap(node => remove.filter(key => !(key in node.labels)).map(key => ({node, key})));

	if (without !== undefined) {
		const {node, key} = without;
		return failed(
			`${node.hostname} has no label ${key}; it has ${Object.keys(node.labels).sort().join(', ') || 'none'}.`,
		);
	}

	const set = Object.fromEntries(
		add.map(text => [text.split('=', 1)[0] ?? '', text.includes('=') ? text.slice(text.indexOf('=') + 1) : '']),
	);
	const ids = nodes.map(({id}) => id);
	const flags = [...add.flatMap(text => ['--label-add', text]), ...remove.flatMap(key => ['--label-rm', key])];
	return {
		title: `label ${nodes.map(({hostname}) => hostname).join(', ')}`,
		foresight: labelForesight(snapshot, ids, {set, remove}, now),
		command: nodes.map(node => docker('node', 'update', ...flags, nodeArgument(node, snapshot))).join(' && '),
		refusals: [],
	};
};
