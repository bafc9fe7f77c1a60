import type {Json} from '../../swarm/values.ts';
import type {Names} from '../names.ts';

/** The words of a command line; undefined where no flag can say it. */
export type Words = readonly string[] | undefined;

/** How one kind of value is told to the `docker` CLI. */
export type FlagKind = {
	/** For `docker service create`; never asked for nothing. */
	readonly create: (flag: string, value: Json, names: Names) => Words;
	/** For `docker service update`; either may be nothing, but they differ. */
	readonly update: (flag: string, before: Json | undefined, after: Json | undefined, names: Names) => Words;
};

/** A flag of `docker service create`, where in the spec it goes, and how its value is written. */
export type FlagRule = {
	/** As in `--help`, without its dashes. */
	readonly flag: string;
	readonly path: string;
	readonly kind: FlagKind;
};

export const dashed = (flag: string) => `--${flag}`;
