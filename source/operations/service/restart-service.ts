import {isEqualJson} from '../../swarm/equal.ts';
import {isJob, type Service} from '../../swarm/service.ts';
import {type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import type {ServiceOperation} from '../operation.ts';
import {docker, serviceArgument} from '../shell.ts';
import {nothingToEnter, serviceNow} from '../targets.ts';
import {replacedWarnings} from './replaced-foresight.ts';
import {consequencesOfWrite, joined} from './service-write.ts';
import {outage, rolloutOf} from './update-pace.ts';

export const restartService: ServiceOperation<null> = {
	on: 'service',
	id: 'restartService',
	title: 'Restart service',
	verb: 'restart',
	doing: 'Restarting',
	done: 'restart begun',
	rolls: () => true,
	danger: 'disruptive',
	blockedBy: () => undefined,
	parse: nothingToEnter,
	needs: targets => ({services: targets.map(({id}) => id), tasksOf: targets.map(({id}) => id)}),
	plan(targets, _input, snapshot) {
		const services = targets.map(target => serviceNow(target, snapshot));
		const plan = joined(services.map(service => planOf(service, snapshot)));
		const foreseen = replacedWarnings(
			services.map(before => ({before, wanted: before})),
			snapshot,
		);
		return {...plan, warnings: [...foreseen, ...plan.warnings], refusals: []};
	},
	cli: ({saw}, _input, snapshot) => docker('service', 'update', '--force', serviceArgument(saw, snapshot)),
	relies: ({image}) => ({image}),
	run: ({engine}, fresh, _input, signal) => engine.updateService(fresh, {kind: 'restart'}, signal),
	// The write counts up a number in the template that is there for nothing else.
	isWritten: (now, _input, over) => now !== undefined && !isEqualJson(now.template.content, over.template.content),
	isSeen({id, saw}, _input, snapshot) {
		const now = serviceOf(snapshot, id);
		return now !== undefined && !isEqualJson(now.template.content, saw.template.content);
	},
};

const planOf = (service: Service, snapshot: Snapshot) => {
	const write = consequencesOfWrite(service);

	const rollout = rolloutOf(service, service.update, snapshot);

	return {
		effects: [
			...rollout.effects,
			...(isJob(service)
				? []
				: ['Every new task is placed anew: this is also how a service is spread again over the nodes.']),
			...write.effects,
		],
		warnings: [...outage(service, service.update, snapshot), ...write.warnings],
		forecast: rollout.forecast,
	};
};
