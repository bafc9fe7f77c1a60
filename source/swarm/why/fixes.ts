import {parseConstraint} from '../constraints.ts';
import {isMeant} from '../foresight/waiting-tasks.ts';
import type {Node} from '../node.ts';
import {isValid} from '../parsed.ts';
import type {Service} from '../service.ts';
import {type Snapshot, serviceOf, tasksOf, tasksOnNode} from '../snapshot.ts';
import {plural} from '../wording.ts';
import type {Check} from './node-checks.ts';
import {cpuWords, memoryWords} from './sizes.ts';
import type {Data, Fix, NodeRow} from './why.ts';

type Asked = {
	readonly snapshot: Snapshot;
	readonly service: Service;
	readonly rows: readonly NodeRow[];
	readonly data: readonly Data[];
};

const only = ({rows}: Asked, test: (checks: readonly Check[]) => boolean): readonly NodeRow[] =>
	rows.filter(({checks}) => checks.length > 0 && test(checks));

const isAll = (rule: Check['rule']) => (checks: readonly Check[]) => checks.every(check => check.rule === rule);

/** A node that never had the data starts the task without it. */
const emptyOn = ({data}: Asked, node: Node) =>
	data
		.filter(({kind, lastOn}) => kind === 'volume' && lastOn !== undefined && lastOn.id !== node.id)
		.map(({name}) => `${name} starts EMPTY there`);

const keptOn = ({data}: Asked, node: Node) =>
	data.some(({lastOn}) => lastOn?.id === node.id) ? ['it keeps its data'] : [];

const returning = (asked: Asked): readonly Fix[] =>
	only(asked, isAll('ready'))
		.flatMap(({nodes}) => nodes)
		.slice(0, 2)
		.map(node =>
			node.state === 'ready'
				? {
						title: `activate ${node.hostname}`,
						effects: ['global services start there too', ...emptyOn(asked, node)],
						plan: ['plan', 'activate', node.hostname],
						way: {kind: 'activate', node: node.id},
					}
				: {
						title: `${node.hostname} back`,
						effects: ['it starts by itself', ...keptOn(asked, node), ...emptyOn(asked, node)],
						plan: undefined,
						way: {kind: 'look', node: node.id},
					},
		);

const holdersOn = (snapshot: Snapshot, node: Node) => {
	const held = tasksOnNode(snapshot, node.id).filter(task => isMeant(task) && task.reservations.memoryBytes > 0);
	const largest = held.toSorted((a, b) => b.reservations.memoryBytes - a.reservations.memoryBytes).slice(0, 2);
	return largest.map(({serviceId, slot, reservations}) => {
		const name = serviceOf(snapshot, serviceId)?.name ?? '?';
		return `${name}${slot === undefined ? '' : `.${slot}`} ${memoryWords(reservations.memoryBytes)}`;
	});
};

const freeing = (asked: Asked): readonly Fix[] =>
	only(asked, isAll('resource'))
		.slice(0, 1)
		.flatMap(({nodes: [node], checks}) => {
			const holders = node ? holdersOn(asked.snapshot, node) : [];
			const amounts = checks.map(({words}) => words.replace(/ short$/, '')).join(' and ');
			const held = holders.length === 0 ? [] : [`it reserves for ${holders.join(', ')}`];
			return node
				? [
						{
							title: `free ${amounts} on ${node.hostname}`,
							effects: [...held, ...emptyOn(asked, node)],
							plan: undefined,
							way: {kind: 'look', node: node.id},
						},
					]
				: [];
		});

