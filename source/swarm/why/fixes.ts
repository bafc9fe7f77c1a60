import {parseConstraint} from '../constraints.ts';
import {isMeant} from '../foresight/waiting-tasks.ts';
import type {Node} from '../node.ts';
import {isValid} from '../parsed.ts';
import {tasksOf} from '../snapshot.ts';
import {plural} from '../wording.ts';
import {type Asked, emptyOn, isAll, only} from './asked.ts';
import {ownPort} from './node-checks.ts';
import {freeing, reservingLess} from './room-fixes.ts';
import type {Fix} from './why.ts';

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
	const isCrowded = only(asked, isAll('max-replicas')).length > 0;
	const hasOnlyItself = only(asked, checks => checks.every(({have}) => have === ownPort)).length > 0;
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
	return [
		...(isCrowded ? [more] : []),
		...((isCrowded || hasOnlyItself) && fitting > 0 && fitting < wanted ? [fewer] : []),
	];
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
