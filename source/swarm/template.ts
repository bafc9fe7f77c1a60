import type {Needs} from './placement/needs.ts';
import type {Json} from './values.ts';

/**
What a task is made from: the service's TaskTemplate, or the copy a task carries.
`engine/` drops empty values and interns equal ones, so that two equal templates are mostly one object.
*/
export type Template = {
	/** Everything but the placement; a difference means that the task is out of date. */
	readonly content: Json;
	/** Constraints, preferences, platforms: a task that still fits its node keeps running when only these differ. */
	readonly placement: Json;
	/** What the scheduler minds in it, beyond what a service tells itself; absent is nothing. */
	readonly needs?: Needs;
};
