import type {Foresight} from '../../swarm/foresight/foresight.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {dipSentence, startSentence, stuckSentences, tallySentence, volumeSentences} from '../foresight-sentences.ts';
import {keptOffSentences} from '../kept-off.ts';
import type {Plan} from '../operation.ts';
import {agree, count} from '../words.ts';
import {outage, rolloutOf} from './update-pace.ts';

type Part = Pick<Plan, 'effects' | 'warnings' | 'forecast'>;

/**
What a change of where tasks may run does to them. Where nothing but that changes, tasks that still fit their node go on
(swarmkit, orchestrator/task.go IsTaskDirty); else all are replaced.
*/
export const placed = (
	service: Service,
	foresight: Foresight | undefined,
	isPlacementAlone: boolean,
	snapshot: Snapshot,
): Part => {
	const starts = isPlacementAlone ? 'starts' : 'may start';
	const regrets = foresight === undefined ? [] : [...stuckSentences(foresight), ...volumeSentences(foresight, starts)];
	const keptOff = foresight ? keptOffSentences(foresight, snapshot) : [];

	if (!isPlacementAlone || foresight === undefined) {
		const rollout = rolloutOf(service, service.update, snapshot);
		return {
			...rollout,
			forecast: [...keptOff, ...(rollout.forecast ?? [])],
			warnings: [...regrets, ...outage(service, service.update, snapshot)],
		};
	}

	return {
		effects: [...fitting(foresight), ...tallySentence(foresight, snapshot), ...startSentence(foresight)],
		warnings: regrets,
		forecast: [...keptOff, ...dipSentence(foresight)],
	};
};

const fitting = ({tasks, stays}: Foresight): readonly string[] => {
	const misfits = tasks - stays;
	const [fits, it] = [agree(misfits, 'fits', 'fit'), agree(misfits, 'it is', 'they are')];

	if (misfits > 0) {
		return [`${count(misfits, 'task')} no longer ${fits} where ${it}; the others go on.`];
	}

	return tasks === 0 ? [] : ['Its tasks all fit where they are, and go on.'];
};
