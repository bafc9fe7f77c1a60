import type {ServiceOperation} from '../operations/operation.ts';
import {resumed} from '../operations/service/resume-plan.ts';
import {resumeUpdate} from '../operations/service/resume-update.ts';
import {returnForesight} from '../operations/service/return-foresight.ts';
import {rewrittenForesight} from '../operations/service/rewritten.ts';
import {rollBackService, rollbackByEngine} from '../operations/service/roll-back-service.ts';
import type {ServiceTarget} from '../operations/target.ts';
import type {Foresight} from '../swarm/foresight/foresight.ts';
import {isJob, type Service} from '../swarm/service.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import type {Json} from '../swarm/values.ts';
import {findService} from './find.ts';
import {failed, wrongUsage} from './outcome.ts';
import type {Planned} from './plan.ts';
import {replacing} from './plan-text.ts';

/** Reads a spec as a service that has it. */
export type Imagined = (spec: Json) => Service;

const serviceNamed = (verb: string, names: readonly string[], snapshot: Snapshot): Service => {
	const [name, ...more] = names;
	const service =
		name === undefined || more.length > 0
			? wrongUsage(`skep plan ${verb} takes one service, for example: skep plan ${verb} web.`)
			: findService(snapshot, name);
	return isJob(service) ? failed(`${service.name} is a job: it runs once more from the start.`) : service;
};

type Asked<Input> = {
	readonly operation: ServiceOperation<Input>;
	readonly input: Input;
	readonly foresight: Foresight | undefined;
};

/** As the operation would say it: what it refuses, and of its warnings those that aren't told by what is foreseen. */
const planned = <Input>(
	title: string,
	service: Service,
	{operation, input, foresight}: Asked<Input>,
	snapshot: Snapshot,
): Planned => {
	const target: ServiceTarget = {kind: 'service', id: service.id, saw: service};
	const {refusals} = operation.plan([target], input, snapshot);
	// Where no tasks are known, nothing is foreseen: what is left is what the change means of itself.
	const {warnings} = operation.plan([target], input, {...snapshot, hasAllTasks: false});
	return {
		title,
		foresight: foresight ?? failed(`the tasks of ${service.name} are not known.`),
		titles: replacing,
		command: operation.cli(target, input, snapshot),
		refusals,
		notes: warnings.map(sentence => sentence.replace(/\.$/, '')),
	};
};

/** Docker's own rollback; what else skep could return to is in its dialog. */
export const planRollback = (names: readonly string[], snapshot: Snapshot, imagined: Imagined): Planned => {
	const service = serviceNamed('rollback', names, snapshot);
	const why = rollBackService.blockedBy({kind: 'service', id: service.id, saw: service}, snapshot);
	const wanted = service.previousSpec === undefined ? undefined : imagined(service.previousSpec);

	if (why !== undefined || wanted === undefined) {
		return failed(`${service.name} can't be rolled back: ${why}.`);
	}

	const input = rollbackByEngine(service.id, wanted);
	const foresight = returnForesight([{service, way: {kind: 'engine'}, wanted}], snapshot);
	return planned(`roll back ${service.name}`, service, {operation: rollBackService, input, foresight}, snapshot);
};

export const planResume = (names: readonly string[], snapshot: Snapshot): Planned => {
	const service = serviceNamed('resume', names, snapshot);
	const why = resumeUpdate.blockedBy({kind: 'service', id: service.id, saw: service}, snapshot);

	if (why !== undefined) {
		return failed(`${service.name} has ${why} to resume.`);
	}

	const foresight = rewrittenForesight([resumed(service)], snapshot);
	return planned(`resume ${service.name}`, service, {operation: resumeUpdate, input: null, foresight}, snapshot);
};
