import {isEqualJson} from '../../swarm/equal.ts';
import type {Service} from '../../swarm/service.ts';
import {type Snapshot, tasksOf} from '../../swarm/snapshot.ts';
import {isUnwanted} from '../../swarm/task.ts';
import type {Json} from '../../swarm/values.ts';
import {type Return, specAfter} from './returns.ts';

type Tree = {readonly [key: string]: Json};

const isTree = (json: Json | undefined): json is Tree =>
	typeof json === 'object' && json !== null && !Array.isArray(json);

const partOf = (json: Json | undefined, key: string): Json | undefined => (isTree(json) ? json[key] : undefined);

/** Services say which runtime runs their tasks, tasks don't. */
const withoutPlacement = (json: Json | undefined): Json =>
	isTree(json)
		? Object.fromEntries(Object.entries(json).filter(([key]) => !['Placement', 'Runtime'].includes(key)))
		: {};

/**
Whether the engine would crash on a return: where a task differs from the service in its placement alone, the leader looks
at the service's constraints, and a spec without a placement has none to look at (orchestrator/task.go, nodeMatches). Each
next leader does the same, until no quorum is left: seen on 20.10 and 28.5. Docker's own tools always write a placement.
*/
export const isCrashing = (service: Service, way: Return, snapshot: Snapshot): boolean => {
	const then = partOf(specAfter(service, way), 'TaskTemplate');

	if (!isTree(then) || isTree(then['Placement'])) {
		return false;
	}

	return (tasksOf(snapshot, service.id) ?? []).some(task => {
		const spec = partOf(task.raw, 'Spec');
		return (
			!isUnwanted(task) &&
			isTree(partOf(spec, 'Placement')) &&
			isEqualJson(withoutPlacement(spec), withoutPlacement(then))
		);
	});
};

export const crashWords = ({name}: Service) =>
	`${name}: the spec to return to has no placement, and nothing else of its tasks differs. On that, Docker's managers crash one after another. Remove the constraints by an update instead.`;

/**
What to say where a change of nothing but placement leaves a spec without any to return to: then even Docker's own
rollback, by hand or by itself, crashes the managers.
*/
export const trapOf = (
	service: Service,
): {readonly warnings: readonly string[]; readonly refusals: readonly string[]} => {
	if (isTree(partOf(partOf(service.spec, 'TaskTemplate'), 'Placement'))) {
		return {warnings: [], refusals: []};
	}

	const why = `${service.name} has had no placement, and Docker's managers crash one after another when they return from one to none`;
	return service.update.failureAction === 'rollback'
		? {
				warnings: [],
				refusals: [`${why}: its updates roll back by themselves on failure. Let them pause instead first (u).`],
			}
		: {warnings: [`${why}: never undo this by \`docker service rollback\`; skep refuses it, too.`], refusals: []};
};
