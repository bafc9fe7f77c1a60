import {updateForesight} from '../../swarm/foresight/update.ts';
import {isJob, type Service} from '../../swarm/service.ts';
import {type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import type {Plan, ServiceOperation} from '../operation.ts';
import {docker, serviceArgument} from '../shell.ts';
import {serviceNow} from '../targets.ts';
import {changedNeeds, flagsOf, type Needed, needFields, needsOf, parseNeeds} from './change-needs-form.ts';
import {trapOf} from './crashing-return.ts';
import {placed} from './placement-change.ts';
import {consequencesOfWrite, joined} from './service-write.ts';

/** Where its tasks may run, what is kept free for them, and what they may take. */
export const changeNeeds: ServiceOperation<Needed> = {
	on: 'service',
	id: 'changeNeeds',
	title: 'Change constraints, reservations or limits of service',
	verb: 'change needs',
	doing: 'Changing what is needed by',
	done: 'has other needs now',
	rolls: () => true,
	danger: 'disruptive',
	blockedBy: () => undefined,
	fields: needFields,
	parse: parseNeeds,
	needs: targets => ({services: targets.map(({id}) => id), tasksOf: targets.map(({id}) => id), nodes: true}),
	plan(targets, input, snapshot) {
		const services = targets.map(target => serviceNow(target, snapshot));
		const changed = services.filter(service => changedNeeds(service, input).length > 0);
		return {
			...joined(services.map(service => planOf(service, input, snapshot))),
			refusals:
				changed.length === 0
					? ['Nothing changes: it is so already.']
					: changed.flatMap(service => trapped(service, input).refusals),
		};
	},
	cli: ({saw}, input, snapshot) => docker('service', 'update', ...flagsOf(saw, input), serviceArgument(saw, snapshot)),
	relies: (service, input) => ({...needsOf(service, input)}),
	run: ({engine}, fresh, input, signal) => engine.updateService(fresh, {kind: 'needs', ...input}, signal),
	isWritten: (now, input) => now !== undefined && changedNeeds(now, input).length === 0,
	isSeen({id}, input, snapshot) {
		const now = serviceOf(snapshot, id);
		return now !== undefined && changedNeeds(now, input).length === 0;
	},
};

const planOf = (
	service: Service,
	input: Needed,
	snapshot: Snapshot,
): Pick<Plan, 'effects' | 'warnings' | 'forecast'> => {
	const changes = changedNeeds(service, input);

	if (changes.length === 0) {
		return {effects: [`${service.name} has them already, and is left alone.`], warnings: []};
	}

	const rollout = placed(
		service,
		foreseen(service, input, snapshot),
		isPlacementAlone(input) && !isJob(service),
		snapshot,
	);
	const write = consequencesOfWrite(service);
	return {
		effects: [
			...changes.map(({label, before, after}) => `${service.name}: ${label} ${before} -> ${after}.`),
			...rollout.effects,
			...write.effects,
		],
		warnings: [...rollout.warnings, ...trapped(service, input).warnings, ...write.warnings],
		forecast: rollout.forecast ?? [],
	};
};

const isPlacementAlone = (input: Needed) =>
	Object.keys(input).every(name => name === 'constraints' || name === 'maxPerNode');

const trapped = (service: Service, input: Needed) =>
	isPlacementAlone(input) ? trapOf(service) : {warnings: [], refusals: []};

/** Limits concern no scheduler. */
const foreseen = (service: Service, input: Needed, snapshot: Snapshot) => {
	const {constraints, reservedMemory, reservedCpus, maxPerNode} = input;
	const {reservations} = service;
	const change = {
		...(constraints === undefined ? {} : {constraints}),
		...(maxPerNode === undefined ? {} : {maxPerNode}),
		reservations: {
			cpus: reservedCpus ?? reservations.cpus,
			memoryBytes: reservedMemory ?? reservations.memoryBytes,
		},
	};
	return snapshot.hasAllTasks ? updateForesight(snapshot, service.id, change, snapshot.nodes?.at ?? 0) : undefined;
};
