import type {Foresight} from '../../swarm/foresight/foresight.ts';
import {scaleForesight} from '../../swarm/foresight/scale.ts';
import {changesForesight} from '../../swarm/foresight/several.ts';
import {parseReplicas} from '../../swarm/replicas.ts';
import type {Service} from '../../swarm/service.ts';
import {type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import {forgottenSentence, roomSentence, stuckSentences} from '../foresight-sentences.ts';
import {keptOffSentences} from '../kept-off.ts';
import type {ServiceOperation} from '../operation.ts';
import {docker, serviceArgument} from '../shell.ts';
import {serviceNow} from '../targets.ts';
import {count} from '../words.ts';
import {consequencesOfWrite, joined} from './service-write.ts';

type Scale = {readonly replicas: number};

const whyNot: Readonly<Record<Service['mode']['kind'], string | undefined>> = {
	replicated: undefined,
	global: 'global: one task on every eligible node, there is no count to set',
	'replicated-job': 'a job: it has completions, no count of replicas to set',
	'global-job': 'a global job: one task on every eligible node, there is no count to set',
};

export const scaleService: ServiceOperation<Scale> = {
	on: 'service',
	id: 'scaleService',
	title: 'Scale service',
	verb: 'scale',
	doing: 'Scaling',
	done: 'scaled',
	danger: 'disruptive',
	blockedBy: (target, snapshot) => whyNot[serviceNow(target, snapshot).mode.kind],
	fields(targets) {
		const counts = [...new Set(targets.map(({saw}) => replicasOf(saw)))];
		const initial = counts.length === 1 ? `${counts[0] ?? ''}` : '';
		return [{name: 'replicas', label: 'replicas', initial, hint: 'a whole number, 0 or more'}];
	},
	parse(values) {
		const parsed = parseReplicas(values['replicas'] ?? '');
		return 'problem' in parsed
			? {kind: 'problem', field: 'replicas', problem: parsed.problem}
			: {kind: 'input', input: {replicas: parsed.value}};
	},
	needs: targets => ({services: targets.map(({id}) => id), tasksOf: targets.map(({id}) => id)}),
	plan(targets, {replicas}, snapshot) {
		const services = targets.map(target => serviceNow(target, snapshot));
		const isIdle = services.every(service => replicasOf(service) === replicas);
		const changing = services.filter(service => replicasOf(service) !== replicas);
		const foresight = foresightOf(changing, replicas, snapshot);
		const plan = joined(services.map(service => planOf(service, replicas, foresight)));
		const isGrowing = changing.some(service => (replicasOf(service) ?? 0) < replicas);
		return {
			...plan,
			warnings: [...(foresight ? stuckSentences(foresight) : []), ...plan.warnings],
			forecast: foresight && isGrowing ? roomFor(foresight, snapshot) : [],
			refusals: isIdle ? [`Nothing changes: ${count(replicas, 'replica')} already.`] : [],
		};
	},
	cli: ({saw}, {replicas}, snapshot) => docker('service', 'scale', `${serviceArgument(saw, snapshot)}=${replicas}`),
	relies: service => ({replicas: replicasOf(service) ?? null}),
	run: ({engine}, fresh, {replicas}, signal) => engine.updateService(fresh, {kind: 'replicas', replicas}, signal),
	isWritten: (now, {replicas}) => now !== undefined && replicasOf(now) === replicas,
	isSeen({id}, {replicas}, snapshot: Snapshot) {
		const now = serviceOf(snapshot, id);
		return now !== undefined && replicasOf(now) === replicas;
	},
};

const replicasOf = ({mode}: Service) => (mode.kind === 'replicated' ? mode.replicas : undefined);

/** Amounts change with every task that comes and goes. */
const roomFor = (foresight: Foresight, snapshot: Snapshot) => [
	...keptOffSentences(foresight, snapshot),
	...roomSentence(foresight, snapshot),
];

const planOf = (service: Service, replicas: number, foresight: Foresight | undefined) => {
	const before = replicasOf(service) ?? 0;

	if (before === replicas) {
		return {effects: [`${service.name} has ${count(replicas, 'replica')} already, and is left alone.`], warnings: []};
	}

	const write = consequencesOfWrite(service);
	return {
		effects: [changeOf(service.name, before, replicas), ...write.effects],
		warnings: [
			...(foresight ? forgottenSentence(foresight, service.name) : []),
			...(replicas === 0 ? [`${service.name} goes to zero: nothing of it serves until it is scaled up again.`] : []),
			...write.warnings,
		],
	};
};

/** Several find room together, or don't: what one takes, another lacks. */
const foresightOf = (services: readonly Service[], replicas: number, snapshot: Snapshot): Foresight | undefined => {
	const [first, ...others] = services;
	const now = snapshot.nodes?.at ?? 0;

	if (first === undefined || !snapshot.hasAllTasks) {
		return undefined;
	}

	return others.length === 0
		? scaleForesight(snapshot, first.id, replicas, now)
		: changesForesight(
				snapshot,
				services.map(before => ({
					kind: 'change',
					before,
					wanted: {...before, mode: {kind: 'replicated', replicas}},
					replaced: 'none',
				})),
				now,
			);
};

const changeOf = (name: string, before: number, replicas: number) =>
	replicas > before
		? `${name}: ${before} -> ${replicas} replicas, ${count(replicas - before, 'more task')}.`
		: `${name}: ${before} -> ${count(replicas, 'replica')}; ${count(before - replicas, 'task')} stop, those on the most loaded nodes first.`;
