import type {Fate, Foresight} from './foresight.ts';

type Lists = Pick<Foresight, 'stuck' | 'mayStick' | 'down' | 'empty' | 'moves' | 'stops' | 'starts'>;

const leavesVolume = ({local}: Fate) => local.some(({kind}) => kind === 'volume');

/** The worst list that a service is in; undefined when nothing becomes of it. */
const listOf = (fate: Fate): keyof Lists | undefined => {
	const {tasks, stuck, starting, living} = fate;

	if (stuck.most > 0) {
		return stuck.least > 0 ? 'stuck' : 'mayStick';
	}

	if (tasks === 0) {
		return starting.most > 0 ? 'starts' : undefined;
	}

	if (!fate.isReplaced) {
		return 'stops';
	}

	if (living.before > 0 && living.during === 0) {
		return 'down';
	}

	return leavesVolume(fate) ? 'empty' : 'moves';
};

const compare = (a: Fate, b: Fate) => (a.service.name < b.service.name ? -1 : Number(a.service.name > b.service.name));

/** Fates in the order of regret, by name in each list. */
export const sorted = (fates: readonly Fate[]): Lists => {
	const lists = Map.groupBy(fates.toSorted(compare), listOf);
	const list = (name: keyof Lists) => lists.get(name) ?? [];
	return {
		stuck: list('stuck'),
		mayStick: list('mayStick'),
		down: list('down'),
		empty: list('empty'),
		moves: list('moves'),
		stops: list('stops'),
		starts: list('starts'),
	};
};