const reservingLess = (asked: Asked): readonly Fix[] => {
	const [row] = only(asked, checks => isAll('resource')(checks) && checks.length === 1);
	const [node, check] = [row?.nodes[0], row?.checks[0]];
	const {memoryBytes, cpus} = asked.service.reservations;
	const isMemory = check?.need.endsWith(' memory') === true;

	if (!node || !check || check.distance >= 1 || (!isMemory && !check.need.endsWith(' cpu'))) {
		return [];
	}

	const all = isMemory ? memoryBytes : cpus;
	const free = all * (1 - check.distance);
	const flag = isMemory ? '--reserve-memory' : '--reserve-cpu';
	const amount = isMemory ? `${Math.floor(free / 1024 ** 2)}m` : `${Math.floor(free * 100) / 100}`;
	const words = isMemory ? memoryWords(free) : cpuWords(free);
	return [
		{
			title: `reserve ${words}, not ${isMemory ? memoryWords(all) : cpuWords(all)}`,
			effects: [`fits ${node.hostname}`, `restarts all tasks of ${asked.service.name}`, ...emptyOn(asked, node)],
			plan: ['plan', 'update', asked.service.name, flag, amount],
			way: {kind: 'needs', values: {[isMemory ? 'reservedMemory' : 'reservedCpus']: amount}},
		},
	];
};

/** The label that would satisfy a constraint. */
const labelFor = (need: string): string | undefined => {
	const parsed = parseConstraint(need);
	const [, name] = (isValid(parsed) && /^node\.labels\.(.+)$/i.exec(parsed.value.key)) || [];
	return isValid(parsed) && parsed.value.operator === '==' && name !== undefined
		? `${name}=${parsed.value.value}`
		: undefined;
};

const labelling = (asked: Asked): readonly Fix[] =>
	only(asked, checks => checks.every(({need}) => labelFor(need) !== undefined))
		.slice(0, 1)
		.flatMap(({nodes: [node], checks}) => {
			const labels = checks.flatMap(({need}) => labelFor(need) ?? []);
			return node
				? [
						{
							title: `label ${node.hostname} ${labels.join(' ')}`,
							effects: [
								'only if it is true of that machine',
								'draws other services with that constraint there too',
								...emptyOn(asked, node),
							],
							plan: ['plan', 'label', node.hostname, ...labels.flatMap(label => ['--add', label])],
							way: {kind: 'label', node: node.id, labels},
						},
					]
				: [];
		});

const loosening = (asked: Asked): readonly Fix[] => {
	const {service, rows} = asked;
	const isHopeless = (constraint: string) =>
		rows.length > 0 && rows.every(({checks}) => checks.some(({need}) => need === constraint));
	const needs = new Set(
		rows.flatMap(({checks}) => checks.filter(({rule}) => rule === 'constraint').map(({need}) => need)),
	);
	return [...needs].filter(isHopeless).map(
		(need): Fix => ({
			title: `drop the constraint ${need}`,
			effects: ['no node satisfies it'],
			plan: ['plan', 'update', service.name, '--constraint-rm', need],
			way: {kind: 'needs', values: {constraints: service.constraints.filter(other => other !== need).join(', ')}},
		}),
	);
};

/** So many have a place: the others only wait. */
const placed = ({snapshot, service}: Asked) =>
	(tasksOf(snapshot, service.id) ?? []).filter(task => isMeant(task) && task.nodeId !== undefined).length;

const crowding = (asked: Asked): readonly Fix[] => {
	const {name, maxPerNode, mode} = asked.service;
	const [row] = only(asked, isAll('max-replicas'));
	const [fitting, wanted] = [placed(asked), mode.kind === 'replicated' ? mode.replicas : 0];
	const fewer: Fix = {
		title: `want ${plural(fitting, 'replica')}, not ${wanted}`,
		effects: ['as many as have a place: what waits is given up'],
		plan: ['plan', 'scale', `${name}=${fitting}`],
		way: {kind: 'scale', replicas: fitting},
	};
	const more: Fix = {
		title: `allow ${maxPerNode + 1} per node, not ${maxPerNode}`,
		effects: [],
		plan: ['plan', 'update', name, '--replicas-max-per-node', `${maxPerNode + 1}`],
		way: {kind: 'needs', values: {maxPerNode: `${maxPerNode + 1}`}},
	};
	return row === undefined ? [] : [more, ...(fitting > 0 && fitting < wanted ? [fewer] : [])];
};

/** What would make it run, cheapest first. */
export const fixesFor = (asked: Asked): readonly Fix[] => [
	...returning(asked),
	...crowding(asked),
	...freeing(asked),
	...reservingLess(asked),
	...labelling(asked),
	...loosening(asked),
];
