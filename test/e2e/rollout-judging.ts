import type {ServiceVerdict} from '../../source/swarm/convergence.ts';
import type {Rollout} from '../../source/swarm/rollout.ts';
import type {Truth} from './rollout-oracle.ts';
import type {Scenario} from './rollout-scenarios.ts';

/** What skep said of a service, and what was true, by answers of the same instant. */
export type Judged = {
	readonly scenario: Scenario;
	/** Milliseconds since the first scenario began, without those that the machine was at other work. */
	readonly at: number;
	readonly said: ServiceVerdict;
	/** By what the dashboard's store held at that time. */
	readonly shown: ServiceVerdict['state']['kind'] | undefined;
	readonly rollout: Rollout | undefined;
	readonly truth: Truth;
};

export const isLie = ({said, truth}: Judged) => said.state.kind === 'converged' && truth.against.length > 0;
export const isDoubt = ({said, truth}: Judged) =>
	said.state.kind !== 'converged' && truth.against.length === 0 && !truth.hasFailed;
const isJob = ({said}: Judged) => said.state.kind.startsWith('job-');

export const isMiscount = (judged: Judged) => {
	const {said, truth} = judged;
	return isJob(judged)
		? said.alive !== truth.completed || (said.state.kind === 'job-done') !== (truth.completed === truth.wanted)
		: said.alive !== truth.alive || said.updated !== truth.updated || said.wanted !== truth.wanted;
};

/** Paused and blocked are what the engine and its scheduler say, in their words. */
export const isUnexplained = ({said: {state}, truth}: Judged) => {
	const isBlocked = truth.update === 'updating' && truth.reasons.length > 0;
	return (
		(state.kind === 'paused') !== (truth.update?.endsWith('paused') ?? false) ||
		(isBlocked && !(state.kind === 'rolling' && truth.reasons.includes(state.blocked ?? '')))
	);
};

export const isWrongPhase = (judged: Judged) => !isJob(judged) && wrongPhases(judged).length > 0;

const wrongPhases = ({rollout, truth}: Judged) =>
	rollout?.slots.filter(({key, phase}) => !truth.canBe(phase, key)).map(({key, phase}) => `${key} ${phase}`) ?? [];

export const show = (judged: readonly Judged[]) =>
	judged.map(each => {
		const {scenario, at, said, truth} = each;
		return [scenario.name, at, wrongPhases(each).join(), JSON.stringify(said), JSON.stringify(truth)].join('  ');
	});

/** How long in a row, in milliseconds, the store took a service for converged that wasn't. */
export function longestLie(looks: readonly Judged[]) {
	let [longest, since] = [0, 0];

	for (const {at, shown, truth} of looks) {
		since = shown === 'converged' && truth.against.length > 0 ? since : at;
		longest = Math.max(longest, at - since);
	}

	return longest;
}
