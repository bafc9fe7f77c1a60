import {type ServiceId, serviceId} from '../../swarm/ids.ts';
import {skewById, skewedServices, skewOf} from '../../swarm/rebalance.ts';
import {begunAt} from '../../swarm/rollout-work.ts';
import {isRolling, type Service} from '../../swarm/service.ts';
import {type RoundTime, roundTime} from '../../swarm/slot-times.ts';
import {type Snapshot, serviceOf, tasksOf} from '../../swarm/snapshot.ts';
import {isRunning} from '../../swarm/task.ts';
import type {Instant, Json} from '../../swarm/values.ts';
import {anyOperation, type ServiceOperation} from '../operation.ts';
import {restartService} from '../service/restart-service.ts';
import {isPaused} from '../service/service-write.ts';
import {docker, serviceArgument} from '../shell.ts';
import {nothingToEnter, serviceNow} from '../targets.ts';
import type {GuidedKind, Left, Step, StepState} from './guided.ts';
import {doneStepByStep} from './guided-operation.ts';
import {onService} from './moves.ts';
import {replacesIn, rolloutLeft} from './time-left.ts';

type Restarted = {readonly id: ServiceId; readonly name: string; readonly version: number; readonly skew: number};

type Rebalance = {readonly services: readonly Restarted[]};

const read = (input: Json) => input as unknown as Rebalance;

/** Written over since it was planned: by the restart of this step, or by someone else's change, which places anew as well. */
const isWritten = (snapshot: Snapshot, {id, version}: Restarted) => {
	const service = serviceOf(snapshot, id);
	return service !== undefined && service.version > version;
};

const isThrough = ({snapshot}: StepState, about: Restarted) => {
	const service = serviceOf(snapshot, about.id);

	if (service === undefined) {
		return snapshot.services !== undefined;
	}

	return isWritten(snapshot, about) && service.updateStatus?.state === 'completed' && isUp(service, snapshot);
};

const running = (service: Service, snapshot: Snapshot) =>
	(tasksOf(snapshot, service.id) ?? []).filter(isRunning).length;

const isUp = (service: Service, snapshot: Snapshot) =>
	service.mode.kind !== 'replicated' || running(service, snapshot) >= service.mode.replicas;

/** How long its slots take; where it was never replaced, those of the services that were restarted tell as well. */
const roundsOf = ({id}: Restarted, all: readonly Restarted[], snapshot: Snapshot): readonly RoundTime[] =>
	all
		.filter(other => other.id === id || isWritten(snapshot, other))
		.flatMap(other => {
			const service = serviceOf(snapshot, other.id);
			return service ? [roundTime(service, service.update.order, tasksOf(snapshot, service.id) ?? [])] : [];
		});

/** By its slots as soon as one is through; before, by how tasks started so far. */
const restartLeft = (about: Restarted, all: readonly Restarted[], snapshot: Snapshot, now: Instant): Left => {
	const service = serviceOf(snapshot, about.id);

	// Every write clears the status: until there is one again, nothing of the restart has begun.
	const hasBegun = isWritten(snapshot, about) && service?.updateStatus !== undefined;

	if (service === undefined || (hasBegun && !isRolling(service))) {
		return 1;
	}

	const since = hasBegun ? (now - begunAt(service)) / 1000 : 0;
	const left = since > 0 ? rolloutLeft(service, snapshot, now) : undefined;
	const slots = service.mode.kind === 'replicated' ? service.mode.replicas : 0;
	return left ?? replacesIn(service, slots, roundsOf(about, all, snapshot), since);
};

const stepOf = (about: Restarted, all: readonly Restarted[]): Step => ({
	title: `Restart ${about.name}, skew ${about.skew}`,
	isDone: state => isThrough(state, about),
	write: snapshot =>
		isWritten(snapshot, about) ? undefined : onService(anyOperation(restartService), snapshot, about.id, null),
	waiting(snapshot) {
		const service = serviceOf(snapshot, about.id);
		return service && `its update goes on; ${running(service, snapshot)} tasks run`;
	},
	left: (snapshot, now) => restartLeft(about, all, snapshot, now),
	trouble({snapshot}) {
		const service = serviceOf(snapshot, about.id);
		return service &&
			isWritten(snapshot, about) &&
			(isPaused(service) || service.updateStatus?.state.startsWith('rollback'))
			? `The restart of ${about.name} failed: see its update before the next service is touched.`
			: undefined;
	},
});

export const rebalanceKind: GuidedKind = {
	id: 'rebalance',
	steps: input => read(input).services.map((about, _, all) => stepOf(about, all)),
	undoing: () => [],
	undoWords: () => [
		'What was restarted stays where it is now; a restart that is under way goes on. No further service is touched.',
	],
	watches: input => ({services: read(input).services.map(({id}) => serviceId(id)), node: undefined}),
	outlook: (input, snapshot) =>
		read(input).services.map(({id, name, skew}) => {
			const now = skewById(snapshot, id, snapshot.services?.at ?? 0);
			return `${name}: skew ${skew}${now === undefined ? '' : ` -> ${now}`}`;
		}),
};

export const rebalance: ServiceOperation<null> = {
	...doneStepByStep,
	on: 'service',
	id: 'rebalance',
	title: 'Rebalance',
	verb: 'rebalance',
	doing: 'Rebalancing',
	done: 'rebalanced',
	danger: 'disruptive',
	blockedBy(target, snapshot) {
		const service = serviceNow(target, snapshot);

		if (service.mode.kind !== 'replicated') {
			return 'not replicated: it has one task per node';
		}

		return isRolling(service) || isPaused(service) ? 'its update comes first' : undefined;
	},
	parse: nothingToEnter,
	needs: targets => ({nodes: true, services: targets.map(({id}) => id), tasksOf: targets.map(({id}) => id)}),
	plan(targets, _input, snapshot) {
		const restarts = targets.map(target => restartService.plan([target], null, snapshot));
		const skews = targets.map(target => skewOf(snapshot, serviceNow(target, snapshot), snapshot.nodes?.at ?? 0));
		return {
			effects: [
				...skews.flatMap(skew => (skew === undefined ? [] : [skewSentence(skew.service.name, skew.skew, skew.idle)])),
				'One service after the other is restarted, each as its update settings say; the next waits until the one before has converged.',
				...new Set(restarts.flatMap(({effects}) => effects)),
			],
			warnings: [...new Set(restarts.flatMap(({warnings}) => warnings))],
			refusals: [],
		};
	},
	cli: ({saw}, _input, snapshot) => docker('service', 'update', '--force', serviceArgument(saw, snapshot)),
	guided: (targets, _input, snapshot) => ({
		kind: 'rebalance',
		title:
			targets.length === 1 ? `Rebalance of ${targets[0]?.saw.name ?? ''}` : `Rebalance of ${targets.length} services`,
		input: {
			services: targets.map(target => {
				const {id, name, version} = serviceNow(target, snapshot);
				return {id, name, version, skew: skewById(snapshot, id, snapshot.nodes?.at ?? 0) ?? 0};
			}),
		},
	}),
};

const skewSentence = (name: string, skew: number, idle: readonly string[]) =>
	`${name}: ${skew} more tasks on one node than on another${idle.length > 0 ? `; none on ${idle.join(', ')}` : ''}.`;

/** What `:rebalance` takes without a choice: everything that a restart would spread better. */
export const worthRebalancing = (snapshot: Snapshot) =>
	skewedServices(snapshot, snapshot.nodes?.at ?? 0).filter(({service}) => !isPaused(service));
