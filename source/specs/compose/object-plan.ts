import type {Labels} from '../../swarm/values.ts';
import type {FileObject} from './file-objects.ts';

/** What becomes of a secret or config of the file. */
export type ObjectPlan = {
	readonly object: FileObject;
	/**
	`create`: there is none of its name. `same`: its content and labels are those of the file. `labels`: only those
	change. `differs`: other content, which the engine refuses. `unseen`: it is there, and nobody can tell whether its
	content is the same. `external`: it is there, as the file says. `missing`: the file says it is there, and it isn't.
	*/
	readonly kind: 'create' | 'same' | 'labels' | 'differs' | 'unseen' | 'external' | 'missing';
};

type There = {readonly name: string; readonly labels: Labels};

const isSameLabels = (a: Labels, b: Labels) =>
	Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, value]) => b[name] === value);

const kindOf = (object: FileObject, there: There | undefined, isSame: boolean | undefined): ObjectPlan['kind'] => {
	if (object.isExternal) {
		return there === undefined ? 'missing' : 'external';
	}

	if (there === undefined) {
		return 'create';
	}

	if (isSame === false) {
		return 'differs';
	}

	if (!isSameLabels(object.labels, there.labels)) {
		return 'labels';
	}

	return isSame === undefined && object.driver === undefined ? 'unseen' : 'same';
};

export const objectPlans = (
	objects: readonly FileObject[],
	there: readonly There[],
	isSameContent: ReadonlyMap<string, boolean> | undefined,
): readonly ObjectPlan[] =>
	objects.map(object => ({
		object,
		kind: kindOf(
			object,
			there.find(({name}) => name === object.name),
			isSameContent?.get(object.name),
		),
	}));
