import {serviceNameProblem} from '../../specs/form/basics.ts';
import {type Creation, creationForesight} from '../../swarm/foresight/creation.ts';
import {demandOf} from '../../swarm/foresight/demand-of.ts';
import {isExact} from '../../swarm/foresight/foresight.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {keptOffWords} from '../kept-off.ts';
import type {Plan} from '../operation.ts';
import {nodeName} from '../targets.ts';
import {agree, count, listed} from '../words.ts';
import {
	fileEffects,
	imageEffects,
	mountEffects,
	networkEffects,
	networkWarnings,
	portEffects,
	portRefusals,
	taskEffect,
} from './create-service-effects.ts';
import {imageIn, type NewService, nameIn} from './create-service-input.ts';
import {imageWarnings} from './image-warnings.ts';

/** `2 of 3 tasks wait: no suitable node (...).`, and what keeps them off the nearest nodes. */
const stuckWarnings = (service: Service, {tasks, stuck, text, places}: Creation, snapshot: Snapshot) => {
	if (stuck.most === 0) {
		return [];
	}

	const amount =
		tasks === 1
			? 'Its task'
			: stuck.least === tasks
				? `All ${tasks} tasks`
				: `${Math.max(1, stuck.least)} of its ${tasks} tasks`;
	const perhaps = isExact(stuck) ? '' : ` (perhaps ${stuck.most})`;
	const verb = stuck.least === 0 ? 'may wait' : agree(tasks === 1 ? 1 : Math.max(1, stuck.least), 'waits', 'wait');
	const asks = {service: service.id, demand: demandOf(service, snapshot), places: [...places.values()]};
	const kept = keptOffWords(asks, snapshot);
	return [
		`${amount}${perhaps} ${verb} for a node${text === undefined ? '' : `: ${text}`}.`,
		...(kept === undefined ? [] : [`What keeps them off: ${kept}.`]),
	];
};

/** No global task is even made where no node fits: nothing waits, and nothing says so. */
const nowhereWarnings = (service: Service, {eligible}: Creation) =>
	service.mode.kind === 'global' && eligible.length === 0
		? [`No node fits ${service.name} now: no task is made, and nothing will say that it waits.`]
		: [];

const likelyWords = (service: Service, {likely, eligible}: Creation, snapshot: Snapshot) => {
	const nodes = service.mode.kind.startsWith('global') ? eligible : likely;
	const names = [...new Set(nodes.map(node => nodeName(node, snapshot)))].toSorted();
	return names.length === 0 ? [] : [`Likely on ${listed(names)}.`];
};

const fitWords = ({constraints}: Service, {eligible}: Creation, snapshot: Snapshot) =>
	constraints.length === 0 || eligible.length === 0
		? []
		: [
				`${count(eligible.length, 'node')} of ${snapshot.nodes?.items.size ?? 0} ${agree(eligible.length, 'fits', 'fit')} ${listed(constraints)}.`,
			];

const foreseen = (input: NewService, snapshot: Snapshot) => {
	const {service} = input;
	const creation = service && creationForesight(snapshot, service, snapshot.nodes?.at ?? 0);

	if (service === undefined || creation === undefined || !creation.isWhole) {
		const forecast =
			service === undefined ? [] : ['Where its tasks would go is not foreseen: not all tasks are read yet.'];
		return {effects: [taskEffect(input, creation?.eligible.length)], warnings: [], forecast};
	}

	return {
		effects: [taskEffect(input, creation.eligible.length), ...fitWords(service, creation, snapshot)],
		warnings: [...stuckWarnings(service, creation, snapshot), ...nowhereWarnings(service, creation)],
		forecast: likelyWords(service, creation, snapshot),
	};
};

/** What making it does, as far as its spec and the swarm tell. */
export const planNewService = (input: NewService, snapshot: Snapshot): Plan => {
	const {service} = input;
	const name = serviceNameProblem(nameIn(input), snapshot);
	const places = foreseen(input, snapshot);
	return {
		effects: [
			...places.effects,
			...imageEffects(input),
			...(service ? portEffects(service, snapshot) : []),
			...(service ? networkEffects(service, snapshot) : []),
			...(service ? fileEffects(service) : []),
			...mountEffects(input, snapshot),
		],
		warnings: [
			...places.warnings,
			...(service ? networkWarnings(service, snapshot) : []),
			...imageWarnings(imageIn(input), input.pin),
		],
		refusals: [
			...(name === undefined ? [] : [`It can't be called so: ${name}.`]),
			...(service ? portRefusals(service, snapshot) : []),
		],
		forecast: places.forecast,
	};
};
