import {setTimeout as sleep} from 'node:timers/promises';
import type {Engine} from '../../engine/engine.ts';
import {isEngineError} from '../../engine/errors.ts';
import type {Service} from '../../swarm/service.ts';
import {serviceOf} from '../../swarm/snapshot.ts';
import {isUnwanted} from '../../swarm/task.ts';
import {isUpToDate} from '../../swarm/up-to-date.ts';
import type {Seconds} from '../../swarm/values.ts';
import type {ServiceOperation} from '../operation.ts';
import type {Resources} from '../resources.ts';
import {docker, serviceArgument} from '../shell.ts';
import {nothingToEnter, serviceNow} from '../targets.ts';
import {losesTarget, planResume} from './resume-plan.ts';
import {isPaused} from './service-write.ts';

export const resumeUpdate: ServiceOperation<null> = {
	on: 'service',
	id: 'resumeUpdate',
	title: 'Resume paused update',
	verb: 'resume',
	doing: 'Resuming the update of',
	done: 'update resumed',
	rolls: () => true,
	danger: 'disruptive',
	blockedBy: (target, snapshot) => (isPaused(serviceNow(target, snapshot)) ? undefined : 'no paused update'),
	parse: nothingToEnter,
	needs: targets => ({services: targets.map(({id}) => id), tasksOf: targets.map(({id}) => id)}),
	plan: (targets, _input, snapshot) =>
		planResume(
			targets.map(target => serviceNow(target, snapshot)),
			snapshot,
		),
	cli: ({saw}, _input, snapshot) => docker('service', 'update', serviceArgument(saw, snapshot)),
	relies: ({spec, updateStatus}) => ({spec, update: updateStatus?.state ?? null}),
	run: (resources, fresh, _input, signal) => resume(resources, fresh, signal),
	// Every write clears the status, so its own is told by what follows; the same object twice is still paused.
	isWritten: (now, _input, over) => now !== undefined && now.version > over.version && !isPaused(now),
	isSeen({id}, _input, snapshot) {
		const now = serviceOf(snapshot, id);
		return now !== undefined && !isPaused(now);
	},
};

/** Kept before anything is written: where that fails, the update stays paused. */
const keepTarget = async ({keepReplaced}: Resources, fresh: Service) => {
	const path = await keepReplaced(fresh, resumeUpdate.title);
	const where = path === undefined ? 'while skep runs' : `in ${path}`;

	return losesTarget(fresh) ? [`The spec before the update is kept ${where}: R returns to it.`] : [];
};

const resume = async (resources: Resources, fresh: Service, signal: AbortSignal): Promise<readonly string[]> => {
	const {engine} = resources;
	const kept = await keepTarget(resources, fresh);
	const notes = await engine.updateService(fresh, {kind: 'resume'}, signal);

	try {
		return [...kept, ...notes, ...(await seeItBegin(engine, fresh, signal))];
	} catch (error) {
		const why = isEngineError(error) ? error.message : String(error);
		return [...kept, ...notes, `Whether the update goes on could not be read: ${why}`];
	}
};

/**
A resume that comes while the paused updater still waits for something is taken and forgotten: the status
stays empty and nothing rolls. It is sent once more then, and not again.
*/
const seeItBegin = async (engine: Engine, fresh: Service, signal: AbortSignal): Promise<readonly string[]> => {
	if (!(await hasOldTasks(engine, await engine.service(fresh.id, signal), signal))) {
		return [];
	}

	const first = await whenBegun(engine, fresh, {seconds: drainTime(fresh), signal});

	if (first.hasBegun) {
		return [];
	}

	await engine.updateService(first.service, {kind: 'resume'}, signal);
	const second = await whenBegun(engine, fresh, {seconds: 2, signal});
	return second.hasBegun
		? ['The first request was forgotten by the engine; it was sent once more.']
		: [
				'The engine took the request twice, and still nothing rolls. Restarting the service gets it going, over all its slots.',
			];
};

/** A paused updater still waits out a delay and a monitor window; only after that a request can wake another. */
const drainTime = ({update: {delay, monitor}}: Service) => Math.min(15, 2 + delay + monitor);

const interval = 0.2;

const whenBegun = async (
	engine: Engine,
	{id}: Service,
	{seconds, signal}: {readonly seconds: Seconds; readonly signal: AbortSignal},
) => {
	for (let left = seconds; ; left -= interval) {
		const service = await engine.service(id, signal);

		if (service.updateStatus !== undefined || left <= 0) {
			return {service, hasBegun: service.updateStatus !== undefined};
		}

		await sleep(interval * 1000, undefined, {signal});
	}
};

const hasOldTasks = async (engine: Engine, service: Service, signal: AbortSignal) => {
	const {items} = await engine.tasks({services: [service.id]}, signal);
	return items.some(task => !isUnwanted(task) && !isUpToDate(task, service, undefined));
};
