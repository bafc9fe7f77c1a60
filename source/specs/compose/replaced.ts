import {specDiff} from '../../swarm/spec-diff.ts';
import type {Tree} from '../tree.ts';
import {treeAt} from './tree.ts';

/**
What a change of spec does to the tasks (SwarmKit's IsTaskDirty, orchestrator/task.go): all are replaced, those that no
longer fit their node are, or none.
*/
export type Replaced = 'all' | 'misfits' | 'none';

const withoutPlacement = (task: Tree | undefined): Tree => {
	const {Placement: _, ...rest} = task ?? {};
	return rest;
};

/** Both specs evened. */
export const replacedBy = (before: Tree, after: Tree): Replaced => {
	const [old, young] = [treeAt(before, 'TaskTemplate'), treeAt(after, 'TaskTemplate')];
	const isOther = specDiff(withoutPlacement(old), withoutPlacement(young)).length > 0;
	const isElsewhere = specDiff(treeAt(before, 'EndpointSpec') ?? {}, treeAt(after, 'EndpointSpec') ?? {}).length > 0;

	if (isOther || isElsewhere) {
		return 'all';
	}

	return specDiff(treeAt(old, 'Placement') ?? {}, treeAt(young, 'Placement') ?? {}).length > 0 ? 'misfits' : 'none';
};
